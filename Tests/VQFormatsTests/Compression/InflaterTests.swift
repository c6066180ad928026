import Testing
import VQFormats

/// Deflate streams with each kind of header.
@Suite struct InflaterTests {
  private static let text = Array(String(repeating: "one row, another row\n", count: 5000).utf8)
  private let zlib: Zlib

  init() throws { zlib = try #require(Zlib.system) }

  /// Decompresses a stream with at most `inputBytes` of input and `outputBytes` of output a call.
  private func inflate(
    _ stream: [UInt8], kind: Inflater.Kind, inputBytes: Int = 1 << 16, outputBytes: Int = 1 << 16
  ) throws -> (bytes: [UInt8], isFinished: Bool) {
    var inflater = try Inflater(zlib, kind: kind)
    var result: [UInt8] = []
    var used = 0
    while true {
      var room = [UInt8](repeating: 0, count: outputBytes)
      var output = room.mutableSpan
      let end = min(used + inputBytes, stream.count)
      let step = try inflater.inflate(stream.span.extracting(used..<end), into: &output)
      if step.read == 0, step.written == 0 { return (result, inflater.isFinished) }
      used += step.read
      result += room[..<step.written]
    }
  }

  private func raw(_ bytes: [UInt8]) throws -> [UInt8] {
    let nothing: [UInt8] = []
    return try zlib.deflate(bytes.span, after: nothing.span, level: 6, isLast: true)
  }

  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let trailer = [CRC32.checksum(of: bytes.span), UInt32(bytes.count)].flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    return try header + raw(bytes) + trailer
  }

  private func stream(_ bytes: [UInt8], kind: Inflater.Kind) throws -> [UInt8] {
    switch kind {
    case .zlib: Deflating(workers: 1).pieces(of: bytes).flatMap { $0 }
    case .gzip: try gzip(bytes)
    case .raw: try raw(bytes)
    }
  }

  @Test("reads every kind of stream", arguments: [Inflater.Kind.zlib, .gzip, .raw])
  func readsEveryKind(_ kind: Inflater.Kind) throws {
    let stream = try stream(Self.text, kind: kind)
    #expect(try inflate(stream, kind: kind) == (Self.text, true))
    #expect(try inflate(stream, kind: kind, inputBytes: 1, outputBytes: 100) == (Self.text, true))
    #expect(try inflate(stream, kind: kind, inputBytes: 7, outputBytes: 9973) == (Self.text, true))
  }

  @Test("detects a truncated stream", arguments: [Inflater.Kind.zlib, .gzip, .raw])
  func knowsACut(_ kind: Inflater.Kind) throws {
    let stream = try stream(Self.text, kind: kind)
    for count in [0, 1, stream.count / 2, stream.count - 1] {
      #expect(try !inflate(Array(stream[..<count]), kind: kind).isFinished)
    }
  }

  @Test("ignores bytes after a stream", arguments: [Inflater.Kind.zlib, .raw])
  func ignoresWhatFollows(_ kind: Inflater.Kind) throws {
    let stream = try stream(Self.text, kind: kind)
    #expect(try inflate(stream + [1, 2, 3], kind: kind) == (Self.text, true))
  }

  /// Written by `gzip`, with a file name in the header.
  @Test func readsWhatGzipWrites() throws {
    let stream: [UInt8] = [
      31, 139, 8, 8, 172, 118, 196, 97, 0, 3, 97, 46, 99, 115, 118, 0, 51, 212, 49, 226, 50, 214,
      49, 225, 2, 0, 71, 147, 108, 175, 8, 0, 0, 0,
    ]
    #expect(try inflate(stream, kind: .gzip) == (Array("1,2\n3,4\n".utf8), true))
  }

  @Test("reads all members of a gzip file as one stream", arguments: [1, 7, 1 << 16])
  func readsMembers(_ inputBytes: Int) throws {
    let stream = try gzip(Self.text) + gzip([]) + gzip([7]) + gzip(Self.text)
    #expect(
      try inflate(stream, kind: .gzip, inputBytes: inputBytes) == (
        Self.text + [7] + Self.text, true
      ))
    #expect(try !inflate(stream.dropLast(), kind: .gzip, inputBytes: inputBytes).isFinished)
  }

  @Test("skips zeros after a gzip member", arguments: [1, 7, 1 << 16])
  func skipsPadding(_ inputBytes: Int) throws {
    let padding = [UInt8](repeating: 0, count: 1000)
    let stream = try gzip([1]) + padding + gzip([2]) + padding
    #expect(try inflate(stream, kind: .gzip, inputBytes: inputBytes) == ([1, 2], true))
  }

  @Test func refusesWhatIsNoGzipMember() throws {
    let stream = try gzip([1]) + Array("trailing text".utf8)
    #expect(throws: ZlibError.corrupt) { try inflate(stream, kind: .gzip) }
    #expect(throws: ZlibError.corrupt) { try inflate(Self.text, kind: .gzip) }
    #expect(throws: ZlibError.corrupt) { try inflate(stream, kind: .zlib) }
  }

  @Test func refusesAWrongChecksum() throws {
    var stream = try gzip(Self.text)
    for place in [stream.count - 1, stream.count - 5] {
      stream[place] ^= 1
      #expect(throws: ZlibError.corrupt) { try inflate(stream, kind: .gzip) }
      stream[place] ^= 1
    }
    var second = try gzip([1]) + gzip([2])
    second[second.count - 5] ^= 1
    #expect(throws: ZlibError.corrupt) { try inflate(second, kind: .gzip) }
  }
}
