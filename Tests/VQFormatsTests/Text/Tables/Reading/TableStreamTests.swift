import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// A compressed table, or one from a pipe, is read like a file.
@Suite struct TableStreamTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// More text than two windows, with line feeds, missing values and separators where windows may
  /// end.
  private static let text: String = {
    let rows = (0..<220_000).map { row in
      "\"label \(row)\(row % 7 == 0 ? "\n,\"\"x\"\"" : "")\",\(row).25,\(row % 1000 == 3 ? "" : "-1e-3")"
        + ",\(String(repeating: "7", count: 60))\n"
    }
    return "name,x,y,z\n" + rows.joined() + ",,,\n\n"
  }()

  private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let zlib = try #require(Zlib.system)
    let deflated = try zlib.deflate(bytes.span, after: [UInt8]().span, level: 1, isLast: true)
    let trailer = [CRC32.checksum(of: bytes.span), UInt32(bytes.count)]
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflated
      + trailer.flatMap { word in [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: word >> $0) } }
  }

  @Test("gives the same table", .enabled(if: Zlib.system != nil), arguments: [1, 3])
  func givesTheSame(_ workers: Int) throws {
    var options = ReadingOptions(labels: [.name("name")])
    options.missingRows = .skip
    let bytes = Array(Self.text.utf8)
    let plain = try TableReader.read(
      folder.write(bytes, to: "a.csv"), options: options, workers: workers)
    let packed = try TableReader.read(
      folder.write(Self.gzip(bytes), to: "a.csv.gz"), options: options, workers: workers)
    #expect(plain.observations == packed.observations)
    #expect(plain.captions == packed.captions)
    #expect(plain.omittedRows == packed.omittedRows)
    #expect(plain.observations.rowCount == 220_000 - 220)
  }

  @Test("names the line of a fault in a later window", .enabled(if: Zlib.system != nil))
  func namesTheLine() throws {
    let lines = (0..<400_000).map { "\($0),12345.678901234567890\n" }
    let bytes = Array((lines.joined() + "1,oops\n").utf8)
    let path = try folder.write(Self.gzip(bytes), to: "a.csv.gz")
    let error = #expect(throws: FormatError.self) { try TableReader.read(path) }
    #expect(error?.description.contains("line 400001, column 2 is \"oops\"") == true)
  }

  @Test("refuses a damaged file", .enabled(if: Zlib.system != nil), arguments: [20, 5_000])
  func refusesDamage(_ kept: Int) throws {
    let bytes = try Self.gzip(Array(Self.text.utf8.prefix(2_000_000)))
    let path = try folder.write(Array(bytes.prefix(kept)), to: "a.csv.gz")
    let error = #expect(throws: FormatError.self) { try TableReader.read(path) }
    #expect(error?.description.contains("a.csv.gz is damaged") == true)
  }

  @Test("reads compressed arrays", .enabled(if: Zlib.system != nil))
  func readsArrays() throws {
    let array = NPYBytes(descr: "'<f4'", shape: "(2, 2)", bytes(of: [1, 2, 3, 4] as [Float]))
    let path = try folder.write(Self.gzip(array.file), to: "a.npy.gz")
    let file = try ObservationFile(opening: path)
    #expect(file.elementType == .float32)
    #expect(file.widened(as: Float.self) == [[1, 2], [3, 4]])
  }
}
