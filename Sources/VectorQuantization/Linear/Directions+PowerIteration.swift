extension Directions {
  /// Rotates the directions towards the leading eigenvectors of a symmetric matrix.
  ///
  /// The matrix itself is not needed, only its products with the directions. Block power iteration:
  /// each iteration replaces the directions by their images under the matrix, made orthonormal (Y.
  /// Saad, "Numerical Methods for Large Eigenvalue Problems", 2011, 5.1). Directions with an image
  /// close to zero are dropped.
  ///
  /// - Parameters:
  ///   - rounds: The maximum number of iterations; at least one runs.
  ///   - times: How often Gram–Schmidt runs after an iteration. After the last one it runs twice.
  ///   - image: Returns the product of the matrix with each direction.
  ///   - isDone: Reads the directions and their images, and decides whether this iteration is the
  ///     last.
  package mutating func iterate(
    atMost rounds: Int, orthonormalizing times: Int = 1, by image: (Directions) -> Directions,
    until isDone: (_ directions: Directions, _ images: Directions) -> Bool = { _, _ in false }
  ) {
    for round in 1...max(1, rounds) {
      let images = image(self)
      let isLast = isDone(self, images) || round >= rounds
      self = images
      orthonormalize(times: isLast ? 2 : times)
      if isLast { return }
    }
  }
}
