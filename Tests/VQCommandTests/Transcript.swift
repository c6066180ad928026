/// A document whose shell blocks can be run: the commands, and the output that the document shows.
///
/// A block of `sh` is run. The next block of `text` after it must match the printed output:
///
/// - A line `...` matches any number of lines. A line that ends in `...` matches any end of the
///   line.
/// - A line that begins with one of ``variableLabels`` must only begin with the same label, because
///   its value depends on the machine, its load or its libraries.
///
/// All other blocks are ignored.
struct Transcript {
  /// A script, and the expected output; `nil` if the document shows none.
  struct Step {
    let script: String
    var output: [String]?
    /// The line of the document where the step begins, counted from 1.
    let line: Int
  }

  private(set) var steps: [Step] = []

  private static let variableLabels = [
    "bytes after", "distances computed", "kernel sets", "kernels", "observations/s", "passes",
    "seconds", "workers",
  ]

  init(_ document: String) {
    let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var number = 0
    while number < lines.count {
      let opening = lines[number]
      number += 1
      guard opening.hasPrefix("```") else { continue }
      let body = Array(lines[number...].prefix { $0 != "```" })
      if opening == "```sh" {
        steps.append(Step(script: body.joined(separator: "\n"), line: number))
      } else if opening == "```text", !steps.isEmpty, steps[steps.count - 1].output == nil {
        steps[steps.count - 1].output = body
      }
      number += body.count + 1
    }
  }

  /// Returns whether the printed lines match the expected lines.
  static func matches(_ printed: some Collection<String>, _ expected: some Collection<String>)
    -> Bool
  {
    guard let wanted = expected.first else { return printed.isEmpty }
    let rest = expected.dropFirst()
    if wanted == "..." {
      return matches(printed, rest)
        || (!printed.isEmpty && matches(printed.dropFirst(), expected))
    }
    guard let line = printed.first, isSame(line, wanted) else { return false }
    return matches(printed.dropFirst(), rest)
  }

  private static func isSame(_ line: String, _ wanted: String) -> Bool {
    if let label = variableLabels.first(where: wanted.hasPrefix) { return line.hasPrefix(label) }
    if wanted.hasSuffix("...") { return line.hasPrefix(wanted.dropLast(3)) }
    return line == wanted
  }
}
