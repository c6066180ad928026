import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Observations come from any format, each by its extension or its first bytes.
@Suite struct ObservationFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let floats = NPYBytes(
    descr: "'<f4'", shape: "(2, 2)", bytes(of: [1, 2, 3, 4] as [Float]))

  @Test("opens .npy by extension or content", arguments: ["a.npy", "a.NPY", "a", "a.x"])
  func opensNPY(_ name: String) throws {
    let file = try ObservationFile(opening: folder.write(floats.file, to: name))
    #expect(file.elementType == .float32)
    #expect(file.rowCount == 2)
    #expect(file.columnCount == 2)
    let matrix = Matrix(copying: file.span(as: Float.self))
    #expect(matrix == [[1, 2], [3, 4]])
  }

  @Test func opensOneDimension() throws {
    let array = NPYBytes(descr: "'<f8'", shape: "(2,)", bytes(of: [1, 2] as [Double]))
    let file = try ObservationFile(opening: folder.write(array.file, to: "a.npy"))
    #expect(file.isOneDimensional == true)
    let matrix = Matrix(copying: file.span(as: Double.self))
    #expect(matrix == [[1], [2]])
  }

  @Test("opens text by its extension", arguments: [("a.csv", "1,2\n3,4"), ("a.tsv", "1\t2\n3\t4")])
  func opensText(_ name: String, _ text: String) throws {
    let file = try ObservationFile(opening: folder.write(text.utf8, to: name))
    #expect(file.elementType == .float64)
    #expect(file.isOneDimensional == false)
    #expect(file.rowCount == 2)
    #expect(file.columnCount == 2)
    let matrix = Matrix(copying: file.span(as: Double.self))
    #expect(matrix == [[1, 2], [3, 4]])
  }

  @Test("rejects other formats", arguments: ["a.txt", "a", "a.npz.old"])
  func rejectsOtherFormats(_ name: String) throws {
    let path = try folder.write("1,2\n".utf8, to: name)
    #expect(throws: FormatError.unknownFormat(path: path)) {
      _ = try ObservationFile(opening: path)
    }
  }

  @Test("opens whole numbers", arguments: ["a.npy", "a"])
  func opensWholeNumbers(_ name: String) throws {
    let array = NPYBytes(descr: "'<i4'", shape: "(2,)", bytes(of: [1, -7] as [Int32]))
    let file = try ObservationFile(opening: folder.write(array.file, to: name))
    #expect(file.isDirect == false)
    #expect(file.elementType == .int32)
    #expect(file.scalarType == .float64)
    #expect(file.widened(as: Double.self) == [[1], [-7]])
    #expect(file.stored.wholeNumber(row: 1, column: 0) == -7)
  }

  @Test("lends stored numbers of every format", arguments: ["a.npy", "a.csv"])
  func lendsStored(_ name: String) throws {
    let content = name == "a.npy" ? floats.file : Array("1,2\n3,4\n".utf8)
    let file = try ObservationFile(opening: folder.write(content, to: name))
    #expect(file.isDirect == true)
    #expect(file.stored[1, 0] == 3)
  }

  @Test("passes on what is wrong with a file", arguments: ["a.npy", "a.csv", "a.x"])
  func passesErrorsOn(_ name: String) {
    let path = folder.path(name)
    #expect(throws: FormatError.cannotOpen(path: path, reason: "No such file or directory")) {
      _ = try ObservationFile(opening: path)
    }
  }
}
