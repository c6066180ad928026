extension Seeding {
  /// Makes the codes that k-means++ leaves those of the true nearest centroids, the lowest on a tie.
  ///
  /// - Complexity: O(*n*), and that of the search for tiles with open cases.
  func settleCodes(of draft: borrowing Draft<Scalar>, _ centroids: Matrix<Scalar>) {
    var wave = Wave(assigning: input, to: centroids.span, workers: execution.workers)
    wave.codebooks.pack([0], by: execution.team)
    let strategy = SettledCodes<Scalar>(draft.potential.squared.span)
    let output = Output<Scalar>(codes: LentMemory(draft.potential.codes.lent))
    _ = Pass(input, execution).run(by: strategy, &wave, to: output)
  }
}

/// The codes that seeding left, settled where they are open.
///
/// They are those of the nearest centroids, but where two centroids came within rounding of each
/// other, or where squares may have vanished or overflowed. The tiles that hold such observations are
/// searched, all centroids against all rows, as an iteration would.
private struct SettledCodes<Scalar: VectorScalar>: AssignmentStrategy, ~Escapable {
  /// The squared distances, scaled, that the codes were found by.
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
