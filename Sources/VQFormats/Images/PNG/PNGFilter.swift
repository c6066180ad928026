/// A filter of a PNG row: bytes are stored as differences from a prediction.
///
/// The prediction uses the bytes to the left and above.
enum PNGFilter: UInt8, CaseIterable {
  case none, sub, up, average, paeth

  /// Reconstructs a row from its differences.
  ///
  /// - Parameters:
  ///   - stored: The differences.
  ///   - above: The row above; zeros for the first row.
  ///   - row: Receives the row; it has the length of the other two.
  ///   - step: The distance between pixels in bytes.
  func undo(
    _ stored: Span<UInt8>, above: Span<UInt8>, into row: inout MutableSpan<UInt8>, step: Int
  ) {
    let count = stored.count
    precondition(above.count == count && row.count == count, "rows have one length")
    let start = min(step, count)
    switch self {
    case .none:
      for i in 0..<count { row[i] = stored[i] }
    case .sub:
      for i in 0..<start { row[i] = stored[i] }
      for i in start..<count { row[i] = stored[i] &+ row[i - step] }
    case .up:
      for i in 0..<count { row[i] = stored[i] &+ above[i] }
    case .average:
      for i in 0..<start { row[i] = stored[i] &+ above[i] >> 1 }
      for i in start..<count { row[i] = stored[i] &+ Self.mean(row[i - step], above[i]) }
    case .paeth:
      for i in 0..<start { row[i] = stored[i] &+ above[i] }
      for i in start..<count {
        row[i] = stored[i] &+ Self.paeth(row[i - step], above[i], above[i - step])
      }
    }
  }

  /// Computes the differences of a row from the predictions.
  func apply(
    to row: Span<UInt8>, above: Span<UInt8>, into stored: inout MutableSpan<UInt8>, step: Int
  ) {
    let count = row.count
    precondition(above.count == count && stored.count == count, "rows have one length")
    let start = min(step, count)
    switch self {
    case .none:
      for i in 0..<count { stored[i] = row[i] }
    case .sub:
      for i in 0..<start { stored[i] = row[i] }
      for i in start..<count { stored[i] = row[i] &- row[i - step] }
    case .up:
      for i in 0..<count { stored[i] = row[i] &- above[i] }
    case .average:
      for i in 0..<start { stored[i] = row[i] &- above[i] >> 1 }
      for i in start..<count { stored[i] = row[i] &- Self.mean(row[i - step], above[i]) }
    case .paeth:
      for i in 0..<start { stored[i] = row[i] &- above[i] }
      for i in start..<count {
        stored[i] = row[i] &- Self.paeth(row[i - step], above[i], above[i - step])
      }
    }
  }

  private static func mean(_ left: UInt8, _ above: UInt8) -> UInt8 {
    (left & above) &+ (left ^ above) >> 1
  }

  /// The one of three bytes that is nearest to `left` + `above` - `corner`; the first one on a tie.
  @inline(__always)
  private static func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int32(left), Int32(above), Int32(corner))
    let (toLeft, toAbove, toCorner) = (abs(b &- c), abs(a &- c), abs(a &+ b &- c &- c))
    if toLeft <= toAbove && toLeft <= toCorner { return left }
    return toAbove <= toCorner ? above : corner
  }
}
