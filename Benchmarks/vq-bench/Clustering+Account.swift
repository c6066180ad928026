import Foundation
import VectorQuantization

extension Clustering {
  /// A description of how the clustering was computed, for users.
  var account: String {
    let empty = emptyClusters.isEmpty ? "" : ", \(emptyClusters.count) empty"
    let passes = effort.passes.sorted { $0.value > $1.value }
      .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
    let share = String(format: "%.1f %%", 100 * effort.distanceShare)
    return "\(iterations) iterations\(empty); passes: \(passes); \(share) of distances"
  }
}
