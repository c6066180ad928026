public import VectorQuantization

/// Observations from a file of any format that holds them, as the file stores them.
///
/// Formats are recognised by their first bytes. Files of arrays are mapped and cost no heap: `.npy`, an
/// array of an `.npz` (`file.npz`, if it is the only one, or `file.npz:name`), `.fvecs`, `.bvecs`
/// and `.ivecs`. A compressed array of an `.npz` is decompressed into memory. The numbers of a table
/// in text are read as `Double`: see ``TableReader``. Of a picture the pixels are the rows and the
/// channels the columns. A file compressed with gzip is unpacked. The path `-` is standard input.
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
    /// They are decompressed into memory.
    case inflated
  }

  private let array: MappedArray
  /// How the numbers come into memory.
  public let access: Access
  /// The names of the columns and the labels of the rows, if the file is a table that has them; the
  /// names of the channels of a picture.
  public let captions: TableCaptions
  /// The rows of a table that are no observations, since a feature has no value in them.
  public let omittedRows: OmittedRows
  /// What a person should know of how the file was read, one sentence each.
  public let notes: [String]

  /// Where the numbers are in the bytes of ``stored``, of which type, and in which order.
  public var layout: StorageLayout { array.layout }
  /// Whether the file holds an array of one dimension, which counts as one column.
  public var isOneDimensional: Bool { array.isOneDimensional }
  /// Whether the numbers are scalars as this machine has them, aligned and row by row, so that
  /// ``span(as:)`` can lend them; if not, they are ``stored`` to be widened.
  public var isDirect: Bool { array.isDirect }

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
  ///   - path: The path of the file, or of an array in one; `-` for standard input.
  ///   - options: What is known of the file, and which columns of a table to read.
  ///   - workers: The most threads to parse text with; `nil` for every processor.
  /// - Throws: ``FormatError`` if the file cannot be read, holds no numbers, or is a table that can be
  ///   read in two ways.
  public init(
    opening path: String, options: ReadingOptions = .automatic, workers: Int? = nil
  ) throws(FormatError) {
    let input = try InputFile(opening: ArrayPath(path).file)
    try self.init(input, path: path, options: options, workers: workers)
  }

  /// Reads a file that is open.
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
  ///   - option: What needs to read it again.
  /// - Throws: ``FormatError`` if the path leads to a pipe or another stream.
  package static func checkReadableAgain(
    _ path: String, for option: String
  ) throws(FormatError) {
    let kind = try FormatError.whenReading(path) { () throws(SystemError) in
      try FileDescriptor.kind(ofInput: ArrayPath(path).file)
    }
    guard kind == .stream else { return }
    throw .invalid(
      path: path, place: nil, problem: "is a pipe, and \(option) reads its file again",
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

  /// The observations as they are stored, of any type, borrowed.
  ///
  /// - Complexity: O(1). The elements of a mapped file are read from the disk when touched.
  public var stored: StoredSpan {
    @_lifetime(borrow self)
    get { array.stored }
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
    return array.span(as: type)
  }

  /// The observations, copied and widened: for small files such as codebooks and weights.
  ///
  /// - Parameter type: The scalar. What it does not hold is rounded to the nearest that it does, or
  ///   to an infinity; ``scalarType`` loses the least.
  /// - Returns: One observation a row.
  /// - Complexity: O(rows · columns), in memory too.
  public func widened<Scalar: VectorScalar>(as type: Scalar.Type) -> Matrix<Scalar> {
    stored.widened(rows: 0..<rowCount, as: type)
  }
}
