/// Codes that are known already: from seeding, from relocation, of blocks, or from boxes.
///
/// A pass by this strategy searches nothing; it adds up, measures and keeps codes as any other does.
struct GivenCodes<Scalar: VectorScalar>: AssignmentStrategy, ~Escapable {
  /// One an observation; `nil` means those that are kept.
  private let codes: Span<Int32>?

  /// The codes that are kept.
  @_lifetime(immortal)
  init() {
    codes = nil
  }

  /// Codes in place of those that are kept.
  @_lifetime(copy codes)
  init(_ codes: Span<Int32>) {
    self.codes = codes
  }

  var continues: Bool { codes == nil }
  var divides: Bool { true }

  func assign(
    _ tile: Tile<Scalar>, to codebook: PackedCodebook<Scalar>,
    with workspace: inout Workspace<Scalar>
  ) -> Int? {
    if let codes { workspace.codes.replace(with: codes.extracting(tile.range)) }
    return nil
  }
}
