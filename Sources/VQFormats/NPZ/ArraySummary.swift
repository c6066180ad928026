public import VectorQuantization

/// What the header of an array in an archive says.
public struct ArraySummary: Sendable {
  /// The type, the shape, and the order of the numbers.
  public let layout: StorageLayout
  /// How the numbers come into memory when the array is opened.
  public let access: ObservationFile.Access
  /// Whether the numbers are lent as they are when the array is opened: see
  /// ``ObservationFile/isDirect``.
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
