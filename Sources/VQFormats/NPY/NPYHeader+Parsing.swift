internal import VectorQuantization

extension NPYHeader {
  /// Reads the header at the start of a `.npy` file of version 1.0, 2.0 or 3.0.
  ///
  /// If the array has at most one row or one column, C and Fortran order are the same, and the
  /// header counts as C order.
  ///
  /// - Parameters:
  ///   - bytes: The file, or a beginning that contains the whole header.
  ///   - path: The path for error messages.
  /// - Throws: ``FormatError`` if the bytes are not a header, or the array has a type or shape that
  ///   this module does not support.
  public init(parsing bytes: Span<UInt8>, path: String) throws(FormatError) {
    let description = try Self.locateDescription(in: bytes, path: path)
    var scanner = PythonLiteralScanner(bytes.extracting(description))
    guard let fields = scanner.scanDictionary() else {
      throw .badHeader(path: path, reason: "is not a Python dictionary")
    }
    if let key = scanner.repeatedKey {
      throw .badHeader(path: path, reason: "has the key '\(key.excerpt)' twice")
    }
    guard Set(fields.keys) == ["descr", "fortran_order", "shape"] else {
      throw .badHeader(
        path: path, reason: "does not have exactly the keys 'descr', 'fortran_order' and 'shape'")
    }

    let (elementType, isBigEndian) = try Self.elementType(fields["descr"], path: path)
    let (rows, columns, isOneDimensional) = try Self.shape(fields["shape"], path: path)
    let size = rows.multipliedReportingOverflow(by: columns)
    let byteCount = size.partialValue.multipliedReportingOverflow(by: elementType.byteCount)
    // The row stride is computed for an array without rows too.
    let stride = columns.multipliedReportingOverflow(by: elementType.byteCount)
    if size.overflow || byteCount.overflow || stride.overflow
      || byteCount.partialValue > Int.max - bytes.count
    {
      throw .shapeTooLarge(path: path, shape: "(\(rows), \(columns))")
    }
    let isFortranOrder: Bool
    switch fields["fortran_order"] {
    case .word("False"): isFortranOrder = false
    case .word("True"): isFortranOrder = rows > 1 && columns > 1
    default:
      throw .badHeader(path: path, reason: "has a 'fortran_order' that is not True or False")
    }

    self.init(
      elementType: elementType, isBigEndian: isBigEndian, isFortranOrder: isFortranOrder,
      rowCount: rows, columnCount: columns,
      isOneDimensional: isOneDimensional, dataOffset: description.upperBound)
  }

  /// Finds the dictionary after the magic string, the version and the length.
  private static func locateDescription(
    in bytes: Span<UInt8>, path: String
  ) throws(FormatError) -> Range<Int> {
    guard bytes.starts(with: magic) else { throw .notNPY(path: path) }
    func require(_ count: Int) throws(FormatError) {
      guard bytes.count >= count else {
        throw .truncated(path: path, expectedBytes: count, foundBytes: bytes.count)
      }
    }

    try require(magic.count + 2)
    let (major, minor) = (bytes[magic.count], bytes[magic.count + 1])
    guard (1...3).contains(major), minor == 0 else {
      throw .unsupportedVersion(path: path, major: Int(major), minor: Int(minor))
    }
    let start = magic.count + 2 + (major == 1 ? 2 : 4)
    try require(start)
    let length = (magic.count + 2..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
    try require(start + length)
    return start..<(start + length)
  }

  private static func elementType(
    _ field: PythonLiteral?, path: String
  ) throws(FormatError) -> (type: ElementType, isBigEndian: Bool) {
    guard case .string(let name) = field, let found = ElementType.parse(descriptor: name) else {
      throw .unsupportedElementType(path: path, found: field?.description.excerpt ?? "")
    }
    return found
  }

  private static func shape(
    _ field: PythonLiteral?, path: String
  ) throws(FormatError) -> (rows: Int, columns: Int, isOneDimensional: Bool) {
    guard let field, case .tuple(let words) = field else {
      throw .badHeader(path: path, reason: "has a 'shape' that is not a tuple")
    }
    // Python 2 may write a size as a long integer: 3L.
    let digits = words.map { $0.hasSuffix("L") ? $0.dropLast() : $0[...] }
    guard digits.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }) else {
      throw .badHeader(path: path, reason: "has a size in its 'shape' that is not a whole number")
    }
    guard (1...2).contains(words.count) else {
      throw .unsupportedShape(path: path, shape: field.description.excerpt)
    }
    // If the digits do not fit in an `Int`, the array is too large.
    guard let rows = Int(digits[0]), let columns = words.count == 1 ? 1 : Int(digits[1]) else {
      throw .shapeTooLarge(path: path, shape: field.description.excerpt)
    }
    return (rows, columns, words.count == 1)
  }
}
