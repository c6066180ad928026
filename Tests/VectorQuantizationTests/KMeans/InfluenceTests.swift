import Testing
import VQTestSupport
import VectorQuantization

/// A checkpoint is rejected if any option differs that changes results.
@Suite struct InfluenceTests {
  @Test("every stored option is hashed or listed as having no influence")
  func coversAllOptions() {
    let search = KMeans(clusterCount: 1)
    let options = [Mirror(reflecting: search), Mirror(reflecting: search.resources)]
      .flatMap(\.children).compactMap(\.label).filter { $0 != "resources" }
    let known = KMeans.influences.map(\.name) + KMeans.withoutInfluence
    #expect(known.sorted() == options.sorted())
  }

  @Test("changing an option changes only its own hash")
  func hashesOptions() {
    let base = KMeans(clusterCount: 3)
    let changes: [String: [(inout KMeans) -> Void]] = [
      "clusterCount": [{ $0.clusterCount = 4 }],
      "metric": KMeans.Metric.allCases.dropFirst().map { metric in { $0.metric = metric } },
      "initialization": KMeans.Initialization.allCases.dropFirst().map { rule in
        { $0.initialization = rule }
      },
      "restarts": [{ $0.restarts = 2 }],
      "stopping": [
        { $0.stopping = .never }, { $0.stopping = .centroidShift(atMost: 1e-5) },
        { $0.stopping = .distortionChange(atMost: KMeans.defaultTolerance) },
      ],
      "maximumIterations": [{ $0.maximumIterations = 301 }],
      "emptyClusters": KMeans.EmptyClusters.allCases.dropFirst().map { rule in
        { $0.emptyClusters = rule }
      },
      "preference": [{ $0.preference = .distortion }],
      "seed": [{ $0.seed = 0 }, { $0.seed = 1 }],
      "seedingSample": [{ $0.resources.seedingSample = 100 }],
    ]
    for influence in KMeans.influences {
      let hashes = (changes[influence.name] ?? []).map { change in
        var search = base
        change(&search)
        for other in KMeans.influences where other.name != influence.name {
          #expect(other.hash(of: search) == other.hash(of: base), "\(other.name)")
        }
        return influence.hash(of: search)
      }
      #expect(changes[influence.name] != nil)
      #expect(Set(hashes + [influence.hash(of: base)]).count == hashes.count + 1)
    }
  }
}

extension KMeans.Influence {
  fileprivate func hash(of search: KMeans) -> UInt64 {
    var hash = BitHash()
    add(search, &hash)
    return hash.value
  }
}
