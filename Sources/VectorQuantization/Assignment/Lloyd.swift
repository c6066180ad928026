/// Compares every observation with every centroid.
///
/// S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28, 1982.
struct Lloyd<Scalar: VectorScalar>: AssignmentStrategy {
  var continues: Bool { false }

  func assign(
    _ tile: Tile<Scalar>, at rows: Range<Int>, to codebook: PackedCodebook<Scalar>,
    frame: Frame<Scalar>, margin: Margin, with scratch: inout Scratch<Scalar>
  ) -> Int? {
    scratch.search.findNearest(
      in: tile, codebook: codebook, frame: frame, margin: margin, codes: &scratch.codes)
  }
}
