/// How a row of a PNG file is stored: as differences from a guess made of the bytes to its left and
/// above it.
enum PNGFilter: UInt8, CaseIterable {
  case none, sub, up, average, paeth

  /// Adds the guesses to a row of differences.
  ///
  /// - Parameters:
  ///   - stored: The differences.
  ///   - above: The row above; zeros for the first.
  ///   - row: Becomes the row; as long as the other two.
  ///   - step: The bytes from a pixel to the next.
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

  /// The differences of a row from the guesses, appended.
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

  /// Whichever of three bytes is nearest to `left` + `above` - `corner`, the first on a tie.
  @inline(__always)
  private static func paeth(_ left: UInt8, _ above: UInt8, _ corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int32(left), Int32(above), Int32(corner))
    let (toLeft, toAbove, toCorner) = (abs(b &- c), abs(a &- c), abs(a &+ b &- c &- c))
    if toLeft <= toAbove && toLeft <= toCorner { return left }
    return toAbove <= toCorner ? above : corner
  }
}
