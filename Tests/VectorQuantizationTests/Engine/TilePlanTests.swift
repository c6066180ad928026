import Testing
import VectorQuantization

@Suite struct TilePlanTests {
  private static let rowCounts = [0, 1, 47, 48, 49, 383, 384, 385, 5000, 99_999, 200_000]

  /// The plans of many shapes with `rowCount` rows.
  private func plans(rowCount: Int) -> [TilePlan] {
    var plans: [TilePlan] = []
    for featureCount in [1, 3, 64, 1000, 100_000] {
      for clusterCount in [1, 40, 1000, 100_000] {
        for scalarSize in [4, 8] {
          plans.append(
            TilePlan(
              rowCount: rowCount, featureCount: featureCount, clusterCount: clusterCount,
              scalarSize: scalarSize))
        }
      }
    }
    return plans
  }

  @Test("chunks partition the rows, and tiles partition the chunks", arguments: rowCounts)
  func everyRowIsInOneTile(_ rowCount: Int) {
    for plan in plans(rowCount: rowCount) {
      var end = 0
      for chunk in 0..<plan.chunkCount {
        let rows = plan.rows(ofChunk: chunk)
        #expect(rows.lowerBound == end)
        #expect(!rows.isEmpty)
        var isConsecutive = true
        plan.forEachTile(ofChunk: chunk) { tile in
          isConsecutive = isConsecutive && tile.lowerBound == end && !tile.isEmpty
          // The engine finds the tile of a row by division.
          isConsecutive = isConsecutive && tile.lowerBound.isMultiple(of: plan.tileRows)
          isConsecutive = isConsecutive && tile.count <= plan.tileRows
          end = tile.upperBound
        }
        #expect(isConsecutive)
        #expect(rows.upperBound == end)
      }
      #expect(end == rowCount)
    }
  }

  @Test(
    "tiles are multiples of a row group, and chunks are multiples of a tile", arguments: rowCounts)
  func sizesAreMultiples(_ rowCount: Int) {
    for plan in plans(rowCount: rowCount) {
      #expect(plan.tileRows > 0 && plan.tileRows.isMultiple(of: 48))
      #expect(plan.chunkRows > 0 && plan.chunkRows.isMultiple(of: plan.tileRows))
    }
  }

  @Test("tiles have at least 192 rows if the codebook does not fit a second-level cache")
  func tilesOfLargeCodebooks() {
    for (featureCount, clusterCount, scalarSize) in [
      (512, 8193, 4), (2048, 2049, 4), (4096, 600, 8),
    ] {
      let plan = TilePlan(
        rowCount: 100_000, featureCount: featureCount, clusterCount: clusterCount,
        scalarSize: scalarSize)
      #expect(plan.tileRows >= 192)
    }
    let plan = TilePlan(rowCount: 100_000, featureCount: 2048, clusterCount: 100, scalarSize: 4)
    #expect(plan.tileRows == 48)
  }

  @Test("partial sums fit their budget, or the number of chunks is minimal", arguments: rowCounts)
  func partialSumsKeepToTheirBudget(_ rowCount: Int) {
    let (budget, fewestChunks, mostChunks) = (16 << 20, 4, 256)
    for plan in plans(rowCount: rowCount) {
      #expect(plan.chunkCount <= mostChunks)
      #expect(plan.partialSumBytes <= budget || plan.chunkCount <= fewestChunks)
    }
  }

  @Test("a large codebook has sums by code and still many chunks")
  func largeCodebooksSumByCode() {
    func plan(_ clusterCount: Int) -> TilePlan {
      .iterating(rowCount: 200_000, featureCount: 128, clusterCount: clusterCount, scalarSize: 4)
    }
    #expect(!plan(200).sumsByCode && plan(200).chunkCount >= 64)
    #expect(plan(1024).sumsByCode && plan(1024).chunkCount >= 64)
    #expect(plan(1024).partialSumBytes == 0)
  }

  @Test("many rows give enough chunks for several threads")
  func manyRowsMakeEnoughChunks() {
    for plan in plans(rowCount: 200_000) { #expect(plan.chunkCount >= 4) }
  }

  @Test("equal shapes have equal plans")
  func planFollowsFromTheShape() {
    #expect(plans(rowCount: 5000) == plans(rowCount: 5000))
    #expect(plans(rowCount: 5000) != plans(rowCount: 5001))
  }
}
