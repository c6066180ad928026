import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Arrays that NumPy wrote, of every type, byte order, memory order and version.
@Suite struct NPYFixtureTests {
  @Test("reads what NumPy writes", arguments: try ArrayFixture.all(in: "arrays"))
  func readsWhatNumPyWrites(_ fixture: ArrayFixture) throws {
    let folder = try TemporaryFolder()
    let file = try ObservationFile(opening: folder.write(fixture.bytes, to: "a.npy"))
    try fixture.expect(file)
    let isScalar = ["float32", "float64"].contains(fixture.elementType)
    let isNative = !fixture.name.contains(">") && !fixture.name.contains(" F ")
    #expect(file.isDirect == (isScalar && isNative))
  }
}
