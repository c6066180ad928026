/// Compares every observation with every centroid.
///
/// S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28, 1982.
struct Lloyd<Scalar: VectorScalar>: AssignmentStrategy {
  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>, frame: Frame<Scalar>,
    margin: Margin, with search: inout NearestSearch<Scalar>, codes: inout [Int32]
  ) -> Int? {
    search.findNearest(
      in: tile, codebook: codebook, frame: frame, margin: margin, codes: &codes)
  }
}
