public import VectorQuantization

/// Writes an array a few rows at a time, so that it may be larger than memory.
///
/// The extension of the path names the format. Numbers keep their type if the format supports it.
/// `.fvecs` rounds to `Float`, and `.ivecs` widens to 32 bits. Text stores no type.
///
/// ```swift
/// var writer = try RowWriter(
///   replacing: "sample.npy", elementType: .uint8, rowCount: 2, columnCount: 128)
/// try writer.append([17, 4], of: file.stored)
/// try writer.finish().commit()
/// ```
public struct RowWriter: ~Copyable {
  private var file: AtomicFile?
  private var table: TableText?
  private let format: FileFormat
  private let elementType: ElementType
  private let columnCount: Int
  private let rowCount: Int
  private let captions: TableCaptions
  private var writtenRowCount = 0

  /// Enough numbers to make the cost of a system call negligible.
  private static let numbersAtOnce = 1 << 18

  /// Creates a file without rows next to its target.
  ///
  /// - Parameters:
  ///   - path: The path of the file to replace or create.
  ///   - elementType: The type of the numbers.
  ///   - rowCount: The total number of rows to be written.
  ///   - columnCount: The number of columns.
  ///   - isOneDimensional: Whether a `.npy` file stores a single column as a one-dimensional array.
  ///   - captions: The column names and the labels of the rows, for text formats.
  /// - Throws: ``FormatError`` if the extension names no format for such numbers, the array is
  ///   larger than memory can address, or the file cannot be written.
  public init(
    replacing path: String, elementType: ElementType, rowCount: Int, columnCount: Int,
    isOneDimensional: Bool = false, captions: TableCaptions = .none
  ) throws(FormatError) {
    let format = try FileFormat(ofResult: path, holding: elementType)
    let size = columnCount.multipliedReportingOverflow(by: elementType.byteCount)
    guard !size.overflow, !rowCount.multipliedReportingOverflow(by: size.partialValue).overflow
    else { throw .shapeTooLarge(path: path, shape: "(\(rowCount), \(columnCount))") }
    if format.onlyElementType != nil, Int32(exactly: columnCount) ?? 0 < 1 {
      throw .invalid(
        path: path, place: nil, problem: "cannot hold rows of \(columnCount) elements",
        mend: "end the name in .npy")
    }

    let isText = format == .csv || format == .tsv
    var table = isText ? try TableText(replacing: path) : nil
    try table?.append(headerOf: captions)
    var file = isText ? nil : try AtomicFile(replacing: path)
    if format == .npy {
      let header = NPYHeader(
        elementType: elementType, rowCount: rowCount, columnCount: columnCount,
        isOneDimensional: isOneDimensional)
      try file?.write(header.encoded.span)
    }
    self.file = file
    self.table = table
    self.format = format
    self.elementType = elementType
    self.columnCount = columnCount
    self.rowCount = rowCount
    self.captions = captions
  }

  /// Appends some rows of a matrix whose elements have the type of the file.
  ///
  /// - Parameters:
  ///   - rows: The indices of the rows, in the order to write them.
  ///   - matrix: The matrix.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public mutating func append(
    _ rows: some RandomAccessCollection<Int>, of matrix: StoredSpan
  ) throws(FormatError) {
    precondition(matrix.layout.elementType == elementType, "the numbers are of the file's type")
    precondition(matrix.columnCount == columnCount, "rows are as long as the file's")
    precondition(writtenRowCount + rows.count <= rowCount, "there are not too many rows")
    let rowsAtOnce = max(1, Self.numbersAtOnce / max(1, columnCount))
    var rest = rows[...]
    while !rest.isEmpty {
      try write(rest.prefix(rowsAtOnce), of: matrix)
      writtenRowCount += min(rowsAtOnce, rest.count)
      rest = rest.dropFirst(rowsAtOnce)
    }
  }

  /// Appends all rows of a matrix whose elements have the type of the file.
  ///
  /// - Parameter matrix: The matrix.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public mutating func append(_ matrix: StoredSpan) throws(FormatError) {
    try append(0..<matrix.rowCount, of: matrix)
  }

  /// Closes the file, after all rows were appended.
  ///
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public consuming func finish() throws(FormatError) -> AtomicFile {
    precondition(writtenRowCount == rowCount, "every row was written")
    if let table = table.take() { return try table.finish() }
    guard var file = file.take() else { preconditionFailure("a writer has a file or a table") }
    try file.finish()
    return file
  }

  /// Writes a whole matrix.
  static func stage(
    _ matrix: StoredSpan, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    var writer = try RowWriter(
      replacing: path, elementType: matrix.layout.elementType, rowCount: matrix.rowCount,
      columnCount: matrix.columnCount)
    try writer.append(matrix)
    return try writer.finish()
  }

  private mutating func write(
    _ rows: some RandomAccessCollection<Int>, of matrix: StoredSpan
  ) throws(FormatError) {
    let length = Int32(truncatingIfNeeded: columnCount)
    switch format {
    case .csv, .tsv:
      for (position, row) in rows.enumerated() {
        try table?.append(
          row, of: matrix, labels: captions.labels(ofRow: writtenRowCount + position))
      }
    case .fvecs:
      let prefix = [UInt32(bitPattern: length)]
      let block = matrix.packed(rows, behind: prefix) { Float($0[$1, $2]).bitPattern }
      try file?.write(block.span)
    case .bvecs:
      let prefix = [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: length >> $0) }
      let block = matrix.packed(rows, behind: prefix) { $0.word($1, $2, as: UInt8.self) }
      try file?.write(block.span)
    case .ivecs:
      let block = matrix.packed(rows, behind: [length]) {
        Int32(truncatingIfNeeded: $0.wholeNumber(row: $1, column: $2) ?? 0)
      }
      try file?.write(block.span)
    default:
      switch elementType.byteCount {
      case 1: try writeWords(rows, of: matrix, as: UInt8.self)
      case 2: try writeWords(rows, of: matrix, as: UInt16.self)
      case 4: try writeWords(rows, of: matrix, as: UInt32.self)
      default: try writeWords(rows, of: matrix, as: UInt64.self)
      }
    }
  }

  @inline(__always)
  private mutating func writeWords<Word: FixedWidthInteger & BitwiseCopyable>(
    _ rows: some RandomAccessCollection<Int>, of matrix: StoredSpan, as type: Word.Type
  ) throws(FormatError) {
    let block = matrix.packed(rows, behind: []) { $0.word($1, $2, as: type) }
    try file?.write(block.span)
  }
}

extension StoredSpan {
  /// Some rows, one after the other, each preceded by a prefix.
  @inline(__always)
  fileprivate func packed<Word: FixedWidthInteger & BitwiseCopyable>(
    _ rows: some RandomAccessCollection<Int>, behind prefix: [Word],
    _ number: (borrowing StoredSpan, Int, Int) -> Word
  ) -> [Word] {
    [Word](capacity: rows.count * (prefix.count + columnCount)) { output in
      for row in rows {
        for word in prefix { output.append(word) }
        for column in 0..<columnCount { output.append(number(self, row, column)) }
      }
    }
  }
}

extension TableText {
  /// Appends a line of numbers of any element type.
  fileprivate mutating func append(
    _ row: Int, of matrix: StoredSpan, labels: [ArraySlice<UInt8>]
  ) throws(FormatError) {
    switch matrix.layout.elementType {
    case .float64:
      let numbers = (0..<matrix.columnCount).map { matrix[row, $0] }
      try append(labels: labels, numbers: numbers.span)
    case .float16, .bfloat16, .float32:
      let numbers = (0..<matrix.columnCount).map { Float(matrix[row, $0]) }
      try append(labels: labels, numbers: numbers.span)
    case .uint64:
      let numbers = (0..<matrix.columnCount).map { matrix.word(row, $0, as: UInt64.self) }
      try append(labels: labels, numbers: numbers.span)
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64:
      let numbers = (0..<matrix.columnCount).map { matrix.wholeNumber(row: row, column: $0) ?? 0 }
      try append(labels: labels, numbers: numbers.span)
    }
  }
}
