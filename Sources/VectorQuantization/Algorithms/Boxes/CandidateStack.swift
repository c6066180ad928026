/// Some centroids of a ``CandidateStack``, in ascending order of their codes.
struct CandidateList {
  /// The place of the first candidate.
  let start: Int
  let count: Int

  /// The number of places that the list takes: whole vectors.
  var stride: Int { (count + 7) / 8 * 8 }

  /// The place after the list.
  var end: Int { start + stride }
}

/// A stack of lists of centroids; each list is a subset of the list below it.
///
/// A list holds the centroids that may be nearest to some point of a box. For a smaller box inside
/// it, most of them can be dropped. Let z be the centroid nearest to the middle of the smaller box.
/// A centroid c can be dropped if z is nearer than c to the corner that lies farthest in the
/// direction of c − z, because z is then nearer everywhere in the box (T. Kanungo et al., IEEE PAMI
/// 24, 2002; D. Pelleg and A. Moore, KDD 1999).
///
/// The test is done in `Double`, and drops a centroid only if the difference exceeds the rounding
/// error. So a centroid that is exactly as near as another is kept.
package struct CandidateStack: Sendable {
  let featureCount: Int
  /// The maximum rounding error, as a share of the magnitudes that were added up.
  private let slack: Double
  private(set) var codes: [Int32] = []
  /// For each list, the scaled coordinates of its centroids, feature by feature.
  private(set) var coordinates: [Double] = []

  init(featureCount: Int) {
    self.featureCount = featureCount
    // Twice the value that Docs/Internals/Numerics.md derives.
    slack = Double(featureCount + 8) * Double.ulpOfOne
  }

  /// Removes all lists, and begins a list of the centroids of some codes.
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

  /// Adds a list of the centroids in `list` that may be nearest to some point of a box.
  ///
  /// - Parameters:
  ///   - list: The list to take centroids from.
  ///   - box: The minimum of each coordinate of the box, scaled, then the maximum of each.
  ///   - kernels: The kernels.
  /// - Returns: The new list, which is not empty.
  mutating func push<Scalar: VectorScalar>(
    from list: CandidateList, box: Span<Double>, kernels: Kernels<Scalar>
  ) -> CandidateList {
    reserve(list.end + list.stride)
    let count = kernels.prune(
      list, into: list.end, box: box, slack: slack, codes: &codes, coordinates: &coordinates)
    // The kernel wrote the kept centroids with the stride of the list they came from.
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

  /// Returns the codes of the centroids that may be nearest to a point of a box, for tests.
  ///
  /// - Parameters:
  ///   - centroids: The centroids.
  ///   - box: A row of minimum coordinates and a row of maximum coordinates.
  ///   - kernels: The kernel set.
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
