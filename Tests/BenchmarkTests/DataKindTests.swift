import Testing
import VectorQuantization
import vq_bench

@Suite struct DataKindTests {
  static let generated: [DataKind] = [
    .mixture, .clean, .uniform, .spectrum, .heavyTailed, .lattice,
  ]

  @Test("generates the requested kind, identically each time", arguments: generated)
  func isDeterministic(_ kind: DataKind) throws {
    let observations: Matrix<Float> = try kind.observations(300, 17)
    let again: Matrix<Float> = try kind.observations(300, 17)
    #expect(again == observations)
    #expect(observations.rowCount == 300)
    #expect(observations.columnCount == 17)
    #expect(observations.elements.allSatisfy { $0.isFinite })
    #expect(Set(observations.elements).count > 100)
  }

  @Test("generates both scalar types", arguments: generated)
  func generatesDoubles(_ kind: DataKind) throws {
    let observations: Matrix<Double> = try kind.observations(50, 2)
    #expect(observations.elements.count == 100)
  }

  @Test func generatesWholeNumbersAsPixelsAre() throws {
    let lattice: Matrix<Float> = try DataKind.lattice.observations(1000, 3)
    #expect(lattice.elements.allSatisfy { $0 == $0.rounded() && (0...255).contains($0) })
  }

  @Test func givesMostOfHeavyTailedDataToFewClusters() throws {
    // The centres of the first ranks have most of the rows; rows of one centre are close together.
    let data: Matrix<Float> = try DataKind.heavyTailed.observations(2500, 8)
    let search = KMeans(clusterCount: 50, seed: 1)
    let counts = try search.fit(data.span).counts.sorted(by: >)
    #expect(counts.prefix(10).reduce(0, +) > 1250)
  }

  @Test func cannotGenerateFiles() {
    #expect(throws: BenchError.self) {
      _ = try DataKind.file("pixels").observations(2, 2, of: Float.self)
    }
  }
}
