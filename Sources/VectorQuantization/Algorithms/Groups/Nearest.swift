/// The nearest of a few centroids, and the second-smallest squared distance.
struct Nearest {
  private(set) var code: Int32
  private(set) var squared: Double
  /// The smallest squared distance to any other centroid; infinite if there is none.
  private(set) var second = Double.infinity

  init(code: Int32, squared: Double) {
    self.code = code
    self.squared = squared
  }

  @inline(__always)
  mutating func take(_ code: Int32, squared: Double) {
    if squared < self.squared {
      (second, self.squared, self.code) = (self.squared, squared, code)
    } else if squared < second {
      second = squared
    }
  }

  /// True if the nearest centroid is certain despite rounding errors.
  @inline(__always)
  func isCertain(featureCount: Int) -> Bool {
    let roundoff = 2 * Double(featureCount + 4) * Double.ulpOfOne
    // Squares below the constant may have underflowed.
    return squared * (1 + roundoff) + 0x1p-900 < second
  }
}
