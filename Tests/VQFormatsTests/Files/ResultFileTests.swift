import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Results are written in the format that the path names.
@Suite struct ResultFileTests {
  private let folder: TemporaryFolder
  private let matrix: Matrix<Float> = [[1], [2]]
  private let numbers: [Double] = [1, 2]
  private let codes: [Int32] = [1, 2]

  init() throws { folder = try TemporaryFolder() }

  @Test func writesNPY() throws {
    try ResultFile.stage(matrix.span, oneDimensional: true, replacing: folder.path("m.npy"))
      .commit()
    try ResultFile.stage(numbers.span, replacing: folder.path("n.npy")).commit()
    try ResultFile.stage(codes.span, replacing: folder.path("c.npy")).commit()
    #expect(
      try folder.bytes("m.npy")
        == NPYBytes(descr: "'<f4'", shape: "(2,)", bytes(of: matrix.elements)).file)
    #expect(
      try folder.bytes("n.npy")
        == NPYBytes(descr: "'<f8'", shape: "(2,)", bytes(of: numbers)).file)
    #expect(
      try folder.bytes("c.npy") == NPYBytes(descr: "'<i4'", shape: "(2,)", bytes(of: codes)).file)
  }

  @Test("writes text", arguments: ["csv", "tsv"])
  func writesText(_ format: String) throws {
    try ResultFile.stage(matrix.span, replacing: folder.path("m.\(format)")).commit()
    try ResultFile.stage(numbers.span, replacing: folder.path("n.\(format)")).commit()
    try ResultFile.stage(codes.span, replacing: folder.path("c.\(format)")).commit()
    #expect(try folder.text("m.\(format)") == "1.0\n2.0\n")
    #expect(try folder.text("n.\(format)") == "1.0\n2.0\n")
    #expect(try folder.text("c.\(format)") == "1\n2\n")
  }

  @Test func writesVectors() throws {
    try ResultFile.stage(matrix.span, replacing: folder.path("m.fvecs")).commit()
    try ResultFile.stage(numbers.span, replacing: folder.path("n.fvecs")).commit()
    try ResultFile.stage(codes.span, replacing: folder.path("c.ivecs")).commit()
    let expected = bytes(of: [1] as [Int32]) + bytes(of: [1] as [Float])
    #expect(try folder.bytes("m.fvecs").prefix(8) == expected[...])
    #expect(try folder.bytes("n.fvecs") == folder.bytes("m.fvecs"))
    #expect(try folder.bytes("c.ivecs") == bytes(of: [1, 1, 1, 2] as [Int32]))
  }

  @Test(
    "rejects other formats and writes nothing",
    arguments: ["a", "a.txt", "a.csv/b", "npy", "a.npz"])
  func rejectsOtherFormats(_ name: String) throws {
    let path = folder.path(name)
    let sentences = [
      #expect(throws: FormatError.self) { _ = try ResultFile.stage(matrix.span, replacing: path) },
      #expect(throws: FormatError.self) { _ = try ResultFile.stage(numbers.span, replacing: path) },
      #expect(throws: FormatError.self) { _ = try ResultFile.stage(codes.span, replacing: path) },
    ].map { $0?.description ?? "" }
    #expect(sentences.allSatisfy { $0.contains(path) && $0.contains(".npy, .csv, .tsv or .") })
    #expect(try folder.names.isEmpty)
  }

  @Test func writesNoCodesAsFloats() throws {
    let path = folder.path("c.fvecs")
    #expect(throws: FormatError.self) { _ = try ResultFile.stage(codes.span, replacing: path) }
    #expect(throws: FormatError.self) {
      _ = try ResultFile.stage(matrix.span, replacing: folder.path("m.ivecs"))
    }
  }

  @Test func writesAllOrNothing() throws {
    _ = try folder.write("old".utf8, to: "m.csv")
    #expect(throws: FormatError.self) {
      let first = try ResultFile.stage(matrix.span, replacing: folder.path("m.csv"))
      let second = try ResultFile.stage(codes.span, replacing: folder.path("none/c.csv"))
      try first.commit()
      try second.commit()
    }
    #expect(try folder.text("m.csv") == "old")
    #expect(try folder.names == ["m.csv"])
  }
}
