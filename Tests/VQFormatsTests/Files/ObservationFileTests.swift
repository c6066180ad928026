import Testing
import VQFormats
import VQTestSupport
import VectorQuantization
import vq_fuzz

/// Observations are read from any format, recognised by extension or first bytes.
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

  @Test(
    "recognises a picture by its first bytes",
    arguments: ["a.pbm", "a.ppm", "a.pnm", "a.pam", "a.png", "a.jpg", "a.JPEG", "a.picture", "a"],
    ["rgb8.png", "pillow-RGB.ppm"])
  func knowsPictures(_ name: String, _ fixtureName: String) throws {
    let fixture = try PictureFixture.named(fixtureName)
    let file = try ObservationFile(opening: folder.write(fixture.bytes, to: name))
    #expect(file.rowCount == fixture.width * fixture.height)
    #expect(file.columnCount == 3)
    #expect(file.notes.isEmpty)
  }

  @Test func notesTheDamageOfAPicture() throws {
    let parts = PNGParts(of: try PictureFixture.named("rgb8.png").bytes)
    let path = try folder.write(parts.file(spoiling: "tEXt"), to: "odd.png")
    let warnings = try ObservationFile(opening: path).notes
    #expect(warnings.count == 1 && warnings[0].contains("odd.png, chunk tEXt at byte "))
  }

  @Test(
    "reads a picture with one pixel a row",
    arguments: [
      ("grey8.png", ["grey"]), ("rgb8.png", ["red", "green", "blue"]),
      ("rgba16.png", ["red", "green", "blue", "alpha"]),
      ("indexed2.png", ["red", "green", "blue"]),
    ])
  func opensPictures(_ name: String, _ channels: [String]) throws {
    let fixture = try PictureFixture.named(name)
    for name in [name, "unnamed"] {
      let file = try ObservationFile(opening: folder.write(fixture.bytes, to: name))
      #expect(file.access == .decoded)
      #expect(file.isDirect == false)
      #expect(file.rowCount == fixture.width * fixture.height)
      #expect(file.captions.columnNames?.count == file.columnCount)
      #expect(file.captions.columnNames?.prefix(channels.count) == channels[...])
      let samples: [Float]
      switch fixture.picture.samples {
      case .bytes(let bytes):
        #expect(file.elementType == .uint8)
        samples = bytes.map(Float.init)
      case .words(let words):
        #expect(file.elementType == .uint16)
        samples = words.map(Float.init)
      }
      let matrix = file.widened(as: Float.self)
      #expect(matrix == Matrix(samples, columns: fixture.channels))
    }
  }

  @Test("opens netpbm", arguments: [("a.pgm", "P2 2 1 255 7 9"), ("a.pbm", "P1 2 1 1 0")])
  func opensNetpbm(_ name: String, _ text: String) throws {
    let file = try ObservationFile(opening: folder.write(text.utf8, to: name))
    let first: Double = name == "a.pgm" ? 7 : 0
    #expect(file.rowCount == 2)
    let number = file.widened(as: Double.self)[0, 0]
    #expect(number == first)
  }

  @Test("does not write numbers as pictures", arguments: ["a.png", "a.ppm"])
  func writesNoPictures(_ name: String) throws {
    let error = #expect(throws: FormatError.self) {
      let numbers: [Float] = [1, 2]
      try ResultFile.stage(numbers.span, replacing: folder.path(name)).commit()
    }
    #expect(error?.description.contains("end the name in .npy") == true)
  }

  @Test("reads text with any file name as a table", arguments: ["a.txt", "a", "a.npz.old"])
  func readsTextOfAnyName(_ name: String) throws {
    let path = try folder.write("1,2\n".utf8, to: name)
    #expect(try ObservationFile(opening: path).widened(as: Double.self) == [[1, 2]])
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

  @Test("gives a view of the stored numbers in every format", arguments: ["a.npy", "a.csv"])
  func lendsStored(_ name: String) throws {
    let content = name == "a.npy" ? floats.file : Array("1,2\n3,4\n".utf8)
    let file = try ObservationFile(opening: folder.write(content, to: name))
    #expect(file.isDirect == true)
    #expect(file.stored[1, 0] == 3)
  }

  @Test("reports the errors of a file's reader", arguments: ["a.npy", "a.csv", "a.x"])
  func passesErrorsOn(_ name: String) {
    let path = folder.path(name)
    #expect(throws: FormatError.cannotOpen(path: path, reason: "No such file or directory")) {
      _ = try ObservationFile(opening: path)
    }
  }
}
