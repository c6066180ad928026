import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Members whose bytes do not match the archive's directory.
@Suite struct DamagedArchiveTests {
  private let folder: TemporaryFolder
  private let zlib: Zlib

  init() throws {
    folder = try TemporaryFolder()
    zlib = try #require(Zlib.system)
  }

  private func complaint(_ archive: [UInt8], workers: Int? = nil) throws -> String {
    let path = try folder.write(archive, to: "a.npz")
    let error = #expect(throws: FormatError.self) {
      _ = try ObservationFile(opening: path, workers: workers)
    }
    return error?.description ?? ""
  }

  @Test("finds one changed bit of a stored member", arguments: [1, 2, 5])
  func findsAChangedBit(_ workers: Int) throws {
    let array = ZipBytes.array(byteCount: 3 << 20)
    var archive = ZipBytes(array).archive
    for place in [0, 100, 1000, (1 << 20) - 1, 1 << 20, array.count / 2, array.count - 1] {
      archive[ZipBytes.start + place] ^= 4
      let sentence = try complaint(archive, workers: workers)
      #expect(sentence.contains("a.npz:x is damaged: its bytes do not match their checksum"))
      #expect(sentence.contains("copy the file again"))
      archive[ZipBytes.start + place] ^= 4
    }
    let path = try folder.write(archive, to: "a.npz")
    #expect(try ObservationFile(opening: path, workers: workers).rowCount == 3 << 20)
  }

  @Test func decompressesALargeArray() throws {
    let array = ZipBytes.array(byteCount: 3_000_001)
    let archive = try ZipBytes(deflating: array, with: zlib).archive
    let file = try ObservationFile(opening: folder.write(archive, to: "a.npz"))
    #expect(file.access == .inflated)
    let numbers = file.widened(as: Float.self).elements
    #expect(numbers.elementsEqual(array.suffix(3_000_001).map { Float($0) }))
  }

  /// A changed bit is found, unless it is a padding bit of the last byte.
  @Test func findsChangedBitsOfACompressedMember() throws {
    let whole = try ZipBytes(deflating: ZipBytes.array(byteCount: 300), with: zlib)
    for place in whole.packed.indices.dropLast() {
      for bit in 0..<8 {
        var zip = whole
        zip.packed[place] ^= 1 << UInt8(bit)
        #expect(try complaint(zip.archive).contains("a.npz:x is damaged: "))
      }
    }
  }

  @Test func refusesAWrongLengthOfACompressedMember() throws {
    let whole = try ZipBytes(deflating: ZipBytes.array(byteCount: 3000), with: zlib)
    var zip = whole
    zip.byteCount -= 1
    #expect(try complaint(zip.archive).contains("does not end after the bytes"))
    zip.byteCount += 2
    #expect(try complaint(zip.archive).contains("ends after fewer bytes"))
    zip = whole
    zip.packed.removeLast(3)
    #expect(try complaint(zip.archive).contains("ends after fewer bytes"))
    zip.byteCount = 0
    #expect(try complaint(zip.archive).contains("does not end after the bytes"))
  }

  @Test func refusesAWrongChecksumOfACompressedMember() throws {
    var zip = try ZipBytes(deflating: ZipBytes.array(byteCount: 3000), with: zlib)
    zip.checksum ^= 1
    #expect(try complaint(zip.archive).contains("do not match their checksum"))
  }

  /// Deflate expands a byte to at most 1032 bytes, so memory stays in proportion to the file.
  @Test func refusesMoreBytesThanDeflateCanHold() throws {
    var zip = try ZipBytes(deflating: ZipBytes.array(byteCount: 3000), with: zlib)
    zip.byteCount = 0xFFFF_FFFE
    #expect(
      try complaint(zip.archive).contains(
        "a.npz:x has 4294967294 bytes according to the archive's directory, but its "
          + "\(zip.packed.count) stored bytes cannot hold them; "))
    // The maximum expansion of deflate: a run of zeros.
    let zeros =
      NPYHeader(elementType: .uint8, rowCount: 4_000_000, columnCount: 1).encoded
      + [UInt8](repeating: 0, count: 4_000_000)
    let archive = try ZipBytes(deflating: zeros, with: zlib).archive
    #expect(archive.count < 8000)
    let file = try ObservationFile(opening: folder.write(archive, to: "a.npz"))
    #expect(file.rowCount == 4_000_000)
  }

  @Test func refusesAStoredMemberOfTwoLengths() throws {
    var zip = ZipBytes(ZipBytes.array(byteCount: 100))
    zip.byteCount -= 1
    #expect(try complaint(zip.archive).contains("stored bytes cannot hold them"))
  }

  @Test("reads the header of an array without its numbers", arguments: [true, false])
  func listsWithoutReading(_ isCompressed: Bool) throws {
    let array = ZipBytes.array(byteCount: 300_000)
    var zip = try isCompressed ? ZipBytes(deflating: array, with: zlib) : ZipBytes(array)
    zip.checksum ^= 1
    let archive = try NPZFile(opening: folder.write(zip.archive, to: "a.npz"))
    let summary = try archive.summary(ofArray: "x")
    #expect(summary.access == (isCompressed ? .inflated : .mapped))
    #expect(summary.layout.rowCount == 300_000)
    #expect(summary.layout.elementType == .uint8)
    #expect(!summary.isDirect)
  }
}
