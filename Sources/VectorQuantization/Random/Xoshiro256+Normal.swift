extension Xoshiro256 {
  /// A number with the standard normal distribution.
  ///
  /// Only uniform numbers are drawn and compared, and no logarithm or cosine is taken, whose last
  /// bits differ from one system's library to the next. C. F. F. Karney, "Sampling exactly from the
  /// normal distribution", ACM Transactions on Mathematical Software 42, 2016, algorithm N.
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

  /// True with probability exp(-`exponent`), for an exponent of [0, 1].
  ///
  /// J. von Neumann's method: of a run of falling draws, the first below the exponent, the length
  /// is even with that probability.
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
