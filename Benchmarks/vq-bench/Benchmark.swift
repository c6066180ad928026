import VectorQuantization

@main struct Bench {
  static func generate(_ n: Int, _ d: Int) -> Matrix<Float> {
    var state: UInt64 = 12345
    return Matrix(rows: n, columns: d) { out in
      for _ in 0..<(n * d) {
        state ^= state << 13; state ^= state >> 7; state ^= state << 17
        out.append(Float(state >> 40) * 0x1p-24)
      }
    }
  }
  static func time(_ name: String, _ n: Int, _ d: Int, _ k: Int, iterations m: Int) throws {
    let x = generate(n, d)
    let clock = ContinuousClock()
    var search = KMeans(clusterCount: k)
    search.stopping = .never
    search.initialization = .points
    search.seed = 1
    func run(_ iterations: Int) throws -> Double {
      search.maximumIterations = iterations
      var best = 1e9
      for _ in 0..<3 {
        let t = try clock.measure { _ = try search.fit(x.span) }
        best = min(best, Double(t.components.seconds) + 1e-18 * Double(t.components.attoseconds))
      }
      return best
    }
    let one = try run(1)
    let many = try run(1 + m)
    let per = (many - one) / Double(m)
    print(
      name, "ms/iter", per * 1e3, "GFLOP/s", 2 * Double(n) * Double(d) * Double(k) / per * 1e-9,
      "first", one * 1e3)
  }
  static func main() throws {
    try time("palette", 1_000_000, 3, 256, iterations: 10)
    try time("mid", 1_000_000, 16, 100, iterations: 5)
    try time("few", 4_000_000, 8, 8, iterations: 5)
    try time("sift", 200_000, 128, 1024, iterations: 3)
    try time("embed", 60_000, 768, 1024, iterations: 2)
  }
}
