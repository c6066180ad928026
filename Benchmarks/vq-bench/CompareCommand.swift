/// `vq-bench compare A.json B.json`: shows the changes between two runs.
struct CompareCommand {
  private let paths: [String]

  init(_ words: some Sequence<String>) throws(BenchError) {
    paths = try Arguments(words, options: []).names
    guard paths.count == 2 else {
      throw .usage("compare takes two files, as in vq-bench compare before.json after.json")
    }
  }

  func run() throws {
    let first = try BenchmarkFile(reading: paths[0])
    let second = try BenchmarkFile(reading: paths[1])
    try Output.line(Comparison(first, second).text)
  }
}
