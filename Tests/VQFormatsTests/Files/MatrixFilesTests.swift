import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// A single call reads a matrix from a file or writes it to one.
@Suite struct MatrixFilesTests {
  private let folder: TemporaryFolder
  private let matrix: Matrix<Float> = [[0.5, 2], [3, 4], [-1, 1e-30]]

  init() throws { folder = try TemporaryFolder() }

  @Test("reads back what was written", arguments: ["npy", "csv", "tsv", "fvecs"])
  func comesBack(_ format: String) throws {
    let path = folder.path("m.\(format)")
    try matrix.write(to: path)
    #expect(try Matrix<Float>(contentsOf: path) == matrix)
    #expect(try Matrix<Double>(contentsOf: path).elements.map(Float.init) == matrix.elements)
  }

  @Test func readsTheColumnsThatAreAskedFor() throws {
    let path = try folder.write("id,width,height\n7,1,2\n8,3,4\n".utf8, to: "table.csv")
    let options = ReadingOptions(features: [.name("height"), .name("width")])
    #expect(try Matrix<Double>(contentsOf: path, options: options) == [[2, 1], [4, 3]])
  }

  @Test("names a number that the scalar cannot hold")
  func refusesWhatBecomesInfinite() throws {
    let path = try folder.write("width,height\n1,2\n3,1e300\n".utf8, to: "large.csv")
    #expect(try Matrix<Double>(contentsOf: path)[1, 1] == 1e300)
    let error = #expect(throws: FormatError.self) { try Matrix<Float>(contentsOf: path) }
    #expect(
      error?.description
        == "\(path), row 2, column 2 is 1e+300, too large for Float; "
        + "read a Matrix<Double>, or scale the numbers down")
  }

  @Test func leavesThereWhatItCannotReplace() throws {
    let path = try folder.write("1\n".utf8, to: "m.txt")
    #expect(throws: FormatError.self) { try matrix.write(to: path) }
    #expect(try folder.text("m.txt") == "1\n")
  }

  @Test("finds a number too large for the scalar after an infinite one")
  func refusesWhatBecomesInfiniteBehindAnInfinity() throws {
    let path = folder.path("infinite.npy")
    try Matrix<Double>([.infinity, 1, 2, 1e300], columns: 2).write(to: path)
    let error = #expect(throws: FormatError.self) { try Matrix<Float>(contentsOf: path) }
    #expect(error?.description.contains("row 2, column 2 is 1e+300") == true)
  }
}
