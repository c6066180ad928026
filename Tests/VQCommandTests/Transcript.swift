/// A document whose shell blocks can be run: what it says to type, and what it says one sees.
///
/// A block of `sh` is typed. A block of `text` next after it is what is printed then, where
///
/// - a line `...` stands for any number of lines, and the end of a line that ends so for anything;
/// - a line that begins with one of ``variableLabels`` need only begin with the same label: its value
///   depends on the machine, on its load or on its libraries.
///
/// Other blocks, and those of other words, are for reading.
struct Transcript {
  /// Lines to type, and those that are printed then; `nil` if the document does not say.
  struct Step {
    let script: String
    var output: [String]?
    /// The line of the document that the step begins in, from 1.
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

  /// Whether what was printed is what the document says.
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
