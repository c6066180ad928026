import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Every command that reads observations reads pictures: pixels are rows, channels are columns.
@Suite struct PictureTests {
  private let place: TemporaryFolder
  private let picture: String

  init() throws {
    place = try TemporaryFolder()
    picture = place.path("dots.png")
    let bytes = (0..<600).flatMap { pixel -> [UInt8] in
      let (kind, noise) = (UInt8(pixel % 3), UInt8(pixel / 3 % 7))
      return [kind * 100 + noise, 40 + kind * 30, 240 - kind * 90]
    }
    let image = Image(width: 30, height: 20, channelCount: 3, samples: .bytes(bytes))
    try PNGWriter.stage(image, replacing: picture).commit()
  }

  @Test func areClustered() throws {
    let book = place.path("book.csv")
    let outcome = run([
      "fit", picture, "--k", "3", "--seed", "1", "--codebook", book, "--codes",
      place.path("codes.npy"), "--plot", place.path("plot.svg"), "--report", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try outcome.report()["n"] as? Int == 600)
    let lines = try place.text("book.csv").split(separator: "\n")
    #expect(lines.first == "red,green,blue")
    #expect(lines.count == 4)
    let assigned = run([
      "assign", picture, "--codebook", book, "--codes", place.path("again.npy"),
    ])
    #expect(assigned.status == 0, "\(assigned.errors)")
    #expect(try place.bytes("again.npy") == (try place.bytes("codes.npy")))
    let chosen = run(["choose-k", picture, "--to", "5", "--report", "json"])
    #expect(chosen.status == 0, "\(chosen.errors)")
  }

  @Test func areDescribedAndSampled() throws {
    let line = try #require(run(["info", picture]).output.split(separator: "\n").last)
    #expect(
      line.split(separator: " ").dropFirst().joined(separator: " ")
        == "uint8 - by row decoded 600 3 1,800")
    let sample = place.path("sample.npy")
    #expect(run(["sample", picture, "--count", "5", "--output", sample]).status == 0)
    let file = try ObservationFile(opening: sample)
    #expect(file.elementType == .uint8 && file.rowCount == 5 && file.columnCount == 3)
  }

  @Test func areSplitIntoArrays() throws {
    let outcome = run(["fit", picture, "--k", "3", "--split-by-cluster", place.path("parts")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try (0..<3).map { number in
      try ObservationFile(opening: place.path("parts/cluster-00\(number).npy")).rowCount
    }
    #expect(rows.reduce(0, +) == 600)
  }

  @Test(
    "pictures are refused where they do not fit",
    arguments: [
      (["--memory", "1G"], "cannot be read a tile at a time"),
      (
        ["--codebook", "book.png"], "does not end in the extension of a format for float64 numbers"
      ),
      (["--columns", "red"], "is not a table in text"),
    ])
  func areRefused(_ options: [String], _ words: String) throws {
    let outcome = run(["fit", picture, "--k", "3"] + options)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}
