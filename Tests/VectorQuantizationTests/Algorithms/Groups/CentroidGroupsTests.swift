import Testing
import VQTestSupport
import VectorQuantization

@Suite struct CentroidGroupsTests {
  @Test("every centroid is in exactly one group", arguments: [1, 2, 3, 4, 5, 40, 131], [4, 8, 12])
  func dividesAll(_ clusterCount: Int, _ count: Int) {
    let centroids = Matrix<Float>.blobs(rows: clusterCount, columns: 3, clusters: 9, seed: 720)
    let groups = GroupsUnderTest(centroids, count: count).codes
    #expect(groups.count == count)
    #expect(groups.allSatisfy { $0 == $0.sorted() })
    #expect(groups.flatMap { $0 }.sorted() == (0..<Int32(clusterCount)).map { $0 })
  }

  @Test("distant centroids are in different groups")
  func dividesByPlace() {
    // Four places far apart.
    let centroids = Matrix<Double>(
      (0..<64).flatMap { [Double($0 % 4) * 1000, Double($0 / 4)] }, columns: 2)
    let groups = GroupsUnderTest(centroids, count: 12).codes
    #expect(groups.allSatisfy { Set($0.map { $0 % 4 }).count <= 1 })
  }

  @Test("centroids too large to add up are divided into groups")
  func dividesWhatOverflows() {
    let centroids = Matrix<Double>((0..<20).map { $0 % 2 == 0 ? 1e308 : -1e308 }, columns: 1)
    let groups = GroupsUnderTest(centroids, count: 4).codes
    #expect(groups.flatMap { $0 }.sorted() == (0..<20).map { $0 })
  }

  @Test("a group's drift adds up the moves of its fastest centroid")
  func followsFastest() {
    let centroids = Matrix<Float>.blobs(rows: 40, columns: 2, clusters: 9, seed: 721)
    var generator = TestGenerator(seed: 722)
    let moves = (0..<50).map { _ in
      (0..<40).map { _ in Double(generator.integer(below: 1000)) / 7 }
    }
    var groups = GroupsUnderTest(centroids, count: 8)
    for move in moves { groups.follow(move) }
    let (maximum, maximumAbove) = (groups.maximum, groups.maximumAbove)
    for (group, codes) in groups.codes.enumerated() {
      let expected = moves.reduce(0.0) { sum, move in
        sum + (codes.map { move[Int($0)] }.max() ?? 0)
      }
      #expect(maximum[group] == expected)
      #expect(Double(maximumAbove[group]) >= expected)
      #expect(Double(maximumAbove[group]) <= expected * (1 + 1e-6) + 1e-40)
    }
  }
}
