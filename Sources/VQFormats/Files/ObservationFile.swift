public import VectorQuantization

/// Observations from a file of any format that holds them, as the file stores them.
///
/// The path's extension tells the format. Files of arrays are mapped and cost no heap: `.npy`, an
/// array of an `.npz` (`file.npz`, if it is the only one, or `file.npz:name`), `.fvecs`, `.bvecs`
/// and `.ivecs`. The numbers of a `.csv` or `.tsv` file are read as `Double`. Of a picture, `.png`,
/// `.jpeg`, `.ppm`, `.pgm`, `.pbm`, `.pnm` or `.pam`, the pixels are the rows and the channels the
/// columns. A file of another extension is taken for a `.npy` or `.npz` file or a picture if it begins
/// as one.
///
/// A colon belongs to the name of a file if there is a file of the whole name.
public struct ObservationFile: ~Copyable {
  /// How the numbers come into memory.
  public enum Access: Sendable {
    /// They are in the mapped file.
    case mapped
    /// They are parsed from text.
    case parsed
    /// They are decoded from the pixels of a picture.
    case decoded
  }

  private enum Storage: ~Copyable {
    case mapped(MappedArray)
    case parsed(ParsedTable)
  }

  private let storage: Storage
  /// How the numbers come into memory.
  public let access: Access
  /// Where the numbers are in the bytes of ``stored``, of which type, and in which order.
  public let layout: StorageLayout
  /// Whether the file holds an array of one dimension, which counts as one column.
  public let isOneDimensional: Bool
  /// Whether the numbers are scalars as this machine has them, aligned and row by row, so that
  /// ``span(as:)`` can lend them; if not, they are ``stored`` to be widened.
  public let isDirect: Bool
  /// The names of the columns and the labels of the rows, if the file is a table that has them; the
  /// names of the channels of a picture.
  public let captions: TableCaptions

  /// What is wrong with a picture although it can be read: see ``ImageFile/warnings``.
  public let warnings: [String]

  /// The type of the elements as they are stored.
  public var elementType: ElementType { layout.elementType }
  /// The scalar to compute in: ``ElementType/float32`` or ``ElementType/float64``.
  public var scalarType: ElementType { elementType.scalarType }
  /// The number of rows: one an observation.
  public var rowCount: Int { layout.rowCount }
  /// The number of columns: one a feature.
  public var columnCount: Int { layout.columnCount }
}

extension ObservationFile {
  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file, or of an array in one.
  ///   - selection: Which columns of a `.csv` or `.tsv` file to read. Of others all are read.
  ///   - workers: The most threads to parse text with; `nil` for every processor.
  /// - Throws: ``FormatError`` if the file cannot be read, or holds no numbers of a type that is, or
  ///   columns of it are selected that have neither number nor name.
  public init(
    opening path: String, selecting selection: TableSelection = .all, workers: Int? = nil
  ) throws(FormatError) {
    let place = ArrayPath(path)
    let format = FileFormat(extensionOf: place.file)
    try selection.check(format, of: path)
    switch format {
    case .csv, .tsv:
      self.init(try CSVReader.read(place.file, selecting: selection, workers: workers))
    case .npy:
      self.init(try MappedArray(npy: MappedFile(opening: path), path: path))
    case .npz:
      self.init(try NPZFile(opening: place.file).array(named: place.member))
    case .fvecs, .bvecs, .ivecs:
      self.init(
        try MappedArray(
          vectors: MappedFile(opening: path), of: format?.onlyElementType ?? .float32, path: path))
    case .png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam:
      try self.init(picture: path)
    case nil:
      let mapping = try MappedFile(opening: path)
      if mapping.starts(with: NPYHeader.magic) {
        self.init(try MappedArray(npy: mapping, path: path))
      } else if mapping.starts(with: ZipDirectory.magic) {
        self.init(try NPZFile(mapping, path: path).array(named: nil))
      } else if ImageFile.format(of: mapping) != nil {
        try self.init(picture: path)
      } else {
        throw .unknownFormat(path: path)
      }
    }
  }

  /// Fails if a file can be read only once.
  ///
  /// - Parameters:
  ///   - path: The path of the file, or of an array in one.
  ///   - option: What needs to read it again.
  /// - Throws: ``FormatError`` if the path leads to a pipe or another stream.
  package static func checkReadableAgain(
    _ path: String, for option: String
  ) throws(FormatError) {
    let kind = try FormatError.whenReading(path) { () throws(SystemError) in
      try FileDescriptor.kind(at: ArrayPath(path).file)
    }
    guard kind == .stream else { return }
    throw .invalid(
      path: path, place: nil, problem: "is a pipe, and \(option) reads its file again",
      mend: "store it in a file first, or leave out \(option)")
  }

  private init(_ array: consuming MappedArray) {
    layout = array.layout
    isOneDimensional = array.isOneDimensional
    isDirect = array.isDirect
    captions = .none
    warnings = []
    access = .mapped
    storage = .mapped(array)
  }

  private init(picture path: String) throws(FormatError) {
    var warnings: [String] = []
    let array = try MappedArray(picture: path, &warnings)
    self.warnings = warnings
    layout = array.layout
    isOneDimensional = false
    isDirect = false
    captions = TableCaptions(ofChannels: array.layout.columnCount)
    access = .decoded
    storage = .mapped(array)
  }

  private init(_ table: ObservationTable) {
    let matrix = table.observations
    captions = table.captions
    warnings = []
    layout = StoredSpan(matrix.span).layout
    isOneDimensional = false
    isDirect = true
    access = .parsed
    storage = .parsed(ParsedTable(matrix: matrix))
  }

  /// The observations as they are stored, of any type, borrowed.
  ///
  /// - Complexity: O(1). The elements of a mapped file are read from the disk when touched.
  public var stored: StoredSpan {
    @_lifetime(borrow self)
    get {
      switch storage {
      case .mapped(let array): array.stored
      case .parsed(let table): table.stored
      }
    }
  }

  /// The observations, borrowed.
  ///
  /// - Parameter type: The scalar; ``elementType`` must be the type that stores it, and ``isDirect``
  ///   true.
  /// - Returns: One observation a row.
  /// - Complexity: O(1). The elements of a mapped file are read from the disk when touched.
  @_lifetime(borrow self)
  public func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    precondition(
      isDirect && elementType == ElementType(of: type), "the scalar is the type of the elements")
    switch storage {
    case .mapped(let array):
      return array.span(as: type)
    case .parsed(let table):
      return table.span(as: type)
    }
  }

  /// The observations, copied and widened: for small files such as codebooks and weights.
  ///
  /// - Parameter type: The scalar. What it does not hold is rounded to the nearest that it does, or
  ///   to an infinity; ``scalarType`` loses least.
  /// - Returns: One observation a row.
  /// - Complexity: O(rows · columns), in memory too.
  public func widened<Scalar: VectorScalar>(as type: Scalar.Type) -> Matrix<Scalar> {
    stored.widened(rows: 0..<rowCount, as: type)
  }
}

/// A matrix that is never copied, so that it can be lent out of a `switch`.
private struct ParsedTable: ~Copyable {
  let matrix: Matrix<Double>

  var stored: StoredSpan {
    @_lifetime(borrow self)
    get { StoredSpan(matrix.span) }
  }

  /// The matrix as one of `type`, which is `Double` under a name that is not known here.
  @_lifetime(borrow self)
  func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    MatrixSpan(
      matrix.span.elements.elements(as: type), rows: matrix.rowCount, columns: matrix.columnCount)
  }
}
