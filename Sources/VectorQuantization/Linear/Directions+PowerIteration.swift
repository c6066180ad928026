extension Directions {
  /// Turns the directions towards the leading eigenvectors of a symmetric matrix, of which only products
  /// are known.
  ///
  /// Block power iteration: each round replaces the directions by their images under the matrix, made
  /// orthonormal (Y. Saad, "Numerical Methods for Large Eigenvalue Problems", 2011, 5.1). Directions whose
  /// images are next to zero are dropped.
  ///
  /// - Parameters:
  ///   - rounds: The maximum number of rounds; at least one runs.
  ///   - times: How often Gram–Schmidt runs after a round. After the last round it runs twice.
  ///   - image: Returns the product of the matrix with each direction.
  ///   - isDone: Reads the directions and their images, and decides whether this round is the last.
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
