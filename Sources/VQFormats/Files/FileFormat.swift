public import VectorQuantization

/// The formats of arrays and pictures on disk, as a path's extension names them.
public enum FileFormat: String, Sendable, CaseIterable {
  /// NumPy's array file: binary, mapped rather than read.
  case npy
  /// NumPy's archive of array files: mapped, and not written.
  case npz
  /// Text, one row a line, fields separated by commas.
  case csv
  /// Text, one row a line, fields separated by tabs.
  case tsv
  /// Records of 32-bit floating-point numbers, each behind its length.
  case fvecs
  /// Records of bytes, each behind its length.
  case bvecs
  /// Records of 32-bit integers, each behind its length.
  case ivecs
  /// A compressed picture: a row is a pixel. Results are not written as pictures.
  case png
  /// A picture compressed with loss, `.jpeg` or `.jpg`. It is only read.
  case jpeg
  /// Netpbm's pictures of bits, greys, colours, any of these, and colours with opacity.
  case pbm, pgm, ppm, pnm, pam

  /// Finds the format of a path from its extension, upper or lower case; that of compression is passed
  /// over.
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

  /// Recognises the format of a file by its first bytes, and by its name where they do not tell.
  ///
  /// - Parameters:
  ///   - head: The first bytes, unpacked.
  ///   - path: The path of the file.
  /// - Throws: ``FormatError`` if the file is in a format that is not read, with a command that
  ///   converts it.
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
      // Vectors have no signature; of a damaged file its own reader says what is wrong.
      self = named
    } else if let named, named.isPicture {
      self = named
    } else if NetpbmHeader.isNetpbm(head), head[1] == UInt8(ascii: "7") || !Self.isText(head) {
      // The pictures that are written in text look like tables of blanks and whole numbers.
      self = .pnm
    } else if let error = ForeignFormat.error(for: head, path: path) {
      throw error
    } else {
      self = named == .tsv ? .tsv : .csv
    }
  }

  /// Whether there are no bytes that no text has.
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

  /// Finds the format in which to write parts of a file, in the type of its numbers.
  ///
  /// - Parameter path: The path of the file, or of an array in one.
  public init(ofClustersOf path: String) {
    let format = FileFormat(extensionOf: ArrayPath(path).file)
    self = format.flatMap { $0 == .npz || $0.isPicture ? nil : $0 } ?? .npy
  }

  /// Finds the format to write a path in.
  ///
  /// - Parameters:
  ///   - path: The path; the file need not exist.
  ///   - elementType: The type of the numbers to write.
  /// - Throws: ``FormatError`` if the extension names no format, or one that is not written or does
  ///   not hold such numbers.
  public init(ofResult path: String, holding elementType: ElementType) throws(FormatError) {
    try Self.checkUncompressed(path)
    let fitting = Self.allCases.filter { $0.isWritten(of: elementType) }
    guard let format = FileFormat(extensionOf: path), fitting.contains(format) else {
      throw .invalid(
        path: path, place: nil,
        problem: "names no format that \(elementType.rawValue) numbers are written in",
        mend: "end the name in \(Self.list(fitting))")
    }
    self = format
  }

  /// Fails if the name of a result promises compression, which is only read.
  package static func checkUncompressed(_ path: String) throws(FormatError) {
    guard extensionAndRest(of: path)?.name == "gz" else { return }
    throw .invalid(
      path: path, place: nil, problem: "is not written: results are not compressed",
      mend: "leave out .gz, and compress the file with gzip")
  }

  /// Whether numbers of a type are written in the format: any in text and in `.npy`, those that a
  /// format of one type holds in that, and `float64` rounded in `.fvecs`.
  private func isWritten(of elementType: ElementType) -> Bool {
    switch self {
    case .npy, .csv, .tsv: true
    case .npz, .png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam: false
    case .fvecs: elementType == .float64 || elementType.scalarType == .float32
    case .bvecs: elementType == .uint8
    case .ivecs: [.int8, .uint8, .int16, .uint16, .int32].contains(elementType)
    }
  }

  /// The type of the elements, in a format that has only one.
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

  /// The extensions of some formats, as a sentence lists them.
  static func list(_ formats: [FileFormat]) -> String {
    let names = formats.map { ".\($0.rawValue)" }
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  /// The byte between two fields of a line.
  ///
  /// Text of no known extension is taken for `.csv`.
  ///
  /// - Parameter path: The path of the text file.
  /// - Returns: A tab for `.tsv`, else a comma.
  static func separator(of path: String) -> UInt8 {
    FileFormat(extensionOf: path) == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")
  }
}
