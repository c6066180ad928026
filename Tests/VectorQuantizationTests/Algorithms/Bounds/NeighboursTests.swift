import Testing
import VQTestSupport
import VectorQuantization

/// Neighbour lists hold every centroid within their radius, nearest first.
@Suite struct NeighboursTests {
  @Test(
    "lists are sorted, and complete up to their radii", arguments: ScalarKind.allCases,
    KernelSet.available)
  func areComplete(_ scalar: ScalarKind, _ kernels: KernelSet) {
    func check<Scalar: VectorScalar>(_: Scalar.Type) {
      for (k, columns) in [(17, 1), (150, 3), (331, 9), (100, 40)] {
        for isLattice in [false, true] {
          let centroids: Matrix<Scalar> =
            isLattice
            ? .lattice(rows: k, columns: columns, side: 9, seed: 710)
            : .blobs(rows: k, columns: columns, clusters: 9, seed: 711)
          let radii = (0..<k).map { Float([3, 1, 0, 8, 5.5][$0 % 5]) }
          for longest in [2, 10, 1000] {
            expectComplete(centroids, radii, longest, kernels)
          }
        }
      }
    }
    check(scalar.type)
  }

  @Test("there are no lists if few centroids would have one", arguments: [1, 4])
  func givesUp(_ workers: Int) throws {
    let kernels = try #require(KernelSet.available.first)
    let centroids = Matrix<Float>.blobs(rows: 900, columns: 2, clusters: 1, seed: 712)
    let lists = NeighboursUnderTest(centroids, kernels: kernels, workers: workers)
      .find(within: Array(repeating: 1000, count: 900), longest: 3)
    #expect(lists.isEmpty)
  }

  @Test("either all centroids have lists or none, on any number of workers")
  func agreesAmongWorkers() throws {
    let kernels = try #require(KernelSet.available.first)
    // A third of the centroids lie close together and get no lists.
    let crowd = Matrix<Float>.blobs(rows: 400, columns: 2, clusters: 1, seed: 713, narrowing: 9)
    let others = Matrix<Float>.blobs(rows: 800, columns: 2, clusters: 800, seed: 714)
    let centroids = Matrix(crowd.elements + others.elements, columns: 2)
    let radii = [Float](repeating: 0.5, count: 1200)
    let alone = NeighboursUnderTest(centroids, kernels: kernels, workers: 1)
      .find(within: radii, longest: 10)
    for _ in 0..<5 {
      let found = NeighboursUnderTest(centroids, kernels: kernels, workers: 4)
        .find(within: radii, longest: 10)
      #expect(found.isEmpty || found.count == 1200)
      if !found.isEmpty && !alone.isEmpty { #expect(found == alone) }
    }
  }

  private func expectComplete<Scalar: VectorScalar>(
    _ centroids: Matrix<Scalar>, _ radii: [Float], _ longest: Int, _ kernels: KernelSet
  ) {
    let k = centroids.rowCount
    let lists = NeighboursUnderTest(centroids, kernels: kernels, workers: 3)
      .find(within: radii, longest: longest)
    #expect(lists.isEmpty || lists.count == k)
    if longest >= k { #expect(!lists.isEmpty) }
    for (code, list) in lists.enumerated() {
      let distances = (0..<k).map { distance(centroids, code, $0) }
      #expect(list.codes.count <= longest && list.radius <= radii[code])
      #expect(Set(list.codes).count == list.codes.count && !list.codes.contains(Int32(code)))
      #expect(zip(list.distances, list.distances.dropFirst()).allSatisfy { $0 <= $1 })
      for (other, bound) in zip(list.codes, list.distances) {
        let exact = distances[Int(other)]
        #expect(Double(bound) <= exact && Double(bound) >= exact * (1 - 1e-6) - 1e-30)
      }
      let listed = Set(list.codes)
      for other in 0..<k where other != code && !listed.contains(Int32(other)) {
        #expect(distances[other] >= Double(list.radius) * (1 - 1e-12), "\(code), \(other)")
      }
      let within = (0..<k).count { $0 != code && distances[$0] <= Double(radii[code]) }
      // A list is cut short only if necessary.
      if within <= longest && radii[code] > 0 {
        #expect(list.radius == radii[code] && list.codes.count == within)
      }
      if within > 4 * longest { #expect(list.radius == 0 && list.codes.isEmpty) }
    }
  }

  private func distance<Scalar: VectorScalar>(
    _ centroids: Matrix<Scalar>, _ code: Int, _ other: Int
  ) -> Double {
    (0..<centroids.columnCount).reduce(0) { sum, column in
      let difference = Double(centroids[code, column]) - Double(centroids[other, column])
      return sum + difference * difference
    }.squareRoot()
  }
}
