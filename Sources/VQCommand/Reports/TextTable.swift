/// A text table: a heading, and columns as wide as their longest text.
struct TextTable {
  let heading: [String]
  var rows: [[String]] = []
  /// The columns that hold words and are aligned left; the other columns hold numbers.
  let wordColumns: Set<Int>

  /// Creates a table whose first columns hold words.
  init(heading: [String], wordColumnCount: Int = 0) {
    self.init(heading: heading, wordColumns: Set(0..<wordColumnCount))
  }

  init(heading: [String], wordColumns: Set<Int>) {
    self.heading = heading
    self.wordColumns = wordColumns
  }

  /// The table as text; each line ends with a line feed.
  var text: String {
    let lines = [heading] + rows
    let widths = heading.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return
      lines
      .map { line in
        let fields = line.indices.map { column in
          Self.pad(line[column], to: widths[column], onTheLeft: !wordColumns.contains(column))
        }
        return Self.trim(fields.joined(separator: "   ")) + "\n"
      }
      .joined()
  }

  /// Pads a text with spaces.
  static func pad(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - text.count))
    return onTheLeft ? spaces + text : text + spaces
  }

  private static func trim(_ line: String) -> Substring {
    line[...(line.lastIndex { $0 != " " } ?? line.startIndex)]
  }
}
