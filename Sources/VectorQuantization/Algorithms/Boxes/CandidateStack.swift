/// Some centroids among those of a ``CandidateStack``, in ascending order of their codes.
struct CandidateList {
  /// The place of the first.
  let start: Int
  let count: Int

  /// How many places the list takes: whole vectors.
  var stride: Int { (count + 7) / 8 * 8 }

  /// The place after the list.
  var end: Int { start + stride }
}

/// Lists of centroids, each of which is a part of the one below it.
///
/// A list holds what may be nearest to some point of a box. For a box within that box, most of it can
/// be given up: c can, if the centroid z nearest to the middle of the box is nearer than c to the
/// corner that lies farthest in the direction of c − z, for then it is so everywhere in the box
/// (T. Kanungo et al., IEEE PAMI 24, 2002; D. Pelleg and A. Moore, KDD 1999).
///
/// That is decided in `Double` and only where rounding cannot be why, so a centroid that is exactly
/// as near as another is kept.
package struct CandidateStack: Sendable {
  let featureCount: Int
  /// The share of the magnitudes added up that rounding may amount to.
  private let slack: Double
  private(set) var codes: [Int32] = []
  /// For each list, the scaled coordinates of its centroids, feature by feature.
  private(set) var coordinates: [Double] = []

  init(featureCount: Int) {
    self.featureCount = featureCount
    // Twice what Docs/Internals/Numerics.md derives.
    slack = Double(featureCount + 8) * Double.ulpOfOne
  }

  /// Forgets every list, and begins one of the centroids of some codes.
  mutating func begin(
    with chosen: [Int32], of centroids: MatrixSpan<Double>, scale: Double
  ) -> CandidateList {
    let list = CandidateList(start: 0, count: chosen.count)
    reserve(list.end)
    for place in 0..<list.count {
      codes[place] = chosen[place]
      let centroid = centroids[row: Int(chosen[place])]
      for feature in 0..<featureCount {
        coordinates[feature * list.stride + place] = centroid[feature] * scale
      }
    }
    return list
  }

  /// Puts the list of those that may be nearest to a point of a box on top of `list`.
  ///
  /// - Parameters:
  ///   - list: The list it is a part of.
  ///   - box: The box's smallest coordinates, scaled, then its largest.
  ///   - kernels: The kernels to compute with.
  /// - Returns: The list, which is not empty.
  mutating func push<Scalar: VectorScalar>(
    from list: CandidateList, box: Span<Double>, kernels: Kernels<Scalar>
  ) -> CandidateList {
    reserve(list.end + list.stride)
    let count = kernels.prune(
      list, into: list.end, box: box, slack: slack, codes: &codes, coordinates: &coordinates)
    // What is kept was written with the stride of what it was taken from.
    let kept = CandidateList(start: list.end, count: count)
    for feature in 1..<max(1, featureCount) where kept.stride != list.stride {
      let (from, to) = (
        kept.start * featureCount + feature * list.stride,
        kept.start * featureCount + feature * kept.stride
      )
      for place in 0..<count { coordinates[to + place] = coordinates[from + place] }
    }
    return kept
  }

  private mutating func reserve(_ count: Int) {
    if codes.count >= count { return }
    let added = max(count, 2 * codes.count) - codes.count
    codes.append(contentsOf: repeatElement(0, count: added))
    coordinates.append(contentsOf: repeatElement(0, count: added * featureCount))
  }

  /// The codes of the centroids that may be nearest to a point of a box, for tests.
  ///
  /// - Parameters:
  ///   - centroids: The centroids.
  ///   - box: A row of smallest coordinates and one of largest.
  ///   - kernels: The kernels to compute with.
  /// - Returns: The codes.
  package static func codes<Scalar: VectorScalar>(
    of centroids: MatrixSpan<Scalar>, box: Matrix<Double>, kernels: KernelSet
  ) -> [Int32] {
    let doubles = Matrix<Double>(copying: centroids)
    var stack = CandidateStack(featureCount: centroids.columnCount)
    let all = stack.begin(
      with: (0..<Int32(centroids.rowCount)).map { $0 }, of: doubles.span, scale: 1)
    let kept = stack.push(from: all, box: box.span.elements, kernels: Kernels<Scalar>(kernels))
    return Array(stack.codes[kept.start..<(kept.start + kept.count)])
  }
}
