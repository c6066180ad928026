import Foundation
import VectorQuantization

/// `vq-bench [SCENARIO...] [--repeats N] [--workers N] [--kernels NAME]`: times scenarios, and prints
/// each one's share of what the machine can multiply and add.
@main struct Benchmark {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("vq-bench: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    var names: [String] = []
    var repeats = 5
    var kernels = try KernelSet.preferred()
    var workers = KMeans(clusterCount: 1).workerLimit
    var rest = arguments.makeIterator()
    while let argument = rest.next() {
      switch argument {
      case "--repeats": repeats = try positive(rest.next(), of: argument)
      case "--workers": workers = try positive(rest.next(), of: argument)
      case "--kernels": kernels = try KernelSet(named: rest.next() ?? "")
      default: names.append(argument)
      }
    }
    let known = Scenario.all.map(\.name)
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw Usage("there is no scenario \(unknown); there are: \(known.joined(separator: ", "))")
    }

    print("kernels \(kernels.name), workers \(workers), repeats \(repeats)")
    print(row("scenario", "n x d, k", "ms/iter", "least", "GFLOP/s", "of peak", "Mobs/s"))
    for scenario in Scenario.all where names.isEmpty || names.contains(scenario.name) {
      let timing =
        switch scenario.scalar {
        case .f32:
          try Timing(scenario, of: Float.self, repeats: repeats, workers: workers, kernels: kernels)
        case .f64:
          try Timing(
            scenario, of: Double.self, repeats: repeats, workers: workers, kernels: kernels)
        }
      print(line(timing))
    }
  }

  private static func line(_ timing: Timing) -> String {
    let scenario = timing.scenario
    return row(
      scenario.name, "\(scenario.n) x \(scenario.d), \(scenario.k) \(scenario.scalar)",
      String(format: "%.2f", timing.median * 1e3), String(format: "%.2f", timing.least * 1e3),
      String(format: "%.0f", 2 * timing.rate * 1e-9),
      String(format: "%.0f %%", 100 * timing.rate / timing.peak),
      String(format: "%.1f", Double(scenario.n) / timing.median * 1e-6))
  }

  private static func row(_ name: String, _ shape: String, _ figures: String...) -> String {
    let columns = figures.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }
    return name.padding(toLength: 10, withPad: " ", startingAt: 0)
      + shape.padding(toLength: 24, withPad: " ", startingAt: 0) + columns.joined()
  }

  private static func positive(_ text: String?, of option: String) throws -> Int {
    guard let text, let number = Int(text), number > 0 else {
      throw Usage("\(option) needs a whole number from 1")
    }
    return number
  }
}

private struct Usage: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
