import Testing
import VQFormats
import VQTestSupport

/// Netpbm files are read with all variants that the manuals allow, and written exactly as
/// specified.
@Suite struct NetpbmTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let pictures: [(String, Int, Int, Int, Image.Samples)] = [
    ("P1 3 2 101010", 3, 2, 1, .bytes([0, 255, 0, 255, 0, 255])),
    ("P1\n# by hand\n3\t2\n1 0 1\n0 1 # half\n 0", 3, 2, 1, .bytes([0, 255, 0, 255, 0, 255])),
    ("P2 2 1 255 0 255", 2, 1, 1, .bytes([0, 255])),
    ("P2\n2 2\n3\n0 1\n2 3\n", 2, 2, 1, .bytes([0, 85, 170, 255])),
    ("P2 2 1 100 50 100", 2, 1, 1, .bytes([128, 255])),
    ("P2 3 1 65535 0 256 65535", 3, 1, 1, .words([0, 256, 65_535])),
    ("P2 2 1 1000 500 1000", 2, 1, 1, .words([32_768, 65_535])),
    ("P3 1 2 255 1 2 3#x\n4 5 6", 1, 2, 3, .bytes([1, 2, 3, 4, 5, 6])),
    ("P5 2 1 255\nAB", 2, 1, 1, .bytes([65, 66])),
    ("P5 2 1 255\n #", 2, 1, 1, .bytes([32, 35])),
    ("P5 2 1 65\nA\u{0}", 2, 1, 1, .bytes([255, 0])),
    ("P5 1 1 16705\nAA", 1, 1, 1, .words([65_535])),
    ("P4 2 2\n\u{40}\u{40}", 2, 2, 1, .bytes([255, 0, 255, 0])),
    ("P6 1 1 255\nABCmore", 1, 1, 3, .bytes([65, 66, 67])),
    (
      "P7\nWIDTH 1\n# note\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\nABCD", 1, 1,
      4, .bytes([65, 66, 67, 68])
    ),
    ("P7\nDEPTH 2\nMAXVAL 255\nWIDTH 1\nHEIGHT 1\nENDHDR\nAB", 1, 1, 2, .bytes([65, 66])),
  ]

  @Test("reads every variant that the manuals allow", arguments: 0..<pictures.count)
  func reads(_ number: Int) throws {
    let (text, width, height, channelCount, samples) = Self.pictures[number]
    let path = try folder.write(text.utf8, to: "a.pnm")
    let expected = Image(
      width: width, height: height, channelCount: channelCount, samples: samples)
    #expect(try ImageFile(reading: path).image == expected)
  }

  @Test(
    "says what is wrong and where",
    arguments: [
      ("P5 2 2 255\nABC", "byte 14 is the end, too early for 2 x 2 pixels"),
      ("P5 2 x 255\nABC", "byte 5 should begin a number, the height"),
      ("P5 0 2 255\nABC", "byte 3 begins the width, which is not from 1 to"),
      ("P5 2 2 65536\nABC", "byte 7 begins the largest value"),
      ("P5 1 1 64\nA", "byte 10 holds 65, above 64"),
      ("P5 2147483647 2147483647 65535\n", "too early for 2147483647 x 2147483647"),
      ("P2 2147483647 2147483647 9 1", "too early"), ("P1 2 2 0120", "byte 9 should be a 0 or a 1"),
      ("P2 2 1 9 4 12", "begins the value, which is not from 0 to 9"),
      ("P2 2 1 9 4 -1", "should begin a number, the value"),
      ("P5 1 1 255", "should be the space that ends the header"),
      ("P7\nWIDTH 1\nENDHDR\nA", "without one of WIDTH"),
      ("P7\nCOLOR 1", "byte 3 is not a line of"),
      ("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 9\nMAXVAL 1\nENDHDR\n", "begins the DEPTH"),
      ("P8 1 1 255\nA", "is not a picture in a supported format"),
      ("", "is not a picture in a supported format"),
    ])
  func saysWhatIsWrong(_ text: String, _ words: String) throws {
    let path = try folder.write(text.utf8, to: "a.pnm")
    let error = #expect(throws: FormatError.self) { try ImageFile(reading: path) }
    let sentence = error?.description ?? ""
    #expect(sentence.contains("a.pnm") && sentence.contains(words), "\(sentence)")
  }

  @Test(
    "reads back what it writes",
    arguments: [
      (1, "a.pgm"), (3, "a.ppm"), (1, "a.pnm"), (3, "a.PNM"), (2, "a.pam"), (4, "a.PAM"),
    ])
  func writesWhatItReads(_ channelCount: Int, _ name: String) throws {
    let path = folder.path(name)
    guard case .netpbm(let kind) = try ImageFormat(extensionOf: path) else {
      Issue.record("the extension names a netpbm format")
      return
    }
    let bytes = (0..<(6 * channelCount)).map { UInt8($0 * 10) }
    for samples in [Image.Samples.bytes(bytes), .words(bytes.map { UInt16($0) * 257 + 1 })] {
      let picture = Image(width: 3, height: 2, channelCount: channelCount, samples: samples)
      let file = try NetpbmWriter.stage(picture, as: kind, replacing: path)
      let byteCount = file.byteCount
      try file.commit()
      #expect(try ImageFile(reading: path).image == picture)
      #expect(try folder.bytes(name).count == byteCount)
    }
  }

  @Test func writesPPMToTheLetter() throws {
    let picture = Image(width: 1, height: 1, channelCount: 3, samples: .bytes([65, 66, 67]))
    try NetpbmWriter.stage(picture, as: .ppm, replacing: folder.path("a.ppm")).commit()
    #expect(try folder.text("a.ppm") == "P6\n1 1\n255\nABC")
  }

  @Test("writes .pnm as PGM or PPM", arguments: [(1, "P5"), (3, "P6")])
  func writesPNMAsItsNaturalKind(_ channelCount: Int, _ magic: String) throws {
    let samples = Image.Samples.bytes([UInt8](repeating: 65, count: channelCount))
    let picture = Image(width: 1, height: 1, channelCount: channelCount, samples: samples)
    try NetpbmWriter.stage(picture, as: .pnm, replacing: folder.path("a.pnm")).commit()
    #expect(try folder.text("a.pnm").hasPrefix(magic + "\n1 1\n255\nA"))
  }

  @Test(
    "refuses channels that a format does not support", arguments: [NetpbmWriter.Kind.ppm, .pnm])
  func refusesChannelsThatAFormatLacks(_ kind: NetpbmWriter.Kind) throws {
    let picture = Image(width: 1, height: 1, channelCount: 4, samples: .bytes([1, 2, 3, 4]))
    let path = folder.path("a.\(kind.rawValue)")
    let error = #expect(throws: FormatError.self) {
      try NetpbmWriter.stage(picture, as: kind, replacing: path).commit()
    }
    let words = "colour with opacity as \(kind.rawValue); name it .pam"
    #expect(error?.description.contains(words) == true)
  }

  @Test(
    "refuses names without the extension of a picture format",
    arguments: ["a", "a.jpg", "a.png.txt"])
  func refusesOtherNames(_ name: String) {
    #expect(throws: FormatError.self) { try ImageFormat(extensionOf: name) }
  }
}
