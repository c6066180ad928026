public import VectorQuantization

/// A copy of a table with new columns at the end of its rows.
///
/// The bytes of the table stay unchanged, including separators, line ends and comments. Rows that
/// are not observations get empty fields.
public struct AnnotatedTable: Sendable {
  /// The name of the column of codes.
  public static let codeName = "cluster"
  /// The name of the column of distances.
  public static let distanceName = "distance"

  private let path: String
  private let options: ReadingOptions
  private let omitted: OmittedRows

  /// Describes the table to copy.
  ///
  /// - Parameters:
  ///   - path: The path of the table, which will be read again.
  ///   - options: The options that the table was read with.
  ///   - omitted: The rows of the table that are not observations.
  public init(of path: String, options: ReadingOptions, omitted: OmittedRows) {
    self.path = path
    self.options = options
    self.omitted = omitted
  }

  /// Writes the copy to a temporary file next to its target.
  ///
  /// - Parameters:
  ///   - codes: The code of each observation.
  ///   - distances: The distance of each observation to its centroid.
  ///   - target: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError`` if the table already has columns with these names, has changed, or a
  ///   file cannot be read or written.
  /// - Complexity: O(*n*) for *n* bytes of text.
  public func stage<Scalar: VectorScalar>(
    codes: [Int32], distances: [Scalar], replacing target: String
  ) throws(FormatError) -> AtomicFile {
    let input = try InputFile(opening: path)
    let table = TableInput(options, path: path, TableBlocks.Cutting(workers: Workers.usable))
    var copy = try AnnotatedCopy(
      replacing: target, codes: omitted.filled(codes, with: -1).map { $0 < 0 ? "" : "\($0)" },
      distances: omitted.filled(distances.map { "\($0)" }, with: ""))
    try table.forEachWindow(of: input) { plan, window throws(FormatError) in
      if window.isFirst {
        try check(plan)
        try copy.begin(window.text, plan)
      }
      try copy.append(
        window.text.extracting(window.rows), plan.dialect)
      if window.isLast { try copy.appendRest(window.text.extracting(window.rows.upperBound...)) }
    }
    return try copy.finish(path)
  }

  private func check(_ plan: TablePlan) throws(FormatError) {
    let names = plan.layout.names?.map(\.text) ?? []
    for name in [Self.codeName, Self.distanceName] where names.contains(name) {
      throw .invalid(
        path: path, place: nil,
        problem: "has a column \(name.debugDescription) already, so it cannot get another one",
        mend: "rename that column, or write codes alone with --codes")
    }
  }
}

/// The copy while it is being written.
private struct AnnotatedCopy: ~Copyable {
  private var file: AtomicFile
  private let codes: [String]
  private let distances: [String]
  private var row = 0
  private var block: [UInt8] = []

  private static let blockByteCount = 1 << 18

  init(replacing path: String, codes: [String], distances: [String]) throws(FormatError) {
    file = try AtomicFile(replacing: path)
    self.codes = codes
    self.distances = distances
  }

  /// Writes all text before the first row, and adds the new names to the header.
  mutating func begin(_ text: Span<UInt8>, _ plan: TablePlan) throws(FormatError) {
    guard let header = plan.header else {
      append(text.extracting(..<plan.start))
      return
    }
    let names = [AnnotatedTable.codeName, AnnotatedTable.distanceName]
    append(text.extracting(..<header.lowerBound))
    appendLine(
      text.extracting(header), plan.dialect, adding: (plan.endsWithSeparator ? [""] : []) + names)
    append(text.extracting(header.upperBound..<plan.start))
  }

  /// Writes rows with their new fields, and the lines between them unchanged.
  mutating func append(_ rows: Span<UInt8>, _ dialect: Dialect) throws(FormatError) {
    var scanner = TableScanner(rows, dialect)
    while !scanner.isAtEnd {
      let start = scanner.position
      if scanner.skipLineWithoutRow() {
        append(rows.extracting(start..<scanner.position))
        continue
      }
      scanner.skipRow()
      let line = rows.extracting(start..<scanner.position)
      if row < codes.count {
        appendLine(line, dialect, adding: [codes[row], Self.number(distances[row], dialect)])
      }
      row += 1
      if block.count > Self.blockByteCount { try flush() }
    }
  }

  /// Writes the text after the last row.
  mutating func appendRest(_ text: Span<UInt8>) throws(FormatError) {
    append(text)
  }

  consuming func finish(_ path: String) throws(FormatError) -> AtomicFile {
    guard row == codes.count else {
      throw .invalid(
        path: path, place: nil, problem: "has changed: it has a different number of rows",
        mend: "begin again, and leave the file alone meanwhile")
    }
    try flush()
    try file.finish()
    return file
  }

  /// A number in the notation of the table.
  private static func number(_ text: String, _ dialect: Dialect) -> String {
    guard dialect.decimalMark == UInt8(ascii: ",") else { return text }
    let number = String(text.map { $0 == "." ? "," : $0 })
    return dialect.separator == UInt8(ascii: ",") ? "\"\(number)\"" : number
  }

  private mutating func appendLine(
    _ line: Span<UInt8>, _ dialect: Dialect, adding fields: [String]
  ) {
    var end = line.count
    if end > 0, line[end - 1] == dialect.lineEnd { end -= 1 }
    if end > 0, line[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    append(line.extracting(..<end))
    for field in fields {
      block.append(dialect.separator)
      block += field.isEmpty && dialect.isBlankSeparated ? Array("NA".utf8) : Array(field.utf8)
    }
    append(line.extracting(end...))
  }

  private mutating func append(_ bytes: Span<UInt8>) {
    for index in bytes.indices { block.append(bytes[index]) }
  }

  private mutating func flush() throws(FormatError) {
    let full = block
    block = []
    try file.write(full.span)
  }
}

extension AnnotatedTable {
  /// Writes the observations of a file that is not a table, with their codes and distances.
  ///
  /// - Parameters:
  ///   - observations: One observation a row.
  ///   - names: The names of the features; `nil` if they have none.
  ///   - codes: The code of each observation.
  ///   - distances: The distance of each observation to its centroid.
  ///   - target: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public static func stage<Scalar: VectorScalar>(
    _ observations: StoredSpan, names: [String]?, codes: [Int32], distances: [Scalar],
    replacing target: String
  ) throws(FormatError) -> AtomicFile {
    var table = try TableText(replacing: target)
    let known = names ?? (1...max(1, observations.columnCount)).map { "feature \($0)" }
    try table.append(headerOf: TableCaptions(columnNames: known + [codeName, distanceName]))
    for row in codes.indices {
      let numbers = (0..<observations.columnCount).map { observations.text(row: row, column: $0) }
      let fields = numbers + ["\(codes[row])", "\(distances[row])"]
      try table.append(labels: fields.map { Array($0.utf8)[...] }, numbers: [Int32]().span)
    }
    return try table.finish()
  }
}

extension StoredSpan {
  /// The shortest text that reads back as the same number.
  fileprivate func text(row: Int, column: Int) -> String {
    if let whole = wholeNumber(row: row, column: column) {
      return "\(whole)"
    }
    let number = self[row, column]
    return layout.elementType.scalarType == .float32 ? "\(Float(number))" : "\(number)"
  }
}
