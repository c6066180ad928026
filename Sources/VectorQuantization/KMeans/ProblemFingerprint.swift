/// A hash of the observations, and one of all options that change the result.
struct ProblemFingerprint: Sendable, Equatable {
  var observations: UInt64
  var options: UInt64

  /// The maximum number of rows that are hashed; the moments cover all rows.
  private static var sampleRows: Int { 1024 }

  /// Computes the fingerprint of a call after its moments; `nil` if the call was stopped.
  init?<Scalar: VectorScalar>(
    of fit: borrowing Fit<Scalar>, _ call: FitCall<Scalar>, sumsAreLloyds: Bool
  ) {
    let (tiles, weights, stop) = (fit.input.observations, fit.input.weights, fit.execution.stop)
    var hash = BitHash()
    hash.add(MemoryLayout<Scalar>.size, tiles.rowCount, tiles.columnCount)
    hash.add(fit.moments.mean)
    hash.add(fit.moments.variance)
    let count = min(Self.sampleRows, tiles.rowCount)
    for position in 0..<count {
      // The formula used for samples elsewhere, written so that no product overflows.
      let row = tiles.rowCount / count * position + tiles.rowCount % count * position / count
      let elements = tiles.rows(row..<(row + 1), by: nil)
      for column in 0..<tiles.columnCount { hash.add(Double(elements[0, column])) }
    }
    if let weights, !hash.add(weights, stop: stop) { return nil }
    observations = hash.value

    hash = BitHash()
    for influence in KMeans.influences { influence.add(fit.options, &hash) }
    // Another method to compute the sums may give other bits.
    hash.add(call.keepsLastAssignment ? 1 : 0, sumsAreLloyds ? 0 : 1, call.starts.count)
    for start in call.starts {
      if !hash.add(start.elements.span, stop: stop) { return nil }
    }
    self.options = hash.value
  }

  init(observations: UInt64, options: UInt64) {
    self.observations = observations
    self.options = options
  }
}

/// A hash of the bits of numbers that is the same in every process: FNV-1a, one word at a time.
package struct BitHash {
  package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  package init() {}

  package mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x0000_0100_0000_01B3
    // Many words differ only in their high bits, which a multiplication alone does not mix into the
    // low bits.
    value ^= value >> 32
  }

  mutating func add(_ number: Double) { add(number.bitPattern) }

  mutating func add(_ numbers: [Double]) {
    for number in numbers { add(number) }
  }

  /// Adds numbers; returns false if `stop` was raised, which is polled once every million numbers.
  fileprivate mutating func add<Scalar: VectorScalar>(
    _ numbers: Span<Scalar>, stop: StopFlag?
  ) -> Bool {
    for index in numbers.indices {
      if index & 0xF_FFFF == 0xF_FFFF, let stop, stop.isRaised { return false }
      add(Double(numbers[index]))
    }
    return true
  }

  mutating func add(_ numbers: Int...) {
    for number in numbers { add(UInt64(bitPattern: Int64(number))) }
  }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    for byte in text.utf8 { add(Int(byte)) }
  }
}
