extension Matrix: CustomStringConvertible {
  /// The shape and the elements, aligned in columns.
  ///
  /// Of a large matrix, only the first and last rows and columns are shown.
  ///
  /// ```
  /// 3 x 2
  ///   0.5  12
  ///     0  -1
  ///  2.25   3
  /// ```
  public var description: String {
    let rows = Self.shown(rowCount, most: 12)
    let columns = Self.shown(columnCount, most: 8)
    let cells = rows.map { row in columns.map { text(row, $0) } }
    let widths = columns.indices.map { place in cells.map { $0[place].count }.max() ?? 0 }
    let lines = cells.map { line in
      zip(line, widths).map { text, width in
        String(repeating: " ", count: width + 1 - text.count) + text
      }.joined(separator: " ")
    }
    return (["\(rowCount) x \(columnCount)"] + lines).joined(separator: "\n")
  }

  private func text(_ row: Int?, _ column: Int?) -> String {
    guard let row, let column else { return "…" }
    let number = self[row, column]
    // Whole numbers are shown without ".0".
    return number == number.rounded() && abs(number) < 1e6 ? "\(Int(number))" : "\(number)"
  }

  /// The indices of the rows or columns to show; `nil` stands for those left out.
  private static func shown(_ count: Int, most: Int) -> [Int?] {
    if count <= most { return Array(0..<count) }
    return Array(0..<(most / 2)) + [nil] + Array((count - most / 2)..<count)
  }
}
