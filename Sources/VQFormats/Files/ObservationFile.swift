public import VectorQuantization

/// Observations from a file of any format that holds them, in the scalar that the file holds.
///
/// The path's extension tells the format. A `.npy` file is mapped and costs no heap; the numbers
/// of a `.csv` or `.tsv` file are read as `Double`. A file of another extension is taken for a
/// `.npy` file if it begins as one.
public struct ObservationFile: ~Copyable {
  private enum Storage: ~Copyable {
    case mapped(NPYFile)
    case parsed(ParsedTable)
  }

  private let storage: Storage
  /// The type of the elements: ``ElementType/float32`` or ``ElementType/float64``.
  public let elementType: ElementType
  /// The number of rows: one an observation.
  public let rowCount: Int
  /// The number of columns: one a feature.
  public let columnCount: Int
  /// Whether the file holds an array of one dimension, which counts as one column.
  public let isOneDimensional: Bool
  /// The names of the columns and the labels of the rows, if the file is a table that has them.
  public let captions: TableCaptions
}

extension ObservationFile {
  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of a `.npy`, `.csv` or `.tsv` file.
  ///   - selection: Which columns of a `.csv` or `.tsv` file to read. Of others all are read.
  ///   - workers: The most threads to parse text with; `nil` for every processor.
  /// - Throws: ``FormatError`` if the file cannot be read, or holds no numbers of a scalar type, or
  ///   columns of it are selected that have neither number nor name.
  public init(
    opening path: String, selecting selection: TableSelection = .all, workers: Int? = nil
  ) throws(FormatError) {
    let format = FileFormat(extensionOf: path)
    try selection.check(format, of: path)
    switch format {
    case .csv, .tsv:
      self.init(try CSVReader.read(path, selecting: selection, workers: workers))
    case .npy:
      try self.init(NPYFile(opening: path), path: path)
    case nil:
      let mapping = try MappedFile(opening: path)
      guard mapping.starts(with: NPYHeader.magic) else { throw .unknownFormat(path: path) }
      try self.init(NPYFile(mapping, path: path), path: path)
    }
  }

  private init(_ file: consuming NPYFile, path: String) throws(FormatError) {
    guard file.elementType == .float32 || file.elementType == .float64 else {
      throw .unsupportedElementType(path: path, found: "'\(file.elementType.descriptor)'")
    }
    elementType = file.elementType
    rowCount = file.rowCount
    columnCount = file.columnCount
    isOneDimensional = file.isOneDimensional
    captions = .none
    storage = .mapped(file)
  }

  private init(_ table: ObservationTable) {
    let matrix = table.observations
    captions = table.captions
    elementType = .float64
    rowCount = matrix.rowCount
    columnCount = matrix.columnCount
    isOneDimensional = false
    storage = .parsed(ParsedTable(matrix: matrix))
  }

  /// The observations, borrowed.
  ///
  /// - Parameter type: The scalar; ``elementType`` must be the type that stores it.
  /// - Returns: One observation a row.
  /// - Complexity: O(1). The elements of a `.npy` file are read from the disk when touched.
  @_lifetime(borrow self)
  public func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    precondition(elementType == ElementType(of: type), "the scalar is the type of the elements")
    switch storage {
    case .mapped(let file):
      return file.span(as: type)
    case .parsed(let table):
      return table.span(as: type)
    }
  }
}

/// A matrix that is never copied, so that it can be lent out of a `switch`.
private struct ParsedTable: ~Copyable {
  let matrix: Matrix<Double>

  /// The matrix as one of `type`, which is `Double` under a name that is not known here.
  @_lifetime(borrow self)
  func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    MatrixSpan(
      matrix.span.elements.elements(as: type), rows: matrix.rowCount, columns: matrix.columnCount)
  }
}
