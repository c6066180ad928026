import Testing
import VQTestSupport
import VectorQuantization

@Suite struct RelocationTests {
  private typealias Candidate = Relocation.Candidate

  private static func relocation(
    _ candidates: some Sequence<Candidate>, clusterCount: Int, capacity: Int
  ) -> Relocation {
    var relocation = Relocation(clusterCount: clusterCount, capacity: capacity)
    for candidate in candidates { relocation.offer(candidate, weight: 1) }
    return relocation
  }

  @Test("the farthest observations go to empty clusters, the lower row first on a tie")
  func farthestFirst() {
    let distances = [1.0, 3, 3, 2, 0]
    let relocation = Self.relocation(
      distances.enumerated().map { Candidate(row: $0.offset, code: 1, distance: $0.element) },
      clusterCount: 4, capacity: 6)
    #expect(relocation.emptyCodes == [0, 2, 3])
    let moves = relocation.moves(to: relocation.emptyCodes)
    #expect(moves.map(\.row) == [1, 2, 3])
    #expect(moves.map(\.code) == [0, 2, 3])
  }

  @Test("the last observation of a cluster stays, and so does one on its centroid")
  func someStay() {
    let relocation = Self.relocation(
      [
        Candidate(row: 0, code: 0, distance: 9), Candidate(row: 1, code: 1, distance: 5),
        Candidate(row: 2, code: 1, distance: 4), Candidate(row: 3, code: 2, distance: 0),
        Candidate(row: 4, code: 2, distance: 0),
      ], clusterCount: 5, capacity: 4)
    let moves = relocation.moves(to: [3, 4])
    #expect(moves.map(\.row) == [1])
    #expect(moves.map(\.code) == [3])
  }

  @Test("an observation of weight 0 neither moves nor counts")
  func weights() {
    var relocation = Relocation(clusterCount: 2, capacity: 2)
    relocation.offer(Candidate(row: 0, code: 0, distance: 1), weight: 2)
    relocation.offer(Candidate(row: 1, code: 0, distance: 9), weight: 0)
    #expect(relocation.members == [1, 0])
    #expect(relocation.moves(to: [1]).isEmpty)
  }

  @Test("candidates do not depend on the order and parts in which they are offered")
  func orderDoesNotMatter() {
    var generator = Xoshiro256(seed: 641, restart: 0)
    let all = (0..<3000).map { row in
      Candidate(
        row: row, code: Int32(generator.integer(below: 9)),
        distance: Double(generator.integer(below: 500)))
    }
    let sorted = all.filter { $0.distance > 0 }.sorted {
      ($1.distance, $0.row) < ($0.distance, $1.row)
    }
    for capacity in [0, 2, 40, 5000] {
      let expected = Array(sorted.prefix(capacity))
      let forwards = Self.relocation(all, clusterCount: 9, capacity: capacity)
      #expect(forwards.candidates == expected)
      let backwards = Self.relocation(all.reversed(), clusterCount: 9, capacity: capacity)
      #expect(backwards.candidates == expected)
      var merged = Self.relocation(all[1000...], clusterCount: 9, capacity: capacity)
      merged.merge(Self.relocation(all[..<1000], clusterCount: 9, capacity: capacity))
      #expect(merged.candidates == expected)
      #expect(merged.members == forwards.members)
    }
  }
}
