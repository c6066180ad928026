internal import VQFormats
internal import VectorQuantization

/// Warns if the columns of a table vary so differently that one of them decides the clusters.
enum ScaleWatch {
  /// Standard deviations that differ by a larger factor cause a note.
  private static let factor = 10.0

  /// Prints a note if columns differ more than tenfold.
  static func check<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, for session: Session
  ) {
    guard session.isTable, observations.columnCount > 1,
      let whitening = try? Whitening(fitting: observations)
    else { return }
    let varying = whitening.scale.indices.filter { !whitening.constantFeatures.contains($0) }
    guard let most = varying.max(by: { whitening.scale[$0] < whitening.scale[$1] }),
      let minimum = varying.min(by: { whitening.scale[$0] < whitening.scale[$1] })
    else { return }
    let ratio = Double(whitening.scale[most]) / Double(whitening.scale[minimum])
    guard ratio > factor else { return }
    let names = session.captions.columnNames
    func name(_ feature: Int) -> String {
      names.map { "\"\($0[feature])\"" } ?? "feature \(feature + 1)"
    }
    session.console.note([
      "\(session.path): \(name(most)) varies \(Figures.grouped(Int(min(ratio, 1e15)))) times "
        + "as much as \(name(minimum)) and decides the clusters; --whiten gives all columns the "
        + "same weight"
    ])
  }
}
