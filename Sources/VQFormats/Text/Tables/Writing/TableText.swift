import VectorQuantization

/// Writes the text of a table to a file, a block at a time.
struct TableText: ~Copyable {
  private var file: AtomicFile
  private let separator: UInt8
  private var block: [UInt8] = []

  /// Enough bytes to make the cost of a system call negligible.
  private static let blockByteCount = 1 << 16

  init(replacing path: String) throws(FormatError) {
    separator = FileFormat.separator(of: path)
    file = try AtomicFile(replacing: path)
  }

  /// Appends the names of the columns, if there are any.
  mutating func append(headerOf captions: TableCaptions) throws(FormatError) {
    guard let names = captions.names else { return }
    let labelNames = captions.labels.map {
      $0.columnName.flatMap { $0.bytes.isEmpty ? nil : $0 } ?? ColumnName(TableLabels.standInName)
    }
    for (column, name) in (labelNames + names).enumerated() {
      if column > 0 { block.append(separator) }
      append(field: name.bytes[...])
    }
    try endLine()
  }

  /// Appends a line of scalars, after the labels of the row.
  mutating func append<Scalar: VectorScalar>(
    labels: [ArraySlice<UInt8>] = [], scalars row: Span<Scalar>
  ) throws(FormatError) {
    switch ElementType(of: Scalar.self) {
    case .float32: try append(labels: labels, numbers: row.elements(as: Float.self))
    default: try append(labels: labels, numbers: row.elements(as: Double.self))
    }
  }

  /// Appends a line of numbers, whose `description` is their shortest text, after the labels of the
  /// row.
  mutating func append<Number: Numeric & BitwiseCopyable & CustomStringConvertible>(
    labels: [ArraySlice<UInt8>] = [], numbers row: Span<Number>
  ) throws(FormatError) {
    for (column, label) in labels.enumerated() {
      if column > 0 { block.append(separator) }
      append(field: label)
    }
    for column in row.indices {
      if column > 0 || !labels.isEmpty { block.append(separator) }
      block += row[column].description.utf8
    }
    try endLine()
  }

  /// Appends a text field, in quotation marks if it would otherwise be read differently.
  private mutating func append(field: ArraySlice<UInt8>) {
    let quote = UInt8(ascii: "\"")
    func isSpecial(_ byte: UInt8) -> Bool {
      byte == separator || byte == quote || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
    let space = UInt8(ascii: " ")
    guard field.first == space || field.last == space || field.contains(where: isSpecial) else {
      block += field
      return
    }
    block.append(quote)
    for byte in field {
      if byte == quote { block.append(quote) }
      block.append(byte)
    }
    block.append(quote)
  }

  private mutating func endLine() throws(FormatError) {
    block.append(UInt8(ascii: "\n"))
    if block.count >= Self.blockByteCount { try flush() }
  }

  /// Writes the rest of the text, and returns the file.
  consuming func finish() throws(FormatError) -> AtomicFile {
    try flush()
    try file.finish()
    return file
  }

  private mutating func flush() throws(FormatError) {
    let full = block
    block = []
    try file.write(full.span)
  }
}
