/// The style in which a report is printed.
enum ReportStyle: String, CaseIterable {
  /// Aligned text, for people.
  case table
  /// One JSON object, for programs.
  case json
}

/// The report of a command: facts in order, and for people a table of the clusters.
struct Report {
  /// One line of a report.
  struct Fact {
    /// The name in JSON.
    let key: String
    /// The name for people.
    let label: String
    let value: Value
    /// The value for people; `nil` to format ``value``.
    var words: String?
    /// Whether only the JSON report has this fact.
    var isForPrograms = false
  }

  /// The value of a fact.
  enum Value {
    case count(Int)
    case seed(UInt64)
    case counts([Int])
    case number(Double)
    case numbers([Double])
    case rows([[Double]])
    case text(String)
    case texts([String])
    case facts([Fact])
  }

  private(set) var facts: [Fact] = []
  var clusters: String?

  mutating func add(_ key: String, _ label: String, _ value: Value, words: String? = nil) {
    facts.append(Fact(key: key, label: label, value: value, words: words))
  }

  /// Adds a fact for the JSON report only.
  mutating func addForPrograms(_ key: String, _ value: Value) {
    facts.append(Fact(key: key, label: "", value: value, isForPrograms: true))
  }

  /// Returns the report as text that ends with a line feed.
  func text(in style: ReportStyle) -> String {
    switch style {
    case .json: JSONText.object(facts) + "\n"
    case .table: table
    }
  }

  private var table: String {
    let facts = facts.filter { !$0.isForPrograms }
    let width = facts.map(\.label.count).max() ?? 0
    let lines = facts.map { fact in
      TextTable.pad(fact.label, to: width) + "   " + Self.words(for: fact) + "\n"
    }
    return lines.joined() + (clusters.map { "\n" + $0 } ?? "")
  }

  private static func words(for fact: Fact) -> String {
    if let words = fact.words { return words }
    return switch fact.value {
    case .count(let count): Figures.grouped(count)
    case .seed(let seed): "\(seed)"
    case .counts(let counts): list(counts)
    case .number(let number): Figures.measured(number)
    case .numbers(let numbers): numbers.map { Figures.measured($0) }.joined(separator: " ")
    case .rows(let rows): "\(rows.count) rows"
    case .text(let text): text
    case .texts(let texts): texts.joined(separator: ", ")
    case .facts(let facts):
      facts.map { "\($0.label) \(words(for: $0))" }.joined(separator: ", ")
    }
  }

  /// Formats the first 12 numbers, because thousands do not fit on a line.
  private static func list(_ counts: [Int]) -> String {
    guard !counts.isEmpty else { return "none" }
    let shown = counts.prefix(12).map { Figures.grouped($0) }.joined(separator: " ")
    return counts.count > 12 ? "\(shown) and \(counts.count - 12) more" : shown
  }
}
