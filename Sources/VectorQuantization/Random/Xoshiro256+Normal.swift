extension Xoshiro256 {
  /// Draws a number from the standard normal distribution.
  ///
  /// The method only draws and compares uniform numbers. It needs no logarithm or cosine, whose
  /// last bits differ between system libraries. C. F. F. Karney, "Sampling exactly from the normal
  /// distribution", ACM Transactions on Mathematical Software 42, 2016, algorithm N.
  package mutating func normal() -> Double {
    while true {
      // The integer part k has probability proportional to exp(-k²/2): a geometric draw of
      // exp(-1/2), kept with probability exp(-k(k - 1)/2).
      var whole = 0
      while happens(withExponent: 0.5) { whole += 1 }
      let isKept = (0..<(whole * (whole - 1))).allSatisfy { _ in happens(withExponent: 0.5) }
      guard isKept else { continue }

      // The fraction x is kept with probability exp(-x(2k + x)/2), in k + 1 equal factors.
      let fraction = uniform()
      let factor = fraction * (2 * Double(whole) + fraction) / (2 * Double(whole) + 2)
      guard (0...whole).allSatisfy({ _ in happens(withExponent: factor) }) else { continue }
      let value = Double(whole) + fraction
      return next() >> 63 == 0 ? value : -value
    }
  }

  /// Returns true with probability exp(-`exponent`), for an exponent in [0, 1].
  ///
  /// J. von Neumann's method: draws numbers while they fall, the first below the exponent. The
  /// length of such a run is even with exactly that probability.
  private mutating func happens(withExponent exponent: Double) -> Bool {
    var last = exponent
    var isEven = true
    while true {
      let draw = uniform()
      if draw >= last { return isEven }
      last = draw
      isEven.toggle()
    }
  }
}
