import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Files truncated at every byte, and with every byte changed, give an array or an error, never a
/// trap.
@Suite struct HostileFileTests {
  /// A file to damage.
  enum Victim: CaseIterable {
    case npy, npyFortran, npz, npz64, npzDescriptors, npzCompressed, fvecs, bvecs

    var name: String {
      switch self {
      case .npy, .npyFortran: "a.npy"
      case .npz, .npz64, .npzDescriptors, .npzCompressed: "a.npz"
      case .fvecs: "a.fvecs"
      case .bvecs: "a.bvecs"
      }
    }

    /// The suffix of the path that selects the array.
    var member: String { name == "a.npz" ? ":x" : "" }

    func bytes() throws -> [UInt8] {
      switch self {
      case .npy: try array("<f4 C 1", in: "arrays")
      case .npyFortran: try array(">i8 F 3", in: "arrays")
      case .npz: try array("plain", in: "archives")
      case .npz64: try array("zip64 directory", in: "archives")
      case .npzDescriptors: try array("zip64 data descriptors", in: "archives")
      case .npzCompressed: try array("numpy.savez_compressed", in: "archives")
      case .fvecs: [2, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
      case .bvecs: [3, 0, 0, 0, 1, 2, 3, 3, 0, 0, 0, 4, 5, 6]
      }
    }

    private func array(_ name: String, in file: String) throws -> [UInt8] {
      try #require(ArrayFixture.all(in: file).first { $0.name == name }).bytes
    }
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Opens a file and reads every number, or gets an error message of one line that names the file.
  private func survive(_ bytes: some Sequence<UInt8>, _ victim: Victim) throws {
    let path = try folder.write(bytes, to: victim.name)
    do {
      let file = try ObservationFile(opening: path + victim.member)
      let matrix = file.widened(as: Double.self)
      #expect(matrix.elements.count == file.rowCount * file.columnCount)
    } catch {
      let sentence = error.description
      #expect(sentence.contains(path))
      #expect(!sentence.contains("\n") && sentence.utf8.count < 600)
    }
  }

  @Test("survives truncation at every byte", arguments: Victim.allCases)
  func survivesACut(_ victim: Victim) throws {
    let bytes = try victim.bytes()
    for count in bytes.indices { try survive(bytes.prefix(count), victim) }
  }

  @Test("survives a change of every byte", arguments: Victim.allCases, [0x01, 0xFF] as [UInt8])
  func survivesAChange(_ victim: Victim, _ mask: UInt8) throws {
    var bytes = try victim.bytes()
    for index in bytes.indices {
      bytes[index] ^= mask
      try survive(bytes, victim)
      bytes[index] ^= mask
    }
  }

  @Test("survives bytes of all ones", arguments: Victim.allCases)
  func survivesOnes(_ victim: Victim) throws {
    let bytes = try victim.bytes()
    for start in bytes.indices {
      // Eight bytes in a row: sizes and offsets of 32 and 64 bits become as large as possible.
      var changed = bytes
      for index in start..<min(start + 8, bytes.count) { changed[index] = 0xFF }
      try survive(changed, victim)
    }
  }
}
