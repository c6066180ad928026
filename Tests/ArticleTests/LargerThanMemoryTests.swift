import Synchronization
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// The code of the article "Larger than memory".
@Suite struct LargerThanMemoryTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("observations.npy")
    try Matrix<Float>.blobs(rows: 3000, columns: 4, clusters: 16, seed: 1).write(to: path)
  }

  @Test("a file that is read, a file that is mapped and a resumed fit give the same clustering")
  func readsFiles() throws {
    let reader = try FileRowReader(opening: path)
    let search = KMeans(clusterCount: 16, seed: 7)
    let clustering = try search.fit(Observations<Float>(reading: reader))
    print(clustering.counts)

    let file = try ObservationFile(opening: path)
    let mapped = try search.fit(Observations<Float>(file.stored))
    assert(mapped == clustering)
    #expect(mapped == clustering)

    let saved = Mutex<[UInt8]>([])
    let saving = Checkpointing<Float>(isDue: { true }) { checkpoint in
      saved.withLock { $0 = checkpoint.encoded }
    }
    _ = try search.fit(Observations<Float>(reading: reader), checkpointing: saving)

    let checkpoint = Checkpoint<Float>(decoding: saved.withLock { $0 })
    let resuming = Checkpointing(resuming: checkpoint, isDue: { false }, save: { _ in })
    let resumed = try search.fit(Observations<Float>(reading: reader), checkpointing: resuming)
    assert(resumed == clustering)
    #expect(checkpoint != nil && resumed == clustering)
  }

  @Test("a reader of computed rows is clustered")
  func readsComputedRows() throws {
    let search = KMeans(clusterCount: 16, seed: 7)
    struct Remainders: RowReader {
      let layout = StorageLayout(elementType: .uint8, rowCount: 1000, columnCount: 1)

      func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool {
        for place in bytes.indices { bytes[place] = UInt8((offset + place) % 16) }
        return true
      }
    }

    let computed = try search.fit(Observations<Float>(reading: Remainders()))
    assert(computed.inertia == 0)
    #expect(computed.inertia == 0)
  }
}
