/// A table for people: a heading, and columns as wide as their longest text.
struct TextTable {
  let heading: [String]
  var rows: [[String]] = []
  /// How many columns from the left hold words, and begin at the left; the others hold numbers.
  var wordColumnCount = 0

  /// The table, each line with its end.
  var text: String {
    let lines = [heading] + rows
    let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return
      lines
      .map { line in
        let fields = line.indices.map { column in
          Self.pad(line[column], to: widths[column], onTheLeft: column >= wordColumnCount)
        }
        return Self.trim(fields.joined(separator: "   ")) + "\n"
      }
      .joined()
  }

  /// A text, spaces added.
  static func pad(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return onTheLeft ? spaces + text : text + spaces
  }

  private static func trim(_ line: String) -> Substring {
    line[...(line.lastIndex { $0 != " " } ?? line.startIndex)]
  }
}
