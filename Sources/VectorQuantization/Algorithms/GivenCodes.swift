/// Codes that are known already: from seeding, relocation, blocks, or the box tree.
///
/// A pass with this strategy searches nothing. It computes sums and distances and keeps codes as
/// any other pass does.
struct GivenCodes<Scalar: VectorScalar>: AssignmentStrategy, ~Escapable {
  /// One code per observation; `nil` means the codes that the fit keeps.
  private let codes: Span<Int32>?

  /// Uses the codes that the fit keeps.
  @_lifetime(immortal)
  init() {
    codes = nil
  }

  /// Uses the given codes instead of those that the fit keeps.
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
