import Testing

/// Every command prints its help on standard output.
@Suite struct HelpTests {
  static let commands = [
    "kmeans", "kmeans2", "assign", "decode", "whiten", "unwhiten", "fit", "choose-k", "sample",
    "generate", "palette", "info", "demo",
  ]

  @Test("the help of a command has a usage line and an example", arguments: commands)
  func explainsACommand(_ command: String) {
    let outcome = run([command, "--help"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("usage: vq \(command) "))
    #expect(outcome.output.contains("example:\n  vq \(command) "))
    #expect(run(["help", command]).output == outcome.output)
  }

  @Test("the overview lists all commands", arguments: ["--help", "help"])
  func listsTheCommands(_ word: String) {
    let outcome = run([word])
    #expect(outcome.status == 0)
    #expect(Self.commands.allSatisfy { outcome.output.contains("\n  \($0) ") })
    #expect(outcome.output.contains("example:\n  vq "))
  }

  @Test func listsEveryOption() {
    let page = run(["fit", "--help"]).output
    let options = [
      "--k K", "--start BOOK", "--init RULE", "--restarts R", "--max-iterations N",
      "--tolerance T", "--empty RULE", "--weights FILE", "--algorithm NAME", "--kernels NAME",
      "--seed S", "--workers W", "--columns A,B", "--labels-column NAME", "--codebook OUT",
      "--codes OUT", "--distances OUT", "--split-by-cluster DIR", "--plot OUT", "--memory BYTES",
      "--time-limit TIME", "--checkpoint FILE", "--checkpoint-every TIME", "--resume FILE",
      "--report STYLE", "--progress STYLE", "--quiet", "--help",
    ]
    #expect(options.allSatisfy { page.contains("\n  \($0) ") })
    let words = page.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let rules = "automatic, points, gaussian, plusplus, greedy, parallel"
    #expect(words.contains("\(rules) (default automatic)"))
  }

  @Test func fitsAScreen() {
    let pages = Self.commands.map { run([$0, "--help"]).output } + [run(["--help"]).output]
    #expect(pages.allSatisfy { $0.split(separator: "\n").allSatisfy { $0.count <= 100 } })
  }

  @Test func tellsItsVersion() {
    let outcome = run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.output.wholeMatch(of: /vq \d+\.\d+\.\d+\n/) != nil)
  }
}
