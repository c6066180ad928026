extension Seeding {
  /// Replaces the codes of k-means++ by those of the true nearest centroids, the lowest on a tie.
  ///
  /// - Complexity: O(*n*), plus a search for each tile with open cases.
  func settleCodes(of draft: borrowing Draft<Scalar>, _ centroids: Matrix<Scalar>) {
    var wave = Wave(assigning: input, to: centroids.span, workers: execution.workers)
    wave.codebooks.pack([0], by: execution.team)
    let strategy = SettledCodes<Scalar>(draft.potential.squared.span)
    let output = Output<Scalar>(codes: LentMemory(draft.potential.codes.lent))
    _ = Pass(input, execution).run(by: strategy, &wave, to: output)
  }
}

/// Keeps the codes that seeding found, and settles the open ones.
///
/// The codes of seeding are those of the nearest centroids, with two exceptions: two centroids are
/// equally near within rounding, or squared distances may have underflowed or overflowed. Tiles
/// with such observations are searched in the same way as in an iteration: all rows against all
/// centroids.
private struct SettledCodes<Scalar: VectorScalar>: AssignmentStrategy, ~Escapable {
  /// The scaled squared distances from which the codes were found.
  private let squared: Span<Double>

  @_lifetime(copy squared)
  init(_ squared: Span<Double>) {
    self.squared = squared
  }

  var continues: Bool { true }

  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int? {
    let settled = (0..<tile.rows.rowCount).map { row in
      isSettled(tile, row, code: workspace.codes[row], codebook) ? workspace.codes[row] : nil
    }
    guard settled.contains(where: { $0 == nil }) else { return nil }
    let notFinite = workspace.search.findNearest(in: tile, among: codebook, codes: workspace.codes)
    for (row, code) in settled.enumerated() {
      if let code { workspace.codes[row] = code }
    }
    return notFinite
  }

  private func isSettled(
    _ tile: Tile<Scalar>, _ row: Int, code: Int32, _ codebook: PackedCodebook<Scalar>
  ) -> Bool {
    guard code >= 0 else { return false }
    let square = squared[tile.range.lowerBound + row]
    return square > 0x1p-900 && square < .infinity
      || tile.rows[row: row].equals(codebook.centroids[row: Int(code)])
  }
}
