import Foundation
import Testing
import VQFormats
import VQTestSupport

/// `vq palette` writes the codes of a picture's pixels, and the codebook.
@Suite struct PaletteCommandTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func write(_ picture: Image, to name: String) throws -> String {
    try PNGWriter.stage(picture, replacing: place.path(name)).commit()
    return place.path(name)
  }

  /// Runs the command on a picture, and returns the result and the report.
  private func reduce(
    _ picture: Image, _ options: [String] = []
  ) throws -> (picture: IndexedImage, report: [String: Any]) {
    let input = try write(picture, to: "in.png")
    let output = place.path("out.png")
    let outcome = run(["palette", input, output, "--report", "json"] + options)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return (try PNGReader.readIndexed(output), try outcome.report())
  }

  private func square(_ left: Colour, _ right: Colour) -> Int {
    let channels = [
      (left.red, right.red), (left.green, right.green), (left.blue, right.blue),
      (left.alpha, right.alpha),
    ]
    return channels.reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
  }

  /// The palette indices that a pixel may get: transparent and opaque pixels keep their class.
  private func choice(for colour: Colour, in palette: [Colour]) -> [Int] {
    palette.indices.filter { index in
      switch colour.alpha {
      case 0: palette[index].alpha == 0
      case 255: palette[index].alpha == 255
      default: palette[index].alpha > 0
      }
    }
  }

  @Test("codes are the nearest colours, the lowest on a tie", arguments: 1...4, [2, 7, 60])
  func codesAreNearest(_ channelCount: Int, _ count: Int) throws {
    let picture = Image.smooth(channelCount: channelCount)
    let (result, report) = try reduce(picture, ["--colors", "\(count)"])
    #expect(result.palette.count <= count)
    #expect(Set(result.palette).count == result.palette.count)
    var (squares, distances) = (0, 0.0)
    for (colour, code) in zip(picture.colours, result.indices) {
      let choice = choice(for: colour, in: result.palette)
      let all = choice.map { square(colour, result.palette[$0]) }
      let minimum = try #require(all.min())
      #expect(all.firstIndex(of: minimum).map { choice[$0] } == Int(code))
      squares += minimum
      distances += Double(minimum).squareRoot()
    }
    let pixels = Double(result.indices.count)
    let meanError = try #require(report["meanColourError"] as? Double)
    #expect(abs(meanError - distances / pixels) < 1e-9 * meanError + 1e-12)
    let channels = picture.hasAlpha ? 4.0 : 3.0
    let psnr = try #require(report["psnr"] as? Double)
    #expect(abs(psnr - 10 * log10(255 * 255 * channels * pixels / Double(squares))) < 1e-9)
    #expect(report["coloursFound"] as? Int == result.palette.count)
    #expect(report["coloursUsed"] as? Int == Set(result.indices).count)
    #expect(report["bytesAfter"] as? Int == (try place.bytes("out.png").count))
    #expect(report["bytesBefore"] as? Int == (try place.bytes("in.png").count))
  }

  /// There are so many colours that the means of cells are clustered first.
  @Test("codes are the nearest colours also in pictures with many colours", arguments: [3, 4])
  func codesOfManyColoursAreNearest(_ channelCount: Int) throws {
    var generator = TestGenerator(seed: 3)
    let bytes = (0..<(210 * 200 * channelCount)).map { index in
      // Half of the pixels are opaque.
      index % 8 == 3 ? 255 : UInt8(100 + generator.integer(below: 48))
    }
    let picture = Image(
      width: 210, height: 200, channelCount: channelCount, samples: .bytes(bytes))
    let (result, report) = try reduce(picture, ["--colors", "6"])
    let colours = picture.colours
    #expect(report["coloursBefore"] as? Int == Set(colours).count)
    #expect(report["coloursFound"] as? Int == 6)
    for (colour, code) in zip(colours, result.indices) {
      var (nearest, minimum) = (0, Int.max)
      for number in choice(for: colour, in: result.palette) {
        let square = square(colour, result.palette[number])
        if square < minimum { (nearest, minimum) = (number, square) }
      }
      if nearest != Int(code) {
        Issue.record("\(colour) has code \(code), and \(nearest) is nearest")
        return
      }
    }
  }

  @Test("counts a colour in any number of pixels", arguments: [1, 254, 255, 256, 70_000])
  func countsColours(_ count: Int) throws {
    var bytes = [UInt8](repeating: 9, count: 3 * count)
    bytes += [200, 0, 0]
    let picture = Image(width: count + 1, height: 1, channelCount: 3, samples: .bytes(bytes))
    let (result, report) = try reduce(picture)
    #expect(result.indices.count { $0 == result.indices[0] } == count)
    #expect(report["coloursBefore"] as? Int == 2)
    // With one colour, the palette is the mean of all pixels.
    let (mean, _) = try reduce(picture, ["--colors", "1"])
    let red = (9 * Double(count) + 200) / Double(count + 1)
    #expect(Double(mean.palette[0].red) == red.rounded())
  }

  @Test func readsItsOwnPictures() throws {
    let (first, _) = try reduce(Image.smooth(), ["--colors", "40"])
    let outcome = run(["palette", place.path("out.png"), place.path("again.png"), "--colors", "40"])
    #expect(outcome.status == 0)
    #expect(try PNGReader.readIndexed(place.path("again.png")) == first)
  }

  @Test func drawsThePalette() throws {
    let input = try write(Image.smooth(), to: "in.png")
    let arguments = ["palette", input, place.path("out.png"), "--colors", "5", "--plot"]
    #expect(run(arguments + [place.path("plot.svg")]).status == 0)
    let text = try place.text("plot.svg")
    #expect(text.contains("in.png in 5 colours"))
    for colour in try PNGReader.readIndexed(place.path("out.png")).palette {
      let digits = [colour.red, colour.green, colour.blue].map { byte in
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
      #expect(text.contains("#" + digits.joined()))
    }
    for (name, status) in [("plot.pdf", 1), ("none/plot.png", 1), ("out.png", 64)]
      as [(String, Int32)]
    {
      #expect(run(arguments + [place.path(name)]).status == status)
    }
    #expect(try place.names == ["in.png", "out.png", "plot.svg"])
  }

  @Test(
    "reduces the smallest pictures", arguments: ["none", "ordered", "floyd-steinberg"])
  func reducesOnePixel(_ rule: String) throws {
    let picture = Image(width: 1, height: 1, channelCount: 3, samples: .bytes([3, 2, 1]))
    let (result, report) = try reduce(picture, ["--colors", "9", "--dither", rule])
    #expect(result.expanded == picture)
    #expect(report["coloursFound"] as? Int == 1)
    #expect(report["iterations"] as? Int == 0)
  }

  @Test("keeps a picture of few colours exactly", arguments: ["rgb", "oklab"], [7, 16])
  func losesNothingOfFewColours(_ space: String, _ count: Int) throws {
    let bytes = (0..<1000).flatMap { pixel -> [UInt8] in
      let number = UInt8(pixel % 7)
      return [number * 40, number, 255 - number * 9]
    }
    let picture = Image(width: 40, height: 25, channelCount: 3, samples: .bytes(bytes))
    let (result, report) = try reduce(picture, ["--colors", "\(count)", "--space", space])
    #expect(result.expanded == picture)
    #expect(report["coloursBefore"] as? Int == 7)
    #expect(report["meanColourError"] as? Double == 0)
    #expect(report["psnr"] is Double == false)
    #expect(report["iterations"] as? Int == 0)
  }

  /// The palette is the mean colour; the expected colours follow from OKLab's definition through
  /// CIE XYZ.
  @Test(
    "averages colours in OKLab",
    arguments: [
      ([255, 0, 0, 0, 0, 255], [140, 83, 162]), ([250, 240, 10, 20, 60, 90], [130, 148, 95]),
      ([0, 0, 0, 255, 255, 255], [99, 99, 99]),
    ] as [([UInt8], [UInt8])])
  func averagesAsTheEyeDoes(_ bytes: [UInt8], _ mean: [UInt8]) throws {
    let picture = Image(width: 2, height: 1, channelCount: 3, samples: .bytes(bytes))
    let (result, _) = try reduce(picture, ["--colors", "1", "--space", "oklab"])
    #expect(result.palette == [Colour(red: mean[0], green: mean[1], blue: mean[2])])
  }

  /// The mean of dithered pixels is the mean of the original pixels, except at the picture's edge.
  @Test("dithering keeps the mean", arguments: ["floyd-steinberg", "ordered"], ["rgb", "oklab"])
  func ditheringKeepsTheMean(_ rule: String, _ space: String) throws {
    // A smooth ramp of grey.
    let bytes = (0..<(64 * 64)).map { UInt8(100 + $0 % 64) }
    let picture = Image(width: 64, height: 64, channelCount: 1, samples: .bytes(bytes))
    let (plain, _) = try reduce(picture, ["--colors", "2", "--space", space])
    let (result, report) = try reduce(
      picture, ["--colors", "2", "--dither", rule, "--space", space])
    #expect(result.indices != plain.indices)
    // Compares bands of eight columns that lie between the two colours of the palette.
    let limits = plain.palette.map { Int($0.red) }
    for start in stride(from: 0, to: 64, by: 8) where start + 100 > limits[0] {
      guard start + 107 < limits[1] else { continue }
      var sum = 0
      for pixel in result.indices.indices where (start..<(start + 8)).contains(pixel % 64) {
        sum += Int(result.palette[Int(result.indices[pixel])].red)
      }
      let mean = Double(sum) / 512
      #expect(abs(mean - Double(start) - 103.5) < 1.5)
    }
    #expect(try #require(report["meanColourError"] as? Double) > 0)
  }

  @Test("reaches a quality with the fewest colours", arguments: [20.0, 28.0])
  func reachesAQuality(_ psnr: Double) throws {
    let (result, report) = try reduce(Image.smooth(), ["--quality", "\(psnr)"])
    #expect(try #require(report["psnr"] as? Double) >= psnr)
    let fewer = result.palette.count - 1
    let (_, worse) = try reduce(Image.smooth(), ["--colors", "\(fewer)"])
    #expect(try #require(worse["psnr"] as? Double) < psnr)
  }

  @Test func saysThatAQualityIsOutOfReach() throws {
    let input = try write(Image.smooth(), to: "in.png")
    let outcome = run(["palette", input, place.path("out.png"), "--quality", "70"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("256 colours reach only "))
    #expect(try place.names == ["in.png"])
  }

  @Test("is the same on any number of workers", arguments: ["none", "ordered", "floyd-steinberg"])
  func isTheSameOnAnyNumberOfWorkers(_ rule: String) throws {
    let input = try write(Image.smooth(width: 150, height: 120), to: "in.png")
    let files = try [1, 3].map { workers in
      let outcome = run([
        "palette", input, place.path("out.png"), "--colors=20", "--dither=\(rule)",
        "--workers=\(workers)",
      ])
      #expect(outcome.status == 0)
      return try place.bytes("out.png")
    }
    #expect(files[0] == files[1])
  }

  @Test(
    "writes the decoded colours to other formats",
    arguments: [(1, "out.pgm"), (3, "out.ppm"), (4, "out.pam")])
  func writesDecodedColours(_ channelCount: Int, _ name: String) throws {
    let picture = Image.smooth(channelCount: channelCount)
    let (result, _) = try reduce(picture, ["--colors", "9"])
    let outcome = run(["palette", place.path("in.png"), place.path(name), "--colors", "9"])
    #expect(outcome.status == 0)
    let expected = channelCount == 1 ? result.greys : result.expanded
    #expect(try ImageFile(reading: place.path(name)).image == expected)
    #expect(result.hasAlpha == (channelCount == 4))
  }

  @Test func readsWordsAsTheNearestBytes() throws {
    let words = Image(
      width: 4, height: 1, channelCount: 1, samples: .words([0, 128, 129, 65_535]))
    let (result, _) = try reduce(words)
    #expect(result.indices.map { result.palette[Int($0)].red } == [0, 0, 1, 255])
    let text = run(["palette", place.path("in.png"), place.path("out.png")]).output
    #expect(text.contains("16, rounded to 8 first"))
    #expect(text.contains("3, all of them"))
  }

  @Test func printsATableOfFewColours() throws {
    let input = try write(Image.smooth(), to: "in.png")
    let outcome = run(["palette", input, place.path("out.png"), "--colors", "5"])
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count { $0.hasPrefix("#") } == 5)
    #expect(outcome.output.contains("PSNR") && outcome.output.contains(" dB"))
  }
}
