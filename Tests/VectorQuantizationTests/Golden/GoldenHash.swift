import VectorQuantization

/// FNV-1a of whole words.
///
/// The library has its own hash, which may change without this one.
struct GoldenHash: Sendable, Equatable, CustomStringConvertible {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ word: UInt64) {
    state = (state ^ word) &* 0x0000_0100_0000_01B3
    // A multiplication alone carries no difference from high bits to low ones.
    state ^= state >> 29
  }

  mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }

  /// Adds the bits of a number, with one pattern for all NaNs.
  mutating func add(_ number: some BinaryFloatingPoint) {
    add(number.isNaN ? UInt64.max : Double(number).bitPattern)
  }

  mutating func add(_ numbers: [some BinaryFloatingPoint]) {
    add(numbers.count)
    for number in numbers { add(number) }
  }

  mutating func add(_ numbers: [some FixedWidthInteger]) {
    add(numbers.count)
    for number in numbers { add(Int(number)) }
  }

  mutating func add<Scalar: VectorScalar>(_ matrix: Matrix<Scalar>) {
    add(matrix.columnCount)
    add(matrix.elements)
  }

  /// Adds all of a clustering, except the effort.
  mutating func add<Scalar: VectorScalar>(_ clustering: Clustering<Scalar>) {
    add(clustering.codebook.centroids)
    add(clustering.codes)
    add(clustering.counts)
    add(clustering.inertia)
    add(clustering.distortion)
    add(clustering.iterations)
    add(clustering.outcome.rawValue.utf8.map { Int($0) })
    add(clustering.restart)
  }

  /// Adds what an error says with numbers; its words may change.
  mutating func add(_ error: ClusteringError) {
    let numbers =
      switch error {
      case .emptyCluster(let code, let iteration): [1, code, iteration]
      case .notFinite(let row, let column): [2, row, column]
      case .codebookNotFinite(let row, let column): [3, row, column]
      case .magnitudeTooLarge(let row, let column): [4, row, column]
      case .tooFewObservations(let rows, let clusters): [5, rows, clusters]
      case .invalidWeight(let row): [6, row ?? -1]
      case .unreadable(let row): [7, row]
      default: [0]
      }
    add(numbers)
  }

  var description: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
