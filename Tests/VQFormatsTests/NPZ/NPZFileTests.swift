import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Arrays in archives, as NumPy and others zip them.
@Suite struct NPZFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func fixture(_ name: String) throws -> ArrayFixture {
    try #require(ArrayFixture.all(in: "archives").first { $0.name == name })
  }

  @Test("reads what is stored", arguments: try ArrayFixture.all(in: "archives"))
  func readsWhatIsStored(_ fixture: ArrayFixture) throws {
    let path = try folder.write(fixture.bytes, to: "a.npz")
    let archive = try NPZFile(opening: path)
    #expect(archive.memberNames == fixture.members)
    try fixture.expect(ObservationFile(opening: fixture.member.map { "\(path):\($0)" } ?? path))
  }

  @Test func knowsAnArchiveByItsContent() throws {
    let fixture = try Self.fixture("the only array")
    try fixture.expect(ObservationFile(opening: folder.write(fixture.bytes, to: "array")))
  }

  /// The whole path names a file; only if there is none is it taken apart.
  @Test func prefersAFileWithAColonInItsName() throws {
    let path = try folder.write(Self.fixture("plain").bytes, to: "a.npz")
    let table = try folder.write("7,8\n".utf8, to: "a.npz:x.csv")
    let file = try ObservationFile(opening: table)
    #expect(file.widened(as: Double.self) == [[7, 8]])
    #expect(try ObservationFile(opening: "\(path):x").rowCount == 2)
  }

  private func complaint(_ path: String) throws -> String {
    let error = #expect(throws: FormatError.self) { _ = try ObservationFile(opening: path) }
    return error?.description ?? ""
  }

  @Test func listsTheArraysIfNoneIsNamed() throws {
    let path = try folder.write(Self.fixture("plain").bytes, to: "a.npz")
    #expect(try complaint(path).contains("a.npz holds 2 arrays, and one is needed; it holds x, y"))
    #expect(try complaint(path + ":z").contains("a.npz has no array z; it holds x, y"))
  }

  @Test func asksForAnArchiveThatIsNotCompressed() throws {
    var bytes = try Self.fixture("the only array").bytes
    // The method of the only entry of the directory, which is of 46 bytes and a name of 9.
    let entry = bytes.count - 22 - 46 - 9
    #expect(bytes[entry..<(entry + 4)] == [0x50, 0x4B, 1, 2])
    bytes[entry + 10] = 8
    let path = try folder.write(bytes, to: "a.npz")
    #expect(try complaint(path).contains("numpy.savez instead of numpy.savez_compressed"))
  }

  @Test func wantsArrays() throws {
    let path = try folder.write([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), to: "a.npz")
    #expect(try complaint(path).contains("a.npz holds no arrays"))
    let text = try folder.write("1,2\n".utf8, to: "b.npz")
    #expect(try complaint(text).contains("b.npz is no zip archive, or its end is missing"))
    #expect(try complaint(folder.path("none.npz:x")).contains("none.npz: No such file"))
  }
}
