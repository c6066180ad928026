public import VectorQuantization

/// What the header of an array in an `.npz` file says.
public struct ArraySummary: Sendable {
  /// The type, the shape and the order of the elements.
  public let layout: StorageLayout
  /// How the elements get into memory when the array is opened.
  public let access: ObservationFile.Access
  /// Whether a view of the elements needs no conversion: see ``ObservationFile/isDirect``.
  public let isDirect: Bool

  /// Checks that the array fits in its member.
  init(_ header: NPYHeader, of member: borrowing ZipMember) throws(FormatError) {
    let end = header.dataOffset + header.dataByteCount
    guard member.byteCount >= end else {
      throw .truncated(path: member.path, expectedBytes: end, foundBytes: member.byteCount)
    }
    let isCompressed = member.packing == .deflated
    layout = header.layout(startingAt: isCompressed ? 0 : member.range.lowerBound)
    access = isCompressed ? .inflated : .mapped
    isDirect = layout.isDirect
  }
}
