public import VectorQuantization

/// Observations from a file of any supported format, as the file stores them.
///
/// Formats are recognised by their first bytes:
///
/// - `.npy`, `.fvecs`, `.bvecs` and `.ivecs` files are mapped, and use no heap.
/// - An array of an `.npz` file is mapped too, or decompressed into memory. Its path is
///   `file.npz:name`, or `file.npz` if the archive has only one array.
/// - The numbers of a text table are parsed as `Double`: see ``TableReader``.
/// - Pictures are decoded: pixels are rows, and channels are columns.
/// - A file compressed with gzip is decompressed.
///
/// The path `-` is standard input. If a file has the whole path as its name, with the colon,
/// that file is opened.
public struct ObservationFile: ~Copyable {
  /// How the numbers get into memory.
  public enum Access: Sendable {
    /// They are mapped: read from disk on first access.
    case mapped
    /// They are parsed from text.
    case parsed
    /// They are decoded from the pixels of a picture.
    case decoded
    /// They are decompressed into memory.
    case inflated
  }

  private let array: MappedArray
  /// How the numbers get into memory.
  public let access: Access
  /// The column names and row labels of a table, if it has them, or the channel names of a picture.
  public let captions: TableCaptions
  /// The rows of a table that are not observations, because a feature has no value in them.
  public let omittedRows: OmittedRows
  /// Remarks for the user on how the file was read, one sentence each.
  public let notes: [String]

  /// The position, type and order of the numbers in the bytes of ``stored``.
  public var layout: StorageLayout { array.layout }
  /// Whether the file holds a one-dimensional array, which counts as one column.
  public var isOneDimensional: Bool { array.isOneDimensional }
  /// Whether ``span(as:)`` can give a view of the numbers without conversion.
  ///
  /// This holds for scalars that are stored row by row, aligned, in the machine's byte order.
  /// Otherwise the numbers of ``stored`` must be widened.
  public var isDirect: Bool { array.isDirect }

  /// The type of the stored elements.
  public var elementType: ElementType { layout.elementType }
  /// The scalar type to compute in: `ElementType.float32` or `ElementType.float64`.
  public var scalarType: ElementType { elementType.scalarType }
  /// The number of rows, one for each observation.
  public var rowCount: Int { layout.rowCount }
  /// The number of columns, one for each feature.
  public var columnCount: Int { layout.columnCount }
}

extension ObservationFile {
  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of the file, or of an array in one; `-` for standard input.
  ///   - options: What is known about the file, and which columns of a table to read.
  ///   - workers: The maximum number of threads for parsing text; `nil` for all processors.
  /// - Throws: ``FormatError`` if the file cannot be read, holds no numbers, or is an ambiguous
  ///   table.
  public init(
    opening path: String, options: ReadingOptions = .automatic, workers: Int? = nil
  ) throws(FormatError) {
    let input = try InputFile(opening: ArrayPath(path).file)
    try self.init(input, path: path, options: options, workers: workers)
  }

  /// Reads a file that is already open.
  init(
    _ input: consuming InputFile, path: String, options: ReadingOptions, workers: Int?
  ) throws(FormatError) {
    let place = ArrayPath(path)
    let format = try input.format(options)
    if format.isTable {
      let cutting = TableBlocks.Cutting(workers: workers ?? Workers.usable)
      self.init(try TableInput(options, path: path, cutting).read(input))
      return
    }
    try options.checkNoTable(path)
    switch format {
    case .npz:
      try self.init(
        NPZFile(input.contents(), path: place.file), member: place.member, workers: workers)
    case .fvecs, .bvecs, .ivecs:
      let array = try MappedArray(
        vectors: input.contents(), of: format.onlyElementType ?? .float32, path: path)
      let note =
        "\(path): all numbers of the first rows are smaller than 1e-37; if they are whole numbers, "
        + "give --format ivecs"
      let notes = array.startsSubnormal ? [note] : []
      self.init(array, notes: notes)
    case .png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam:
      try self.init(picture: input.contents(), path: path)
    default:
      self.init(try MappedArray(npy: input.contents(), path: path))
    }
  }

  /// Fails if a file can be read only once.
  ///
  /// - Parameters:
  ///   - path: The path of the file, or of an array in one.
  ///   - option: The option that needs to read it again.
  /// - Throws: ``FormatError`` if the path leads to a pipe or another stream.
  package static func checkReadableAgain(
    _ path: String, for option: String
  ) throws(FormatError) {
    let kind = try FormatError.whenReading(path) { () throws(SystemError) in
      try FileDescriptor.kind(ofInput: ArrayPath(path).file)
    }
    guard kind == .stream else { return }
    throw .invalid(
      path: path, place: nil, problem: "is a pipe, but \(option) needs to read the file twice",
      mend: "store it in a file first, or leave out \(option)")
  }

  private init(
    _ archive: consuming NPZFile, member: String?, workers: Int?
  ) throws(FormatError) {
    let isCompressed = try archive.isCompressed(member)
    self.init(
      try archive.array(named: member, workers: workers),
      access: isCompressed ? .inflated : .mapped)
  }

  private init(
    _ array: consuming MappedArray, access: Access = .mapped, notes: [String] = []
  ) {
    self.array = array
    captions = .none
    omittedRows = OmittedRows()
    self.notes = notes
    self.access = access
  }

  private init(picture file: consuming MappedFile, path: String) throws(FormatError) {
    let file = try ImageFile(reading: file, path: path)
    let array = try MappedArray(picture: file.image, path: path)
    captions = TableCaptions(ofChannels: array.layout.columnCount)
    self.array = array
    omittedRows = OmittedRows()
    notes = file.warnings
    access = .decoded
  }

  private init(_ table: consuming TableContents) {
    captions = table.captions
    omittedRows = table.omittedRows
    notes = table.notes
    array = table.takeArray()
    access = .parsed
  }

  /// A borrowed view of the observations as they are stored, of any element type.
  ///
  /// - Complexity: O(1). The elements of a mapped file are read from disk on first access.
  public var stored: StoredSpan {
    @_lifetime(borrow self)
    get { array.stored }
  }

  /// A borrowed view of the observations as scalars.
  ///
  /// - Parameter type: The scalar type. It must be the stored ``elementType``, and ``isDirect``
  ///   must be true.
  /// - Returns: One observation a row.
  /// - Complexity: O(1). The elements of a mapped file are read from disk on first access.
  @_lifetime(borrow self)
  public func span<Scalar: VectorScalar>(as type: Scalar.Type) -> MatrixSpan<Scalar> {
    precondition(
      isDirect && elementType == ElementType(of: type), "the scalar is the type of the elements")
    return array.span(as: type)
  }

  /// Copies the observations to a matrix of scalars, for small files such as codebooks and weights.
  ///
  /// - Parameter type: The scalar type. A number that it cannot represent is rounded to the nearest
  ///   one, or becomes an infinity; ``scalarType`` loses the least precision.
  /// - Returns: One observation a row.
  /// - Complexity: O(rows · columns) in time and memory.
  public func widened<Scalar: VectorScalar>(as type: Scalar.Type) -> Matrix<Scalar> {
    stored.widened(rows: 0..<rowCount, as: type)
  }
}
