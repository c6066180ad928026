import Testing
import VQFormats
import VectorQuantization

/// Valid headers, as NumPy and other programs write them, and invalid ones.
@Suite struct NPYHeaderTests {
  private let path = "folder/array.npy"

  private func parse(_ bytes: [UInt8]) throws(FormatError) -> NPYHeader {
    try NPYHeader(parsing: bytes.span, path: path)
  }

  @Test(
    "reads each element type",
    arguments: [
      ("'<f4'", ElementType.float32), ("'<f8'", .float64), ("'<i4'", .int32),
      ("\"<f4\"", .float32), ("'<f2'", .float16), ("'>f2'", .float16), ("'=f4'", .float32),
      ("'f4'", .float32), ("'|u1'", .uint8), ("'|i1'", .int8), ("'>i2'", .int16),
      ("'<u2'", .uint16), ("'>i8'", .int64), ("'|b1'", .uint8), ("'<u4'", .uint32),
      ("'>u8'", .uint64),
    ])
  func readsElementType(_ descr: String, _ type: ElementType) throws {
    let header = try parse(NPYBytes(descr: descr, shape: "(3, 2)").header)
    #expect(header.elementType == type)
    #expect(header.dataByteCount == 6 * type.byteCount)
    #expect(header.isBigEndian == descr.contains(">"))
  }

  @Test(
    "reads each spelling of a shape",
    arguments: [
      ("(3, 2)", 3, 2, false), ("(3,2)", 3, 2, false), ("( 3 , 2 , )", 3, 2, false),
      ("(3L, 2L)", 3, 2, false), ("(5,)", 5, 1, true), ("(5, 1)", 5, 1, false),
      ("(0, 4)", 0, 4, false), ("(4, 0)", 4, 0, false), ("(0,)", 0, 1, true),
    ])
  func readsShape(_ shape: String, rows: Int, columns: Int, isOneDimensional: Bool) throws {
    let header = try parse(NPYBytes(descr: "'<f8'", shape: shape).header)
    #expect(header.rowCount == rows)
    #expect(header.columnCount == columns)
    #expect(header.isOneDimensional == isOneDimensional)
  }

  @Test("reads versions 1, 2 and 3, at any alignment", arguments: [1, 2, 3], [1, 16, 64])
  func readsVersions(_ major: UInt8, _ alignment: Int) throws {
    var array = NPYBytes(descr: "'<f4'", shape: "(3, 2)")
    array.major = major
    array.alignment = alignment
    let header = try parse(array.header)
    #expect(header.rowCount == 3)
    #expect(header.dataOffset == array.header.count)
  }

  @Test func readsKeysInAnyOrder() throws {
    let header = try parse(
      NPYBytes("{ 'shape':(7, 2),\n 'descr' :'<i4','fortran_order':False}").header)
    #expect(header.rowCount == 7)
    #expect(header.elementType == .int32)
  }

  @Test(
    "treats Fortran order as C order if they are the same", arguments: ["(9,)", "(9, 1)", "(1, 9)"])
  func acceptsContiguousFortranOrder(_ shape: String) throws {
    let header = try parse(NPYBytes(descr: "'<f4'", fortran: "True", shape: shape).header)
    #expect(header.rowCount * header.columnCount == 9)
    #expect(header.isFortranOrder == false)
  }

  @Test func readsFortranOrder() throws {
    let header = try parse(NPYBytes(descr: "'<f4'", fortran: "True", shape: "(3, 2)").header)
    #expect(header.isFortranOrder == true)
  }

  @Test(
    "rejects other element types",
    arguments: [
      ("'<c8'", "'<c8'"), ("'<u3'", "'<u3'"), ("'<u16'", "'<u16'"), ("'<V2'", "'<V2'"),
      ("'<f16'", "'<f16'"), ("''", "''"), ("'<'", "'<'"), ("'|O'", "'|O'"), ("'<<f4'", "'<<f4'"),
      ("[('x', '<f4'), ('y', '<f4', [2])]", nil),
    ])
  func rejectsElementType(_ descr: String, found: String?) {
    let bytes = NPYBytes(descr: descr, shape: "(3, 2)").header
    #expect(throws: FormatError.unsupportedElementType(path: path, found: found ?? descr)) {
      try parse(bytes)
    }
  }

  @Test("rejects other numbers of dimensions", arguments: ["()", "(2, 3, 4)", "(1, 1, 1, 1)"])
  func rejectsDimensions(_ shape: String) {
    let bytes = NPYBytes(descr: "'<f4'", shape: shape).header
    #expect(throws: FormatError.unsupportedShape(path: path, shape: shape)) { try parse(bytes) }
  }

  @Test(
    "rejects shapes that memory cannot hold",
    arguments: [
      "(99999999999999999999,)", "(1, 99999999999999999999)",
      "(4611686018427387904, 2)", "(2305843009213693951, 2)", "(2305843009213693951, 1)",
      "(0, 9223372036854775807)", "(0, 2305843009213693952)",
    ])
  func rejectsHugeShapes(_ shape: String) {
    let bytes = NPYBytes(descr: "'<f4'", shape: shape).header
    #expect(throws: FormatError.shapeTooLarge(path: path, shape: shape)) { try parse(bytes) }
  }

  @Test(
    "rejects descriptions that violate the format",
    arguments: [
      "", "{", "}", "{}", "[]", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), 'more': 1}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)} rest",
      "{'descr': '<f4' 'fortran_order': False, 'shape': (1, 2)}",
      "{'descr': '<f4, 'fortran_order': False, 'shape': (1, 2)}",
      "{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': 12}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1.5, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (L, 2)}",
      "{'descr': [('x', '<f4', 'fortran_order': False, 'shape': (1, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), 'shape': (1, 2)}",
      "{'descr': '<f4', 'fortran_order': False, 'shape': ((1, 2), 2)}",
      "{'descr': {'descr': '<f4'}, 'fortran_order': False, 'shape': (1, 2)}",
    ])
  func rejectsBadHeader(_ dictionary: String) {
    let error = #expect(throws: FormatError.self) { try parse(NPYBytes(dictionary).header) }
    guard case .badHeader(path, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("gives an error message of one short line", arguments: ["descr", "shape"])
  func complainsBriefly(_ key: String) {
    let long = String(repeating: "7\n", count: 3000)
    let bytes =
      key == "descr"
      ? NPYBytes(descr: "'\(long)'", shape: "(1,)") : NPYBytes(descr: "'<f4'", shape: "(\(long),)")
    let error = #expect(throws: FormatError.self) { try parse(bytes.header) }
    let sentence = error?.description ?? ""
    #expect(sentence.utf8.count < 300 && !sentence.contains("\n"))
  }

  @Test(
    "rejects files that do not begin like a .npy file", arguments: ["", "1,2\n", "\u{93}NUMPY"])
  func rejectsOtherFiles(_ text: String) {
    #expect(throws: FormatError.notNPY(path: path)) { try parse(Array(text.utf8)) }
  }

  @Test("rejects unknown versions", arguments: [(0, 0), (1, 1), (4, 0)])
  func rejectsVersions(_ major: UInt8, _ minor: UInt8) {
    var array = NPYBytes(descr: "'<f4'", shape: "(3, 2)")
    (array.major, array.minor) = (major, minor)
    #expect(
      throws: FormatError.unsupportedVersion(path: path, major: Int(major), minor: Int(minor))
    ) { try parse(array.header) }
  }

  @Test(
    "says how many bytes a truncated header lacks",
    arguments: [(6, 8), (8, 10), (9, 10), (127, 128)])
  func rejectsCutHeader(_ found: Int, expected: Int) {
    let bytes = Array(NPYBytes(descr: "'<f4'", shape: "(3, 2)").header.prefix(found))
    #expect(
      throws: FormatError.truncated(path: path, expectedBytes: expected, foundBytes: found)
    ) { try parse(bytes) }
  }

  @Test(
    "encodes a header as NumPy does",
    arguments: [
      (NPYHeader(elementType: .float32, rowCount: 3, columnCount: 2), "'<f4'", "(3, 2)"),
      (NPYHeader(elementType: .float64, rowCount: 0, columnCount: 7), "'<f8'", "(0, 7)"),
      (
        NPYHeader(elementType: .int32, rowCount: 5, columnCount: 1, isOneDimensional: true),
        "'<i4'", "(5,)"
      ),
    ])
  func encodes(_ header: NPYHeader, descr: String, shape: String) throws {
    #expect(header.encoded == NPYBytes(descr: descr, shape: shape).header)
    #expect(header.dataOffset == header.encoded.count)
    #expect(try parse(header.encoded) == header)
  }
}
