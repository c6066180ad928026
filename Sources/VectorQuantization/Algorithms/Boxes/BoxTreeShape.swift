/// The shape of the box tree over rows in spatial order.
///
/// Leaves have `leafRows` rows, and nodes have `fanOut` children, up to one root. Nodes are
/// numbered level by level, leaves first. The shape depends only on the number of rows.
package struct BoxTreeShape: Sendable, Equatable {
  /// The number of rows of a leaf: a multiple of every kernel set's row group.
  static let leafRows = 192
  /// The number of children of a node.
  static let fanOut = 4

  let rowCount: Int
  /// The number of the first node of each level, leaves first; then the number of all nodes.
  private let starts: [Int]

  init(rowCount: Int) {
    self.rowCount = rowCount
    var starts = [0]
    var count = max(1, (rowCount + Self.leafRows - 1) / Self.leafRows)
    while true {
      starts.append(starts[starts.count - 1] + count)
      if count == 1 { break }
      count = (count + Self.fanOut - 1) / Self.fanOut
    }
    self.starts = starts
  }

  /// The level of the root; leaves have level 0.
  package var height: Int { starts.count - 2 }

  /// The number of nodes.
  var nodeCount: Int { starts[starts.count - 1] }

  /// The nodes of a level.
  package func nodes(_ level: Int) -> Range<Int> { starts[level]..<starts[level + 1] }

  /// The number of rows of a node at a level.
  ///
  /// The last node may have fewer.
  func rowsPerNode(_ level: Int) -> Int {
    (0..<level).reduce(Self.leafRows) { rows, _ in rows * Self.fanOut }
  }

  /// The rows of a node.
  package func rows(_ node: Int, level: Int) -> Range<Int> {
    let length = rowsPerNode(level)
    let start = (node - starts[level]) * length
    return start..<min(start + length, rowCount)
  }

  /// The descendants of a node at a lower level.
  func nodes(below node: Int, level: Int, at lower: Int) -> Range<Int> {
    let width = (lower..<level).reduce(1) { width, _ in width * Self.fanOut }
    let start = starts[lower] + (node - starts[level]) * width
    return start..<min(start + width, starts[lower + 1])
  }
}
