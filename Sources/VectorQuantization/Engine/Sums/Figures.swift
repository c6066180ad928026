/// The weighted sum of squared distances and that of distances, scaled, for each chunk of each run.
struct Figures: ~Copyable, Sendable {
  private let chunkCount: Int
  private var numbers: TileMemory<Double>

  init(slotCount: Int, chunkCount: Int) {
    self.chunkCount = chunkCount
    numbers = TileMemory(count: slotCount * chunkCount * 2)
  }

  /// The two figures of a chunk.
  @_lifetime(borrow self)
  func chunk(_ chunk: Int, slot: Int) -> MutableSpan<Double> {
    let number = slot * chunkCount + chunk
    return numbers.lend((2 * number)..<(2 * number + 2))
  }

  /// The figures of all of a run's chunks.
  @_lifetime(borrow self)
  func all(slot: Int) -> MutableSpan<Double> {
    numbers.lend((2 * slot * chunkCount)..<(2 * (slot + 1) * chunkCount))
  }

  /// Merges the figures of a run's chunks.
  mutating func merged(slot: Int) -> (inertia: Double, distances: Double) {
    var records = all(slot: slot)
    Reducer.forEachPair(chunkCount) { left, right in
      records[2 * left] += records[2 * right]
      records[2 * left + 1] += records[2 * right + 1]
    }
    return (records[0], records[1])
  }
}

extension MutableSpan<Double> {
  /// Adds the squared distances of a tile's rows, and their roots, in the order of the rows.
  mutating func add<Scalar: VectorScalar>(
    squaredDistances squared: Span<Double>, rowCount: Int, weights: Span<Scalar>?
  ) {
    var inertia = 0.0
    var distances = 0.0
    if let weights {
      for row in 0..<rowCount {
        let weight = Double(weights[row])
        // A square that overflows would make the sums NaN, and its weight says that it counts nothing.
        if weight == 0 { continue }
        inertia += weight * squared[row]
        distances += weight * squared[row].squareRoot()
      }
    } else {
      for row in 0..<rowCount {
        inertia += squared[row]
        distances += squared[row].squareRoot()
      }
    }
    self[0] += inertia
    self[1] += distances
  }
}
