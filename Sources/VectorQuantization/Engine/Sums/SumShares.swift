/// Divides the work of sums by code into shares: some codes, and some features of their rows.
///
/// If a few codes have many of the rows, their features are divided too, so that one large cluster
/// keeps several workers busy. Features are independent, so the sums keep their bits.
package struct SumShares: Sendable {
  package struct Share: Sendable, Equatable {
    package let codes: Range<Int>
    package let features: Range<Int>
  }

  private var shares: [Share] = []

  /// A range of codes is divided by features into about one share for each 1/64 of the rows.
  private static let largeShare = 64
  /// The minimum number of features in a share: a cache line of `Float`.
  private static let fewestFeatures = 16

  /// Divides the work.
  ///
  /// - Parameters:
  ///   - stretches: The codes, in ranges of whole panels.
  ///   - members: The rows of each code.
  ///   - featureCount: The number of features.
  ///   - divides: Whether features may be divided, because reading a row several times is cheap.
  init(
    of stretches: CodeStretches, rows members: borrowing RowsByCode, featureCount: Int,
    divides: Bool
  ) {
    let limit = max(4096, members.count(ofCodes: stretches.codes) / Self.largeShare)
    for item in 0..<stretches.count {
      let codes = stretches[item]
      let parts = divides ? members.count(ofCodes: codes) / limit : 1
      let length = max(
        Self.fewestFeatures,
        (featureCount / max(1, parts) + Self.fewestFeatures - 1) / Self.fewestFeatures
          * Self.fewestFeatures)
      for start in stride(from: 0, to: featureCount, by: length) {
        shares.append(Share(codes: codes, features: start..<min(start + length, featureCount)))
      }
    }
  }

  /// Divides the work for given codes, for tests.
  package init(codes: [Int32], clusterCount: Int, featureCount: Int, divides: Bool) {
    var members = RowsByCode(clusterCount: clusterCount)
    members.makeRoom(for: codes.count)
    members.sort(codes.span, differingFrom: nil, workers: 1)
    self.init(
      of: CodeStretches(codes: 0..<clusterCount, featureCount: featureCount), rows: members,
      featureCount: featureCount, divides: divides)
  }

  package var count: Int { shares.count }

  package subscript(_ item: Int) -> Share { shares[item] }
}
