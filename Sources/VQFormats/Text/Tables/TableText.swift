import VectorQuantization

/// The text of a table on its way to a file, a block at a time.
struct TableText: ~Copyable {
  private var file: AtomicFile
  private let separator: UInt8
  private var block: [UInt8] = []

  /// Enough bytes for a call of the system to be cheap beside what it writes.
  private static let blockByteCount = 1 << 16

  init(replacing path: String) throws(FormatError) {
    separator = FileFormat.separator(of: path)
    file = try AtomicFile(replacing: path)
  }

  /// Appends a line of scalars.
  mutating func append<Scalar: VectorScalar>(scalars row: Span<Scalar>) throws(FormatError) {
    switch ElementType(of: Scalar.self) {
    case .float32: try append(numbers: row.elements(as: Float.self))
    default: try append(numbers: row.elements(as: Double.self))
    }
  }

  /// Appends a line of numbers that know their shortest text.
  mutating func append<Number: Numeric & BitwiseCopyable & CustomStringConvertible>(
    numbers row: Span<Number>
  ) throws(FormatError) {
    for column in row.indices {
      if column > 0 { block.append(separator) }
      block += row[column].description.utf8
    }
    block.append(UInt8(ascii: "\n"))
    if block.count >= Self.blockByteCount { try flush() }
  }

  /// Ends the text and gives up the file.
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
