import VQTestSupport
import VectorQuantization

extension GoldenProblem {
  /// Sums of blocks: weights, origins, moved rows, merging, the next centroids.
  static let blocks = [
    GoldenBlocks("blocks", .blobs, Shape(1000, 3, 7), blockRows: 96),
    GoldenBlocks("blocks origin", .offset(1e4), Shape(1000, 3, 7), blockRows: 96, hasOrigin: true),
    GoldenBlocks("blocks mixed", .mixed, Shape(1000, 3, 7), blockRows: 1),
    GoldenBlocks("blocks tiles", .noise, Shape(5000, 7, 11), blockRows: 1100),
    GoldenBlocks("blocks large", .blobs, Shape(400, 64, 60), blockRows: 100),
  ].flatMap { blocks in
    ScalarKind.allCases.flatMap { scalar in
      [(false, false), (true, false), (false, true), (true, true)].map { isWeighted, hasMoves in
        let words = [
          blocks.name, "\(scalar)", isWeighted ? "weighted" : "", hasMoves ? "moved" : "",
        ]
        return GoldenProblem(name: words.filter { !$0.isEmpty }.joined(separator: " ")) { setting in
          try blocks.hash(scalar.type, isWeighted, hasMoves, setting)
        }
      }
    }
  }
}

/// Observations that are added up in blocks.
private struct GoldenBlocks: Sendable {
  let name: String
  let input: GoldenInput
  let shape: Shape
  let blockRows: Int
  let hasOrigin: Bool

  init(
    _ name: String, _ input: GoldenInput, _ shape: Shape, blockRows: Int, hasOrigin: Bool = false
  ) {
    self.name = name
    self.input = input
    self.shape = shape
    self.blockRows = blockRows
    self.hasOrigin = hasOrigin
  }

  /// Adds up all blocks at once, then the first and the second half apart.
  func hash<Scalar: VectorScalar>(
    _: Scalar.Type, _ isWeighted: Bool, _ hasMoves: Bool, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    let observations = input.make(Scalar.self, shape)
    let book = Codebook<Double>(Codebook(observations.randomRows(shape.clusterCount, seed: 3)))
    let origin = hasOrigin ? observations.rows(at: [0]).elements.map { Double($0) + 0.3 } : nil
    let moved: [Int: Int32] = hasMoves ? [3: 4, 17: 0, 200: 2, shape.rows - 1: 1] : [:]
    let weights = GoldenInput.weights(Scalar.self, shape.rows)

    func adding(_ rows: Range<Int>, firstBlock: Int) throws -> (sums: BlockSums, codes: [Int32]) {
      let weights = Array(weights[rows])
      return try BlockSums.adding(
        Observations(observations.span.rows(rows)), weights: isWeighted ? weights : nil,
        assignedTo: book, firstBlock: firstBlock, blockRows: blockRows, origin: origin,
        moved: moved, workers: setting.workers)
    }
    let blockCount = (shape.rows - 1) / blockRows + 1
    var half = 1
    while 2 * half < blockCount { half *= 2 }
    let whole = try adding(0..<shape.rows, firstBlock: 0)
    var merged = try adding(0..<(half * blockRows), firstBlock: 0).sums
    try merged.merge(adding((half * blockRows)..<shape.rows, firstBlock: half).sums)
    let step = try whole.sums.centroids(after: book, origin: origin)

    var hash = GoldenHash()
    hash.add(whole.codes)
    hash.add(whole.sums.encoded)
    hash.add(merged.encoded)
    hash.add(step.centroids)
    hash.add(step.centroidShift)
    hash.add(step.emptyClusters)
    return hash
  }
}
