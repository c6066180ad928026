import VectorQuantization

/// A named problem to time: what a figure in the documents refers to.
struct Scenario: Sendable {
  enum ScalarType: String { case f32, f64 }

  let name: String
  let n: Int
  let d: Int
  let k: Int
  let scalar: ScalarType
  /// The iterations timed beyond the first.
  let iterations: Int

  static let all = [
    Scenario(name: "palette", n: 1_000_000, d: 3, k: 256, scalar: .f32, iterations: 20),
    Scenario(name: "map", n: 4_000_000, d: 2, k: 64, scalar: .f64, iterations: 10),
    Scenario(name: "few", n: 4_000_000, d: 8, k: 8, scalar: .f32, iterations: 10),
    Scenario(name: "mid", n: 1_000_000, d: 16, k: 100, scalar: .f32, iterations: 10),
    Scenario(name: "mid64", n: 1_000_000, d: 16, k: 100, scalar: .f64, iterations: 10),
    Scenario(name: "d32", n: 500_000, d: 32, k: 256, scalar: .f32, iterations: 10),
    Scenario(name: "sift", n: 200_000, d: 128, k: 1024, scalar: .f32, iterations: 5),
    Scenario(name: "embed", n: 60_000, d: 768, k: 1024, scalar: .f32, iterations: 3),
  ]

  /// Multiply-adds of one iteration's scores.
  var multiplyAdds: Double { Double(n) * Double(d) * Double(k) }

  /// Observations around √n centres, so that clusters are neither clean nor noise.
  func observations<Scalar: VectorScalar>(of type: Scalar.Type) -> Matrix<Scalar> {
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
          output.append(centers[center * d + feature] + 2 * spread)
        }
      }
    }
  }
}
