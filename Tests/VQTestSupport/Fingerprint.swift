package import VectorQuantization

/// A hash that Swift and Python compute identically: FNV-1a, one bit pattern at a time.
package struct Fingerprint: CustomStringConvertible {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Hashes the elements of a matrix, row by row.
  package init<Scalar: VectorScalar>(_ matrix: Matrix<Scalar>) {
    for element in matrix.elements {
      append(
        Scalar.self == Float.self
          ? UInt64(Float(element).bitPattern) : Double(element).bitPattern)
    }
  }

  /// Hashes codes, in order.
  package init(_ codes: [Int32]) {
    for code in codes { append(UInt64(UInt32(bitPattern: code))) }
  }

  package var description: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private mutating func append(_ word: UInt64) {
    state = (state ^ word) &* 0x0000_0100_0000_01B3
  }
}
