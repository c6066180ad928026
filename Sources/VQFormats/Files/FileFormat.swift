public import VectorQuantization

/// The formats of arrays and pictures on disk, named by the extension of a path.
public enum FileFormat: String, Sendable, CaseIterable {
  /// NumPy's array file: binary, and mapped into memory.
  case npy
  /// NumPy's archive of array files: mapped into memory. Results are not written in this format.
  case npz
  /// Text, one row a line, fields separated by commas.
  case csv
  /// Text, one row a line, fields separated by tabs.
  case tsv
  /// Records of 32-bit floating-point numbers, each preceded by its length.
  case fvecs
  /// Records of bytes, each preceded by its length.
  case bvecs
  /// Records of 32-bit integers, each preceded by its length.
  case ivecs
  /// A compressed picture: a row is a pixel. Results are not written as pictures.
  case png
  /// A picture with lossy compression, `.jpeg` or `.jpg`. This format is only read.
  case jpeg
  /// Netpbm's pictures: bits, grey levels, colours, any of these, and any of these with opacity.
  case pbm, pgm, ppm, pnm, pam

  /// Finds the format from a path's extension, in upper or lower case; an extension `.gz` is
  /// ignored.
  ///
  /// - Parameter path: The path; the file need not exist.
  public init?(extensionOf path: String) {
    guard let (name, rest) = Self.extensionAndRest(of: path) else { return nil }
    let inner = name == "gz" ? Self.extensionAndRest(of: rest)?.name ?? name : name
    self.init(rawValue: inner == "jpg" ? "jpeg" : inner)
  }

  private static func extensionAndRest(of path: String) -> (name: String, rest: String)? {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return (path[path.index(after: dot)...].lowercased(), String(path[..<dot]))
  }

  /// Recognises the format of a file from its first bytes, or from its name if they are not enough.
  ///
  /// - Parameters:
  ///   - head: The first bytes, decompressed.
  ///   - path: The path of the file.
  /// - Throws: ``FormatError`` if the format is not supported; the message gives a command that
  ///   converts the file.
  init(recognizing head: Span<UInt8>, of path: String) throws(FormatError) {
    let named = FileFormat(extensionOf: path)
    if head.starts(with: NPYHeader.magic) {
      self = .npy
    } else if head.starts(with: PNGHeader.signature) {
      self = .png
    } else if head.starts(with: JPEGReader.signature) {
      self = .jpeg
    } else if head.starts(with: ZipDirectory.magic), named == .npz || Self.holdsArrays(head) {
      self = .npz
    } else if let named, named.onlyElementType != nil || named == .npy || named == .npz {
      // Vector files have no signature. For a damaged file, the reader of its format says what is
      // wrong.
      self = named
    } else if let named, named.isPicture {
      self = named
    } else if NetpbmHeader.isNetpbm(head), head[1] == UInt8(ascii: "7") || !Self.isText(head) {
      // Netpbm pictures in plain text look like tables of whole numbers and blanks.
      self = .pnm
    } else if let error = ForeignFormat.error(for: head, path: path) {
      throw error
    } else {
      self = named == .tsv ? .tsv : .csv
    }
  }

  /// Whether all bytes can occur in text.
  private static func isText(_ head: Span<UInt8>) -> Bool {
    head.indices.allSatisfy { head[$0] >= UInt8(ascii: "\t") && head[$0] < 0x80 }
  }

  /// Whether the first member of a zip archive is an array.
  private static func holdsArrays(_ head: Span<UInt8>) -> Bool {
    guard let count = head.littleEndian(at: 26, byteCount: 2),
      let name = head.bytes(at: 30, count: count)
    else { return false }
    return String(decoding: name).hasSuffix(".npy")
  }

  /// Whether the format is a table in text.
  public var isTable: Bool { self == .csv || self == .tsv }

  /// Finds the format for writing parts of a file without changing the type of its numbers.
  ///
  /// - Parameter path: The path of the file, or of an array in one.
  public init(ofClustersOf path: String) {
    let format = FileFormat(extensionOf: ArrayPath(path).file)
    self = format.flatMap { $0 == .npz || $0.isPicture ? nil : $0 } ?? .npy
  }

  /// Finds the format in which to write a result.
  ///
  /// - Parameters:
  ///   - path: The path; the file need not exist.
  ///   - elementType: The type of the numbers to write.
  /// - Throws: ``FormatError`` if the extension names no format, a format that is only read, or one
  ///   that cannot hold such numbers.
  public init(ofResult path: String, holding elementType: ElementType) throws(FormatError) {
    try Self.checkUncompressed(path)
    let fitting = Self.allCases.filter { $0.isWritten(of: elementType) }
    guard let format = FileFormat(extensionOf: path), fitting.contains(format) else {
      throw .invalid(
        path: path, place: nil,
        problem: "does not end in the extension of a format for \(elementType.rawValue) numbers",
        mend: "end the name in \(Self.list(fitting))")
    }
    self = format
  }

  /// Fails if the name of a result ends in `.gz`: compressed files are only read.
  package static func checkUncompressed(_ path: String) throws(FormatError) {
    guard extensionAndRest(of: path)?.name == "gz" else { return }
    throw .invalid(
      path: path, place: nil, problem: "cannot be written: results are never compressed",
      mend: "leave out .gz, and compress the file with gzip")
  }

  /// Whether the format can hold numbers of a type when written.
  ///
  /// Text and `.npy` hold any type; the vector formats hold the types that fit theirs, and `.fvecs`
  /// also rounds `float64`.
  private func isWritten(of elementType: ElementType) -> Bool {
    switch self {
    case .npy, .csv, .tsv: true
    case .npz, .png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam: false
    case .fvecs: elementType == .float64 || elementType.scalarType == .float32
    case .bvecs: elementType == .uint8
    case .ivecs: [.int8, .uint8, .int16, .uint16, .int32].contains(elementType)
    }
  }

  /// The type of the elements in a format that has only one type.
  package var onlyElementType: ElementType? {
    switch self {
    case .fvecs: .float32
    case .bvecs: .uint8
    case .ivecs: .int32
    case .npy, .npz, .csv, .tsv, .png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam: nil
    }
  }

  /// Whether files of the format are pictures.
  public var isPicture: Bool { [.png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam].contains(self) }

  /// The extensions of some formats, as a list for an error message.
  static func list(_ formats: [FileFormat]) -> String {
    let names = formats.map { ".\($0.rawValue)" }
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// The byte between two fields of a line.
  ///
  /// An unknown extension counts as `.csv`.
  ///
  /// - Parameter path: The path of the text file.
  /// - Returns: A tab for `.tsv`, else a comma.
  static func separator(of path: String) -> UInt8 {
    FileFormat(extensionOf: path) == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")
  }
}
