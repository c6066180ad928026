import Foundation

/// `vq-bench`: times scenarios and relates them to the rates of the machine.
///
/// It also compares such runs, and measures single pieces of work for the peer harness.
@main struct Benchmark {
  static func main() {
    do {
      try run(CommandLine.arguments.dropFirst())
    } catch {
      FileHandle.standardError.write(Data("vq-bench: \(error)\n".utf8))
      exit((error as? BenchError)?.status ?? 1)
    }
  }

  private static func run(_ words: ArraySlice<String>) throws {
    if words.contains("--help") || words.first == "help" { return try Output.line(Help.text) }
    let rest = words.dropFirst()
    switch words.first {
    case "list": try ListCommand(rest).run()
    case "compare": try CompareCommand(rest).run()
    case "strategies": try StrategiesCommand(rest).run()
    case "measure": try MeasureCommand(rest).run()
    default: try RunCommand(words).run()
    }
  }
}
