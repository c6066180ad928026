import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Hand-made files, and the views of their elements.
@Suite struct NPYFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func lendsFloats() throws {
    let array = NPYBytes(descr: "'<f4'", shape: "(2, 3)", bytes(of: [1, 2, 3, 4, 5, 6] as [Float]))
    let file = try NPYFile(opening: folder.write(array.file, to: "a.npy"))
    #expect(file.elementType == .float32)
    #expect(file.rowCount == 2)
    #expect(file.columnCount == 3)
    #expect(file.isOneDimensional == false)
    let matrix = Matrix(copying: file.span(as: Float.self))
    #expect(matrix == [[1, 2, 3], [4, 5, 6]])
  }

  @Test func lendsDoublesOfOneDimension() throws {
    let array = NPYBytes(descr: "'<f8'", shape: "(3,)", bytes(of: [1, -2, .pi] as [Double]))
    let file = try NPYFile(opening: folder.write(array.file, to: "a.npy"))
    #expect(file.isOneDimensional == true)
    let matrix = Matrix(copying: file.span(as: Double.self))
    #expect(matrix == [[1], [-2], [.pi]])
  }

  @Test func lendsCodes() throws {
    let array = NPYBytes(descr: "'<i4'", shape: "(4,)", bytes(of: [0, 7, -1, .max] as [Int32]))
    let file = try NPYFile(opening: folder.write(array.file, to: "codes.npy"))
    let span = file.int32Elements()
    var codes: [Int32] = []
    for index in span.indices { codes.append(span[index]) }
    #expect(codes == [0, 7, -1, .max])
  }

  @Test(
    "gives a view of elements that are not aligned in the file", arguments: [1, 2, 3, 5, 16, 64])
  func lendsMisalignedElements(_ alignment: Int) throws {
    var array = NPYBytes(descr: "'<f8'", shape: "(1, 2)", bytes(of: [0.5, -3] as [Double]))
    array.alignment = alignment
    let file = try NPYFile(opening: folder.write(array.file, to: "a.npy"))
    #expect(file.isDirect == array.header.count.isMultiple(of: 8))
    let matrix = file.stored.widened(rows: 0..<1, as: Double.self)
    #expect(matrix == [[0.5, -3]])
  }

  @Test("gives an empty view of an empty array", arguments: ["(0, 4)", "(4, 0)", "(0,)"])
  func lendsNothing(_ shape: String) throws {
    let array = NPYBytes(descr: "'<f4'", shape: shape)
    let file = try NPYFile(opening: folder.write(array.file, to: "a.npy"))
    let count = file.span(as: Float.self).elements.count
    #expect(count == 0)
    #expect(file.rowCount * file.columnCount == 0)
  }

  @Test func readsAPipeToItsEnd() throws {
    let array = NPYBytes(descr: "'<f4'", shape: "(2,)", bytes(of: [7, 8] as [Float]))
    let pipe = Pipe()
    try pipe.fileHandleForWriting.write(contentsOf: array.file)
    try pipe.fileHandleForWriting.close()
    let file = try NPYFile(opening: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    let matrix = Matrix(copying: file.span(as: Float.self))
    #expect(matrix == [[7], [8]])
  }

  @Test func ignoresBytesAfterTheElements() throws {
    let array = NPYBytes(descr: "'<f4'", shape: "(1,)", bytes(of: [1, 2] as [Float]))
    let file = try NPYFile(opening: folder.write(array.file, to: "a.npy"))
    let count = file.span(as: Float.self).elements.count
    #expect(count == 1)
  }

  @Test func saysHowManyBytesAreMissing() throws {
    let array = NPYBytes(descr: "'<f8'", shape: "(2, 2)", bytes(of: [1, 2, 3] as [Double]))
    let path = try folder.write(array.file, to: "a.npy")
    #expect(throws: FormatError.truncated(path: path, expectedBytes: 160, foundBytes: 152)) {
      _ = try NPYFile(opening: path)
    }
  }

  @Test func rejectsAnEmptyFile() throws {
    let path = try folder.write([], to: "a.npy")
    #expect(throws: FormatError.notNPY(path: path)) { _ = try NPYFile(opening: path) }
  }

  @Test func rejectsAMissingFile() {
    let path = folder.path("none.npy")
    #expect(throws: FormatError.cannotOpen(path: path, reason: "No such file or directory")) {
      _ = try NPYFile(opening: path)
    }
  }

  @Test func rejectsAFolder() {
    let path = folder.path("")
    let error = FormatError.cannotOpen(path: path, reason: "Is a directory")
    #expect(throws: error) { _ = try NPYFile(opening: path) }
    #expect(error.description.hasSuffix("give a file, not a folder"))
  }

  @Test func rejectsAnotherScalarThanTheFileHolds() async throws {
    let array = NPYBytes(descr: "'<i4'", shape: "(1,)", bytes(of: [1] as [Int32]))
    let path = try folder.write(array.file, to: "a.npy")
    await #expect(processExitsWith: .failure) { [path = path as String] in
      let file = try NPYFile(opening: path)
      _ = file.span(as: Float.self)
    }
  }
}
