import Foundation
package import VectorQuantization

extension DataKind {
  /// Generates observations; equal arguments give equal observations.
  ///
  /// - Parameters:
  ///   - n: The number of observations.
  ///   - d: The number of features.
  ///   - type: The type of the features.
  /// - Returns: The observations, one a row.
  /// - Throws: ``BenchError/failure(_:)`` if the kind is a file, which must be read.
  package func observations<Scalar: VectorScalar>(
    _ n: Int, _ d: Int, of type: Scalar.Type = Scalar.self
  ) throws(BenchError) -> Matrix<Scalar> {
    switch self {
    case .mixture: Self.mixture(n, d) { $0 }
    // The mixture's values are between -3 and 13.
    case .lattice: Self.mixture(n, d) { min(max((16 * ($0 + 3)).rounded(), 0), 255) }
    case .clean: Self.centers(n, d, spread: 0.1) { $0.integer(below: $1) }
    case .heavyTailed:
      // The rank of a centre is uniform on a logarithmic scale, as in Zipf's law.
      Self.centers(n, d, spread: 1) { random, count in
        min(count - 1, Int(pow(Double(count), random.uniform())) - 1)
      }
    case .uniform: Self.uniform(n, d)
    case .spectrum: Self.spectrum(n, d)
    case .file(let name): throw .failure("\(name) is a file, and cannot be generated")
    }
  }

  /// Observations around √n centres, with clusters that overlap but are not pure noise.
  private static func mixture<Scalar: VectorScalar>(
    _ n: Int, _ d: Int, transform: (Scalar) -> Scalar
  ) -> Matrix<Scalar> {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func uniform() -> Scalar {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Scalar(state >> 40) * 0x1p-24
    }
    let centerCount = Int(Double(n).squareRoot())
    let centers = (0..<(centerCount * d)).map { _ in uniform() * 10 }
    return Matrix(rows: n, columns: d) { output in
      for row in 0..<n {
        let center = row &* 7919 % centerCount
        for feature in 0..<d {
          let spread = uniform() + uniform() + uniform() - 1.5
          output.append(transform(centers[center * d + feature] + 2 * spread))
        }
      }
    }
  }

  /// Observations around √n centres from 0 to 10.
  ///
  /// Each feature is within 1.5 `spread` of the centre's value. `choose` draws the index of an
  /// observation's centre, below a count.
  private static func centers<Scalar: VectorScalar>(
    _ n: Int, _ d: Int, spread: Double, choose: (inout Xoshiro256, Int) -> Int
  ) -> Matrix<Scalar> {
    var random = Xoshiro256(seed: 1, restart: 0)
    let count = Int(Double(n).squareRoot())
    let centers = (0..<(count * d)).map { _ in 10 * random.uniform() }
    return Matrix(rows: n, columns: d) { output in
      for _ in 0..<n {
        let center = choose(&random, count)
        for feature in 0..<d {
          let offset = random.uniform() + random.uniform() + random.uniform() - 1.5
          output.append(Scalar(centers[center * d + feature] + spread * offset))
        }
      }
    }
  }

  private static func uniform<Scalar: VectorScalar>(_ n: Int, _ d: Int) -> Matrix<Scalar> {
    var random = Xoshiro256(seed: 2, restart: 0)
    return Matrix(rows: n, columns: d) { output in
      for _ in 0..<(n * d) { output.append(Scalar(random.uniform())) }
    }
  }

  /// Normal observations in `d` / 8 directions, with some noise in every feature.
  ///
  /// The standard deviation of each direction is nine tenths of the previous one.
  private static func spectrum<Scalar: VectorScalar>(_ n: Int, _ d: Int) -> Matrix<Scalar> {
    var random = Xoshiro256(seed: 3, restart: 0)
    let rank = max(1, d / 8)
    var scale = 1.0
    var loadings: [[Scalar]] = []
    for _ in 0..<rank {
      loadings.append((0..<d).map { _ in Scalar(scale * random.normal()) })
      scale *= 0.9
    }
    var row: [Scalar] = []
    return Matrix(rows: n, columns: d) { output in
      for _ in 0..<n {
        row = (0..<d).map { _ in Scalar(0.2 * (random.uniform() - 0.5)) }
        for loading in loadings {
          let score = Scalar(random.normal())
          for feature in 0..<d { row[feature] += score * loading[feature] }
        }
        for feature in 0..<d { output.append(row[feature]) }
      }
    }
  }
}
