import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Rows read from a file equal those of the mapped file.
@Suite struct FileRowReaderTests {
  private let place: TemporaryFolder

  init() throws {
    place = try TemporaryFolder()
  }

  /// Writes a file of small whole numbers with this element type.
  private func write(_ name: String, _ type: ElementType) throws -> String {
    let numbers = Matrix<Double>.lattice(rows: 2500, columns: 7, side: 50, seed: 31)
    let stored = StoredMatrix(numbers, as: type)
    var writer = try RowWriter(
      replacing: place.path(name), elementType: type, rowCount: 2500, columnCount: 7)
    try writer.append(stored.span)
    try writer.finish().commit()
    return place.path(name)
  }

  @Test(
    "reads the numbers of every supported format",
    arguments: [
      ("a.npy", ElementType.float32), ("a.npy", .uint8), ("a.npy", .int64), ("a.npy", .float16),
      ("a.fvecs", .float32), ("a.bvecs", .uint8), ("a.ivecs", .int32),
    ])
  func givesTheNumbers(_ name: String, _ type: ElementType) throws {
    let path = try write(name, type)
    let file = try ObservationFile(opening: path)
    let reader = try FileRowReader(opening: path)
    #expect(reader.layout == file.layout)
    #expect(reader.isOneDimensional == file.isOneDimensional)
    let expected = file.widened(as: Float.self)
    #expect(try Observations<Float>(reading: reader).copy(of: 0..<2500) == expected)
    let some = [2499, 0, 1234, 7]
    #expect(try Observations<Float>(reading: reader).copies(of: some) == expected.rows(at: some))
    #expect(reader.failure == nil)
  }

  @Test(
    "names the byte at which a file was truncated while it was open",
    arguments: ["a.npy", "a.fvecs"])
  func noticesACut(_ name: String) throws {
    let path = try write(name, .float32)
    let reader = try FileRowReader(opening: path)
    let bytes = try FileBytes.read(path)
    // The file is truncated in place; a rename would not change the open file.
    try place.truncate(name, to: bytes.count / 2)
    #expect(throws: ClusteringError.self) {
      try Observations<Float>(reading: reader).copy(of: 0..<2500)
    }
    let sentence = try #require(reader.failure).description
    #expect(sentence.contains("byte \(bytes.count / 2)"))
    #expect(sentence.contains("longer when it was opened"))
  }

  @Test("recognises an array by its first bytes", arguments: ["a", "a.data", "a.csv"])
  func recognisesAnArray(_ name: String) throws {
    let bytes = try FileBytes.read(write("a.npy", .float32))
    _ = try place.write(bytes, to: name)
    let reader = try FileRowReader(opening: place.path(name))
    #expect(reader.layout.elementType == .float32)
  }

  @Test("refuses files that cannot be read a tile at a time")
  func refusesOthers() throws {
    let path = try write("a.npy", .float32)
    let bytes = try FileBytes.read(path)
    for name in ["a.csv", "a.npz", "a"] {
      _ = try place.write("1,2\n3,4\n".utf8, to: name)
      #expect(throws: FormatError.self) { try FileRowReader(opening: place.path(name)) }
    }
    _ = try place.write([0x1F, 0x8B] + bytes, to: "a.npy.gz")
    let compressed = #expect(throws: FormatError.self) {
      try FileRowReader(opening: place.path("a.npy.gz"))
    }
    #expect(compressed?.description.contains("is compressed") == true)
    for count in [0, 5, 40, bytes.count - 1] {
      _ = try place.write(Array(bytes[..<count]), to: "cut.npy")
      #expect(throws: FormatError.self) { try FileRowReader(opening: place.path("cut.npy")) }
      _ = try place.write(Array(bytes[..<count]), to: "cut.fvecs")
      #expect(throws: FormatError.self) { try FileRowReader(opening: place.path("cut.fvecs")) }
    }
    #expect(throws: FormatError.self) { try FileRowReader(opening: place.path("none.npy")) }
    #expect(throws: FormatError.self) { try FileRowReader(opening: "/dev/null") }
    #expect(throws: FormatError.self) { try FileRowReader(opening: place.path("")) }
  }
}
