import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Rows that are read out of a file are those of the file when it is mapped.
@Suite struct FileRowReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Reads all numbers that the layout covers, and compares them with those of the mapped file.
  private func expectSameRows(_ path: String) throws {
    let reader = try FileRowReader(opening: path)
    let file = try ObservationFile(opening: path)
    #expect(reader.layout == file.layout)
    #expect(reader.isOneDimensional == file.isOneDimensional)
    let start = reader.layout.offset
    var bytes = [UInt8](repeating: 0, count: reader.layout.end)
    var room = bytes.mutableSpan
    var part = room._mutatingExtracting(start..<reader.layout.end)
    #expect(reader.read(from: start, into: &part))
    #expect(reader.failure == nil)
    let span = bytes.span
    let read = StoredSpan(unsafe span.bytes, reader.layout)
    let all = 0..<file.rowCount
    let (found, mapped) = (
      read.widened(rows: all, as: Double.self), file.widened(as: Double.self)
    )
    #expect(found.elements.map(\.bitPattern) == mapped.elements.map(\.bitPattern))
  }

  @Test("reads what NumPy wrote", arguments: try ArrayFixture.all(in: "arrays"))
  func readsArrays(_ fixture: ArrayFixture) throws {
    try expectSameRows(folder.write(fixture.bytes, to: "a.npy"))
  }

  @Test("reads vectors", arguments: ["a.fvecs", "a.ivecs", "a.bvecs"])
  func readsVectors(_ name: String) throws {
    let row: [UInt8] = name == "a.bvecs" ? [2, 0, 0, 0, 7, 9] : [1, 0, 0, 0, 0, 0, 128, 63]
    try expectSameRows(folder.write(row + row + row, to: name))
  }

  @Test func remembersThatAFileWasCutShort() throws {
    let path = try folder.write([1, 0, 0, 0, 5, 1, 0, 0, 0, 6], to: "a.bvecs")
    let reader = try FileRowReader(opening: path)
    _ = try folder.write([1, 0, 0, 0], to: "a.bvecs")
    var bytes = [UInt8](repeating: 0, count: 6)
    var room = bytes.mutableSpan
    #expect(!reader.read(from: 4, into: &room))
    #expect(reader.failure?.description.contains("a.bvecs, byte 4 is the end of the file") == true)
    #expect(bytes.count == 6)
  }
}
