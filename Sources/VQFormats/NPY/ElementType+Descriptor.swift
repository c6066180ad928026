internal import VectorQuantization

extension ElementType {
  /// The name of the type in a NumPy header, with the byte order first.
  ///
  /// NumPy itself has no bfloat16. Packages that add it store it as two bytes of unspecified type.
  var descriptor: String {
    byteCount == 1 ? "|" + typeCode : "<" + typeCode
  }

  /// Finds the type and byte order for a descriptor.
  ///
  /// `=`, or no mark, means the byte order of this machine. Boolean values are read as 0 and 1.
  ///
  /// - Parameter descriptor: The value of NumPy's `dtype.str`.
  /// - Returns: `nil` if the type is not supported.
  static func parse(descriptor: String) -> (type: ElementType, isBigEndian: Bool)? {
    let mark = descriptor.first.flatMap { "<>|=".contains($0) ? $0 : nil }
    let code = String(mark == nil ? descriptor[...] : descriptor.dropFirst())
    let type = code == "b1" ? uint8 : allCases.first { $0 != .bfloat16 && $0.typeCode == code }
    guard let type else { return nil }
    let machineIsBigEndian = 1.bigEndian == 1
    let isBigEndian =
      switch mark {
      case "<": false
      case ">": true
      default: machineIsBigEndian
      }
    return (type, isBigEndian && type.byteCount > 1)
  }

  /// The kind and the size in bytes, as NumPy writes them.
  private var typeCode: String {
    switch self {
    case .float16: "f2"
    case .bfloat16: "V2"
    case .float32: "f4"
    case .float64: "f8"
    case .int8: "i1"
    case .uint8: "u1"
    case .int16: "i2"
    case .uint16: "u2"
    case .int32: "i4"
    case .uint32: "u4"
    case .int64: "i8"
    case .uint64: "u8"
    }
  }
}
