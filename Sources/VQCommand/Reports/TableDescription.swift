internal import VQFormats

/// The description of a table by `vq info`: how it is read and why, and what its columns hold.
struct TableDescription {
  let path: String
  let summary: TableSummary

  /// The maximum number of characters of a name or an example.
  private static let exampleWidth = 24

  var text: String {
    let counts = [
      Figures.counted(summary.rowCount, "row"), Figures.counted(summary.columns.count, "column"),
    ]
    return
      "\(path): a table in text of \(counts.joined(separator: " and "))\n\n\(decisions)\n\(columns)"
  }

  private var decisions: String {
    var table = TextTable(heading: ["decided", "choice", "why"], wordColumnCount: 3)
    table.rows = summary.decisions.map { [$0.subject, $0.choice, $0.reason] }
    return table.text
  }

  private var columns: String {
    let heading = [
      "column", "name", "type", "missing", "minimum", "maximum", "mean", "deviation", "examples",
    ]
    var table = TextTable(heading: heading, wordColumns: [1, 2, 8])
    table.rows = summary.columns.enumerated().map { number, column in
      [
        "\(number + 1)", Self.cut(column.name), column.kind, Figures.grouped(column.missingCount),
        Self.number(column.minimum), Self.number(column.maximum),
        Self.number(column.numberCount > 0 ? column.mean : nil),
        Self.number(column.standardDeviation),
        column.examples.map(Self.cut).joined(separator: "; "),
      ]
    }
    return table.text
  }

  private static func number(_ number: Double?) -> String {
    number.map { Figures.measured($0) } ?? "-"
  }

  private static func cut(_ text: String) -> String {
    text.count > exampleWidth ? text.prefix(exampleWidth - 1) + "…" : text
  }
}
