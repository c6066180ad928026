import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Arrays in archives that NumPy and other programs wrote.
@Suite struct NPZFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func fixture(_ name: String) throws -> ArrayFixture {
    try #require(ArrayFixture.all(in: "archives").first { $0.name == name })
  }

  @Test("reads the stored arrays", arguments: try ArrayFixture.all(in: "archives"))
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

  /// A path that names an existing file is not split at its colon.
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
    #expect(
      try complaint(path).contains("a.npz holds 2 arrays, but exactly one is needed; it holds x, y")
    )
    #expect(try complaint(path + ":z").contains("a.npz has no array z; it holds x, y"))
  }

  @Test func refusesOtherCompressionsAndEncryption() throws {
    let array = ZipBytes.array(byteCount: 100)
    let other = try folder.write(ZipBytes(array, method: 12).archive, to: "a.npz")
    #expect(try complaint(other).contains("a.npz:x is compressed with method 12 of zip"))
    let secret = try folder.write(ZipBytes(array, isEncrypted: true).archive, to: "b.npz")
    #expect(try complaint(secret).contains("b.npz:x is encrypted"))
  }

  @Test func wantsArrays() throws {
    let path = try folder.write([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), to: "a.npz")
    #expect(try complaint(path).contains("a.npz holds no arrays"))
    let text = try folder.write("1,2\n".utf8, to: "b.npz")
    #expect(try complaint(text).contains("b.npz is not a zip archive, or its end is missing"))
    #expect(try complaint(folder.path("none.npz:x")).contains("none.npz: No such file"))
  }
}
