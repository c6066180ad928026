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
      --data DIR         the folder with pixels.npy and other data sets, as
                         Benchmarks/peers --export DIR writes it
      --json FILE        write all results, for compare

    options of strategies: --repeats and --json as above

    options of measure:
      --observations X   the file to work on, .npy
      --centroids C      the centroids to start from, or to assign to
      --clusters K       how many clusters, if no centroids are given
      --work KIND        iterate (default), fit, assign, seed, restarts, search or call
      --iterations M     iterate: how many to time after the first; fit, restarts: how many a run
      --init RULE        seed: how centroids are chosen
      --seed S           fixes every random choice (default 1)
      --restarts R       restarts, search: how many runs
      --call NAME        call: vq, kmeans2, kmeans or fit
      --min-time T       repeat the work for at least T seconds, and print the mean
      --repeats N        how many measurements to print (default 1)
      --output OUT       write the result to this file: the centroids, or the codes
      --roofline         measure the rates of the machine too

    options of all:
      --workers N        the maximum number of threads; by default all processors
      --kernels NAME     the kernel set; vq info lists them
      --algorithm NAME   how nearest centroids are found

    example:
      vq-bench sift embed --repeats 9 --json after.json
    """
}
