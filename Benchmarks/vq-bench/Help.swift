/// The text of `--help`.
enum Help {
  static let text = """
    vq-bench: times swift-vq

    usage: vq-bench [SCENARIO...] [options]     time scenarios, all by default
           vq-bench list [--json]               list the scenarios
           vq-bench strategies [SHAPE...]       time every algorithm over a grid of problems
           vq-bench compare A.json B.json       compare two runs
           vq-bench measure [options]           time one piece of work; prints JSON

    A scenario is named as in the list, by the part before the dash (tiny, seed), or by its kind of
    work (fit). A shape of the grid is named by its data (clean), its size (500000x3), its scalar
    (f64) or all of it.

    options of a run:
      --repeats N        how often to measure each scenario (default 5)
      --data DIR         the folder of pixels.npy and the like, which
                         Benchmarks/peers --export DIR writes
      --json FILE        write all figures, for compare

    options of strategies: --repeats and --json as above

    options of measure:
      --observations X   the file to work on, .npy
      --centroids C      the centroids to start from, or to assign to
      --clusters K       how many clusters, if no centroids are given
      --work KIND        iterate (default), fit, assign, seed, restarts, search or call
      --iterations M     iterate: those timed beyond the first; fit, restarts: those of a run
      --init RULE        seed: how centroids are chosen
      --seed S           fixes every random choice (default 1)
      --restarts R       restarts, search: how many runs
      --call NAME        call: vq, kmeans2, kmeans or fit
      --min-time T       repeat the work until it took T seconds, and take the mean
      --repeats N        how many figures to give (default 1)
      --output OUT       write what was found here: the centroids, or for assign the codes
      --roofline         measure the rates of the machine too

    options of all:
      --workers N        the most threads to use; by default every processor
      --kernels NAME     the kernel set; vq info lists them
      --algorithm NAME   how nearest centroids are found

    example:
      vq-bench sift embed --repeats 9 --json after.json
    """
}
