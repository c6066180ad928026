import VQTestSupport
import VectorQuantization

/// The kinds of observations that the golden problems have.
///
/// All follow from integers by sums and products alone, so they have the same bits everywhere.
enum GoldenInput: Sendable, CustomStringConvertible {
  /// Clusters that overlap here and there.
  case blobs
  /// Uniform integers of 20 bits, in which runs take many iterations.
  case noise
  /// Integers from 0 to 2: many exact ties.
  case lattice
  /// Integers from 0 to 99, which every element type holds.
  case bytes
  /// Integers from -50 to 49.
  case signedBytes
  /// Five distinct rows, each many times.
  case duplicates
  /// Blobs times a factor.
  case scaled(Double)
  /// Blobs plus a number.
  case offset(Double)
  /// Blobs whose rows differ in magnitude by up to 2⁶⁰.
  case mixed
  /// Blobs whose spread falls by half every other column, so that a few directions hold most of it.
  case shrinking
  /// Blobs with an infinite number in row 300.
  case infinite
  /// The rows 300 and 301 lie near the maximum of `Double`.
  case enormous

  func make<Scalar: VectorScalar>(_: Scalar.Type, _ shape: Shape) -> Matrix<Scalar> {
    let seed = UInt64(shape.rows + shape.columns)
    let blobs = { Matrix<Scalar>.blobs(shape, seed: seed) }
    switch self {
    case .blobs: return blobs()
    case .noise: return .lattice(shape, side: 1 << 20, seed: seed)
    case .lattice: return .lattice(shape, side: 3, seed: seed)
    case .bytes: return .lattice(shape, side: 100, seed: seed)
    case .signedBytes:
      return Matrix.lattice(shape, side: 100, seed: seed).mapElements { (number: Scalar) in
        number - 50
      }
    case .duplicates: return .duplicates(shape, seed: seed)
    case .scaled(let factor): return blobs().mapElements { Scalar(Double($0) * factor) }
    case .offset(let offset): return blobs().mapElements { Scalar(Double($0) + offset) }
    case .mixed:
      var generator = TestGenerator(seed: ~seed)
      let factors = (0..<shape.rows).map { _ in
        Double(sign: .plus, exponent: generator.integer(below: 60) - 30, significand: 1.1)
      }
      let elements = blobs().elements.enumerated().map { position, element in
        Scalar(Double(element) * factors[position / shape.columns])
      }
      return Matrix(elements, columns: shape.columns)
    case .shrinking:
      let elements = blobs().elements.enumerated().map { position, element in
        let column = position % shape.columns
        return element * Scalar(sign: .plus, exponent: Scalar.Exponent(-column / 2), significand: 1)
      }
      return Matrix(elements, columns: shape.columns)
    case .infinite:
      var matrix = blobs()
      matrix[300, 0] = .infinity
      return matrix
    case .enormous:
      var matrix = blobs()
      matrix[300, 0] = .greatestFiniteMagnitude
      matrix[301, 0] = -.greatestFiniteMagnitude
      return matrix
    }
  }

  var description: String {
    switch self {
    case .blobs: "blobs"
    case .noise: "noise"
    case .lattice: "lattice"
    case .bytes: "bytes"
    case .signedBytes: "signed-bytes"
    case .duplicates: "duplicates"
    case .scaled(let factor): "scaled-\(factor)"
    case .offset(let offset): "offset-\(offset)"
    case .mixed: "mixed"
    case .shrinking: "shrinking"
    case .infinite: "infinite"
    case .enormous: "enormous"
    }
  }

  /// Weights of many digits, some of them 0.
  static func weights<Scalar: VectorScalar>(_: Scalar.Type, _ rows: Int) -> [Double] {
    (0..<rows).map { Double(Scalar(($0 * 37 + 5) % 101) / 7) }
  }
}
