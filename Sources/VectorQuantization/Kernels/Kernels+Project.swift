internal import CVQKernels

// Projections of rows on a subspace. [unsafe 2 of 3]

extension Kernels {
  /// Projects rows on the directions of a subspace and computes their norms.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - frame: The frame that the rows are translated and scaled into.
  ///   - subspace: The directions, or all directions, and the power of two that multiplies the
  ///     results.
  ///   - projected: Receives `subspace.width` numbers per row.
  ///   - norms: Receives the norms of the rows.
  func project(
    _ rows: MatrixSpan<Scalar>, frame: FrameSpan<Scalar>, on subspace: Subspace,
    into projected: inout MutableSpan<Float>, norms: inout MutableSpan<Float>
  ) {
    project(
      rows, frame: frame, on: subspace.basis, unit: subspace.slack.unit, into: &projected,
      norms: &norms)
  }

  /// Projects rows on the directions of a basis, or on all directions if `basis` is `nil`.
  func project(
    _ rows: MatrixSpan<Scalar>, frame: FrameSpan<Scalar>, on basis: PanelBasis?, unit: Double,
    into projected: inout MutableSpan<Float>, norms: inout MutableSpan<Float>
  ) {
    let (n, d) = (rows.rowCount, rows.columnCount)
    let r = basis?.directionCount ?? 0
    precondition(frame.shift.count == d && (basis?.featureCount ?? d) == d)
    precondition(r <= PanelBasis.mostDirections)
    precondition(projected.count >= n * (basis?.width ?? d) && norms.count >= n)
    let directions = basis?.elements.span
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe frame.withC { frame in
        unsafe projected.withUnsafeMutableBufferPointer { projected in
          unsafe norms.withUnsafeMutableBufferPointer { norms in
            unsafe Self.withPointer(to: directions) { directions in
              unsafe table.pointee.project(
                x.raw, rows.rowStride, n, d, frame, directions, r, unit, projected.first,
                norms.first)
            }
          }
        }
      }
    }
  }
}

/// Directions as the kernel reads them: panels of 8, with their coordinates feature by feature.
struct PanelBasis: Sendable {
  static let mostDirections = Int(VQK_MAXIMUM_DIRECTIONS)

  let featureCount: Int
  let directionCount: Int
  let elements: [Double]

  /// The length of a projected row: its coordinates, and the norm of the remainder.
  var width: Int { directionCount + 1 }

  /// Packs directions that are stored one after the other.
  init(_ directions: [Double], directionCount: Int, featureCount: Int) {
    let width = PackedPanel.width
    let panels = (directionCount + width - 1) / width
    var elements = [Double](repeating: 0, count: panels * width * featureCount)
    for direction in 0..<directionCount {
      let start = direction / width * width * featureCount + direction % width
      for feature in 0..<featureCount {
        elements[start + feature * width] = directions[direction * featureCount + feature]
      }
    }
    self.init(
      elements: elements, directionCount: directionCount, featureCount: featureCount)
  }

  init(elements: [Double], directionCount: Int, featureCount: Int) {
    self.elements = elements
    self.directionCount = directionCount
    self.featureCount = featureCount
  }
}
