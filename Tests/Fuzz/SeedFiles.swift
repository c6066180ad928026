internal import Foundation
internal import Synchronization
internal import VQFormats
internal import VectorQuantization

/// Small valid files to be damaged: files of other programs from `Tests/Fixtures`, and files of our
/// own writers.
struct SeedFiles {
  /// The files of each extension.
  private let files: [String: [[UInt8]]]
  let folder: String

  init(for reader: FuzzedReader, in folder: String) throws {
    self.folder = folder
    files = Dictionary(
      uniqueKeysWithValues: try reader.extensions.map { name in
        (name, try Self.files(of: name, in: folder))
      })
  }

  func of(_ name: String) -> [[UInt8]] { files[name] ?? [] }

  private static func files(of name: String, in folder: String) throws -> [[UInt8]] {
    switch name {
    case "npy": try fixtures("arrays") + [codes]
    case "npz": try fixtures("archives")
    case "png": try fixtures("pictures") { $0.hasSuffix(".png") } + picturesOfManyChunks
    case "jpeg": try fixtures("jpegs")
    case "ppm": try fixtures("pictures") { !$0.hasSuffix(".png") } + plainPictures
    case "csv", "tsv": try tables(isTSV: name == "tsv") + dialects
    case "csv.gz": try dialects.map(gzipped)
    case "npy.gz": try [gzipped(codes)]
    case "check": try checkpoints()
    default: try [1, 3, 8].map { try vectors(columnCount: $0, named: "\(folder)/seed.\(name)") }
    }
  }

  private static func list(_ name: String) throws -> [[String: Any]] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/\(name).json")
    return try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [[String: Any]] ?? []
  }

  private static func fixtures(
    _ name: String, where isWanted: (String) -> Bool = { _ in true }
  ) throws -> [[UInt8]] {
    try list(name).filter { isWanted($0["name"] as? String ?? "") }
      .compactMap { ($0["file"] as? String).flatMap { Data(base64Encoded: $0) }.map(Array.init) }
  }

  private static func tables(isTSV: Bool) throws -> [[UInt8]] {
    try list("tables").filter { $0["isTSV"] as? Bool == isTSV }
      .compactMap { ($0["text"] as? String).map { Array($0.utf8) } }
  }

  /// Tables in many dialects.
  private static var dialects: [[UInt8]] {
    [
      "0\n2\n1\n1\n", "sep=;\r\nx;y\r\n1,5;2\r\n", "# note\n\nx y\n1 NA\n3 4\n", "x,y\r1,2\r3,4\r",
      ",x,y\n0,0.25,0.5\n1,0.75,0.125\n", "\"x\",\"y\"\n\"1\",1,2.5\n\"2\",3,4.5\n",
      "x,y,\n1,2.5,\n,,\n",
      "country|1970|1971\nPeru|1.5|?\n", "a;b\n1.234,5;2\n", "title\nx\ty\n1\t2\n",
      "\u{FEFF}x;y\n1;2\n",
    ].map { Array($0.utf8) }
  }

  /// The bytes, compressed as a gzip file (RFC 1952); unchanged if the system has no zlib.
  private static func gzipped(_ bytes: [UInt8]) throws -> [UInt8] {
    guard let zlib = Zlib.system else { return bytes }
    let deflated = try zlib.deflate(bytes.span, after: [UInt8]().span, level: 6, isLast: true)
    let trailer = [CRC32.checksum(of: bytes.span), UInt32(bytes.count)]
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated
      + trailer.flatMap { word in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }

  /// Pictures with numbers in plain text.
  private static var plainPictures: [[UInt8]] {
    [
      "P1\n# bits\n3 2\n1 0 1\n010\n", "P2 2 2 255\n0 1\n2 255\n", "P3\n1 2\n65535\n1 2 3 4 5 6\n",
      "P4 9 1\n\u{1}\u{2}",
      "P7\nWIDTH 2\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n12345678",
    ].map { Array($0.utf8) }
  }

  /// Pictures with all chunks that are checked, and some that are not.
  private static var picturesOfManyChunks: [[UInt8]] {
    var profile = [UInt8](repeating: 0, count: 132)
    profile[3] = 132
    profile.replaceSubrange(16..<20, with: "RGB ".utf8)
    profile.replaceSubrange(36..<40, with: "acsp".utf8)
    let chunks: [(name: String, body: [UInt8])] = [
      ("cICP", [1, 13, 0, 1]),
      ("iCCP", [65, 0, 0] + Deflating.stored.pieces(of: profile).joined()), ("sRGB", [0]),
      ("gAMA", [0, 0, 0xB1, 0x8F]), ("cHRM", [UInt8](repeating: 1, count: 32)),
      ("pHYs", [0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1]), ("tEXt", [65, 0, 65]), ("eXIf", [77, 77]),
    ]
    let images = [
      Image(width: 2, height: 1, channelCount: 3, samples: .bytes([1, 2, 3, 4, 5, 6])),
      Image(width: 2, height: 1, channelCount: 1, samples: .bytes([1, 2])),
    ]
    return images.map { image in
      var parts = PNGParts(of: PNGWriter.bytes(of: image))
      for chunk in chunks { parts.insert(chunk.name, chunk.body, before: "IDAT") }
      parts.insert("tRNS", [UInt8](repeating: 0, count: 2 * image.channelCount), before: "IDAT")
      return parts.file
    }
  }

  private static var codes: [UInt8] {
    let header = NPYHeader(elementType: .int32, rowCount: 4, columnCount: 1, isOneDimensional: true)
    return header.encoded + [2, 0, 1, 1].flatMap { [$0, 0, 0, 0] }
  }

  private static func vectors(columnCount: Int, named path: String) throws -> [UInt8] {
    let rowCount = 5
    let numbers = (0..<(rowCount * columnCount)).map { UInt8($0 % 3) }
    let matrix = StoredSpan(numbers.span, of: .uint8, rows: rowCount, columns: columnCount)
    let floats = Matrix(numbers.map { Float($0) }, columns: columnCount)
    let integers = numbers.map { Int32($0) }
    let isFloat = path.hasSuffix("fvecs")
    let type: ElementType = isFloat ? .float32 : path.hasSuffix("ivecs") ? .int32 : .uint8
    var writer = try RowWriter(
      replacing: path, elementType: type, rowCount: rowCount, columnCount: columnCount)
    switch type {
    case .float32: try writer.append(StoredSpan(floats.span))
    case .int32:
      try writer.append(
        StoredSpan(integers.span, of: .int32, rows: rowCount, columns: columnCount))
    default: try writer.append(matrix)
    }
    try writer.finish().commit()
    return try FileBytes.read(path)
  }

  /// Checkpoints of ``Trial/resumable``, with one and with several restarts.
  private static func checkpoints() throws -> [[UInt8]] {
    try [1, 3].map { restarts in
      let kept = Kept()
      let checkpointing = Checkpointing<Float>(isDue: { true }, save: { kept.save($0.encoded) })
      _ = try Trial.resumableSearch(restarts: restarts).fit(
        Observations(Trial.resumable.span), checkpointing: checkpointing)
      return kept.first
    }
  }
}

/// The first checkpoint of a search.
private final class Kept: Sendable {
  private let bytes = Mutex<[UInt8]>([])

  var first: [UInt8] { bytes.withLock { $0 } }

  func save(_ encoded: [UInt8]) {
    bytes.withLock { if $0.isEmpty { $0 = encoded } }
  }
}
