import VQTestSupport
import VectorQuantization

extension GoldenFit {
  /// Hands the observations over in their form.
  func fit<Scalar: VectorScalar>(
    _ matrix: Matrix<Scalar>, _ search: KMeans, _ starts: [Matrix<Scalar>]
  ) throws(ClusteringError) -> Clustering<Scalar> {
    switch form {
    case .scalars:
      return try fit(Observations(matrix.span), search, starts)
    case .slice:
      let wide = Matrix(
        (0..<matrix.rowCount).flatMap { matrix.rows(at: [$0]).elements + [.nan, 1] },
        columns: matrix.columnCount + 2)
      let slice = MatrixSpan(
        wide.elements.span, rows: matrix.rowCount, columns: matrix.columnCount,
        rowStride: wide.columnCount)
      return try fit(Observations(slice), search, starts)
    case .stored(let type, let isBigEndian, let order):
      let stored = StoredMatrix(matrix, as: type, isBigEndian: isBigEndian, order: order)
      return try fit(Observations(stored.span), search, starts)
    case .read(let type, let order):
      let stored = StoredMatrix(matrix, as: type, order: order)
      return try fit(Observations(reading: stored.reader()), search, starts)
    }
  }

  private func fit<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, _ search: KMeans, _ starts: [Matrix<Scalar>]
  ) throws(ClusteringError) -> Clustering<Scalar> {
    let checkpoints = Recorder<Checkpoint<Scalar>>()
    let weights =
      isWeighted ? GoldenInput.weights(Scalar.self, observations.rowCount) : []
    let given: Span<Double>? = isWeighted ? weights.span : nil
    let saving = Checkpointing<Scalar>(isDue: { true }, save: checkpoints.record)
    let whole = try search.fit(
      observations, startingFrom: starts, weights: given,
      keepingLastAssignment: keepsLastAssignment,
      stop: nil, checkpointing: checkpoint == nil ? nil : saving, onIteration: nil)
    guard let checkpoint else { return whole }
    let saved = checkpoints.values
    let bytes = saved[min(checkpoint, saved.count - 1)].encoded
    let resuming = Checkpointing<Scalar>(
      resuming: Checkpoint(decoding: bytes), isDue: { false }, save: { _ in })
    return try search.fit(
      observations, startingFrom: starts, weights: given,
      keepingLastAssignment: keepsLastAssignment,
      stop: nil, checkpointing: resuming, onIteration: nil)
  }
}
