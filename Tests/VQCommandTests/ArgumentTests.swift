import Testing
import VQTestSupport
import VectorQuantization

/// The command line is parsed strictly, and each mistake gives one error message.
@Suite struct ArgumentTests {
  private static let mistakes: [(line: String, sentence: String)] = [
    ("kmeens", "vq: there is no command kmeens; did you mean kmeans?"),
    ("cluster", "vq: there is no command cluster; see vq --help"),
    ("--vresion", "vq: there is no option --vresion; did you mean --version?"),
    ("help asign", "vq: there is no command asign; did you mean assign?"),
    ("kmeans x --kk 3", "vq kmeans: there is no option --kk; did you mean --k?"),
    ("kmeans x -k 3 --clusters 4", "vq kmeans: --k is given twice"),
    (
      "fit - --start -",
      "vq fit: standard input is named for two files; name one of them by its path"
    ),
    (
      "fit x --k 2 --separator x",
      "vq fit: --separator is \"x\"; it must be one of comma, semicolon, tab, bar, blanks"
    ),
    ("fit x --k 2 --header maybe", "vq fit: --header is \"maybe\"; it must be yes or no"),
    (
      "kmeans x --k 3 --restart 2",
      "vq kmeans: there is no option --restart; did you mean --restarts?"
    ),
    (
      "kmeans2 x --k 3 --iteration=4",
      "vq kmeans2: there is no option --iteration; did you mean --iterations?"
    ),
    ("kmeans x --seed --k 3", "vq kmeans: --seed needs a value, as in --seed S"),
    ("kmeans x --k", "vq kmeans: --k needs a value, as in --k K"),
    ("kmeans x --k=", "vq kmeans: --k needs a value, as in --k K"),
    ("kmeans x --k 3 --k=3", "vq kmeans: --k is given twice"),
    ("kmeans x --k 3 --quiet=yes", "vq kmeans: --quiet takes no value"),
    ("kmeans x --k 0", "vq kmeans: --k is \"0\"; it must be a whole number, 1 or more"),
    ("kmeans x --k -4", "vq kmeans: --k is \"-4\"; it must be a whole number, 1 or more"),
    ("kmeans x --k 3.0", "vq kmeans: --k is \"3.0\"; it must be a whole number, 1 or more"),
    ("kmeans x --k 3x", "vq kmeans: --k is \"3x\"; it must be a whole number, 1 or more"),
    (
      "kmeans x --k 3 --seed -1",
      "vq kmeans: --seed is \"-1\"; it must be a whole number from 0 to 18446744073709551615"
    ),
    (
      "kmeans x --k 3 --threshold nan",
      "vq kmeans: --threshold is \"nan\"; it must be a number, 0 or more"
    ),
    (
      "kmeans x --k 3 --threshold=inf",
      "vq kmeans: --threshold is \"inf\"; it must be a number, 0 or more"
    ),
    (
      "kmeans x --k 3 --report yaml",
      "vq kmeans: --report is \"yaml\"; it must be one of table, json"
    ),
    (
      "kmeans2 x --k 3 --empty drop",
      "vq kmeans2: --empty is \"drop\"; it must be one of keep, fail"
    ),
    (
      "kmeans2 x --k 3 --missing raise",
      "vq kmeans2: --missing names words of a table that mean no value; use --empty keep or fail"
    ),
    (
      "fit x --k 3 --workers 0",
      "vq fit: --workers is \"0\"; it must be a whole number, 1 or more"
    ),
    (
      "kmeans x",
      "vq kmeans: give the number of clusters with --k, or centroids to start from with --start"
    ),
    (
      "fit x --k 3 --start b.npy",
      "vq fit: --k and --start exclude each other; give one of them"
    ),
    (
      "kmeans x --start b.npy --restarts 2",
      "vq kmeans: --restarts and --start exclude each other; give one of them"
    ),
    (
      "kmeans2 x --start b.npy --init points",
      "vq kmeans2: --init and --start exclude each other; give one of them"
    ),
    (
      "kmeans --k 3",
      "vq kmeans: the file OBS is missing, as in "
        + "vq kmeans observations.npy --k 256 --seed 7 --codebook codebook.npy"
    ),
    (
      "whiten x y --output z.npy",
      "vq whiten: \"y\" is an unexpected argument; the usage is vq whiten OBS --output OUT [options]"
    ),
    ("demo x", "vq demo: \"x\" is an unexpected argument; the usage is vq demo [options]"),
    ("whiten x", "vq whiten: name the file to write with --output"),
    ("assign x", "vq assign: name the file of centroids with --codebook"),
    (
      "fit x --k 3 --codes a.npy --codebook a.npy",
      "vq fit: a.npy is named for two outputs; give each output its own file"
    ),
  ]

  @Test("mistakes give an exact error message", arguments: mistakes)
  func saysWhatIsWrong(_ line: String, _ sentence: String) {
    let outcome = run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors == sentence + "\n")
  }

  @Test func readsBothSpellingsOfAnOption() throws {
    let place = try TemporaryFolder()
    let observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let spaced = run(["kmeans", observations, "--k", "3", "--seed", "5", "--report", "json"])
    let joined = run(["kmeans", "--report=json", "--k=3", observations, "--seed=5"])
    #expect(spaced.status == 0)
    #expect(try spaced.report()["inertia"] as? Double == joined.report()["inertia"] as? Double)
  }

  @Test("option names of other programs are accepted")
  func understandsOtherWords() throws {
    let place = try TemporaryFolder()
    let path = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let ours = ["--k", "3", "--seed", "5", "--max-iterations", "4", "--init"]
    let theirs = [
      ["-k", "3", "--random-state", "5", "--iterations", "4", "--init"],
      ["--clusters", "3", "--random_state", "5", "--max-iter", "4", "--init"],
      ["--n-clusters", "3", "--seed", "5", "--max_iter", "4", "--init"],
    ]
    for (name, alias) in [("plusplus", "k-means++"), ("points", "random")] {
      let expected = try run(["fit", path, "--report", "json"] + ours + [name]).report()
      for words in theirs {
        let found = try run(["fit", path, "--report", "json"] + words + [alias]).report()
        #expect(found["inertia"] as? Double == expected["inertia"] as? Double)
      }
    }
    #expect(run(["fit", "-h"]).output == run(["fit", "--help"]).output)
    #expect(run(["decode", "x", "-o", "y"]).errors.contains("--codebook"))
  }

  @Test func explainsItselfIfGivenNothing() {
    let outcome = run([])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("usage: vq COMMAND") && outcome.output.contains("\n  assign "))
  }
}
