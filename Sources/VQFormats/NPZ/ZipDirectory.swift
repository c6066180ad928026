/// The directory of a zip archive's members, at the end of the archive.
///
/// Only the directory reliably tells the length of a member: the header before the member may leave
/// it to a descriptor after the member. Sizes and offsets of more than 32 bits are in zip64
/// records. PKWARE, "APPNOTE.TXT: .ZIP File Format Specification" 6.3.10, sections 4.3 and 4.5.3.
struct ZipDirectory {
  private(set) var entries: [ZipEntry] = []
  /// The number of bytes before the archive in its file; offsets count from after them.
  private var prefix = 0

  /// The signature at the start of an archive that has members.
  static let magic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  private static let localHeaderByteCount = 30
  private static let entryByteCount = 46
  private static let endByteCount = 22
  private static let end64ByteCount = 56
  private static let locatorByteCount = 20

  /// Reads the directory of an archive.
  ///
  /// - Parameters:
  ///   - archive: All bytes of the archive.
  ///   - path: The path for error messages.
  /// - Throws: ``FormatError`` if the directory is missing or does not fit the archive.
  init(of archive: Span<UInt8>, path: String) throws(FormatError) {
    guard let end = Self.findEnd(in: archive) else {
      throw .badArchive(path, nil, "is not a zip archive, or its end is missing")
    }
    guard let place = Self.locate(in: archive, end: end),
      place.start <= place.limit - place.byteCount
    else {
      throw .badArchive(path, "byte \(end)", "does not describe the archive's directory correctly")
    }
    prefix = place.limit - place.byteCount - place.start

    let directory = archive.extracting((place.start + prefix)..<place.limit)
    // No memory is reserved from the count: every entry consumes bytes of the directory.
    var position = 0
    while entries.count < place.entryCount {
      guard let (entry, next) = Self.entry(in: directory, at: position) else {
        throw .badArchive(
          path, "byte \(place.start + prefix + position)",
          "is not an entry of the archive's directory")
      }
      entries.append(entry)
      position = next
    }
  }

  /// The range of a member's bytes in the archive, compressed if the member is.
  func range(
    of entry: ZipEntry, in archive: Span<UInt8>, path: String
  ) throws(FormatError) -> Range<Int> {
    let offset = entry.headerOffset.addingReportingOverflow(prefix)
    guard !offset.overflow, let header = archive.bytes(at: offset.partialValue, count: 30),
      header.starts(with: Self.magic),
      let nameCount = header.littleEndian(at: 26, byteCount: 2),
      let extraCount = header.littleEndian(at: 28, byteCount: 2),
      let name = archive.bytes(at: offset.partialValue + 30, count: nameCount),
      String(decoding: name) == entry.name
    else {
      throw .badArchive(
        path, "byte \(entry.headerOffset)",
        "is not the member's header, although the archive's directory says so")
    }
    let start = offset.partialValue + Self.localHeaderByteCount + nameCount + extraCount
    guard archive.bytes(at: start, count: entry.storedByteCount) != nil else {
      let end = start.addingReportingOverflow(entry.storedByteCount)
      throw .truncated(
        path: path, expectedBytes: end.overflow ? .max : end.partialValue,
        foundBytes: archive.count)
    }
    return start..<(start + entry.storedByteCount)
  }

  /// Finds the last record; only a comment of at most 65,535 bytes can follow it.
  private static func findEnd(in archive: Span<UInt8>) -> Int? {
    let last = archive.count - endByteCount
    guard last >= 0 else { return nil }
    return (max(0, last - 65_535)...last).reversed().first { offset in
      archive.extracting(offset...).starts(with: [0x50, 0x4B, 0x05, 0x06])
        && archive.littleEndian(at: offset + 20, byteCount: 2) == last - offset
    }
  }

  /// Locates the directory.
  ///
  /// - Returns: Its numbers of entries and bytes, its start as recorded in the archive, and its
  ///   end.
  private static func locate(
    in archive: Span<UInt8>, end: Int
  ) -> (entryCount: Int, byteCount: Int, start: Int, limit: Int)? {
    var (record, limit, width) = (end, end, 4)
    var (disks, countOffset) = ([4, 6], 10)
    if let locator = archive.bytes(at: end - locatorByteCount, count: locatorByteCount),
      locator.starts(with: [0x50, 0x4B, 0x06, 0x07])
    {
      record = end - locatorByteCount - end64ByteCount
      guard let found = archive.bytes(at: record, count: end64ByteCount),
        found.starts(with: [0x50, 0x4B, 0x06, 0x06])
      else { return nil }
      (limit, width, disks, countOffset) = (record, 8, [16, 20], 32)
    }
    // A nonzero disk number means that the archive is split into several files.
    let diskWidth = width / 2
    guard disks.allSatisfy({ archive.littleEndian(at: record + $0, byteCount: diskWidth) == 0 }),
      let count = archive.littleEndian(at: record + countOffset, byteCount: width == 4 ? 2 : 8),
      let byteCount = archive.littleEndian(
        at: record + (width == 4 ? 12 : 40), byteCount: width),
      let start = archive.littleEndian(at: record + (width == 4 ? 16 : 48), byteCount: width),
      byteCount <= limit
    else { return nil }
    return (count, byteCount, start, limit)
  }

  private static func entry(
    in directory: Span<UInt8>, at position: Int
  ) -> (ZipEntry, next: Int)? {
    guard let fixed = directory.bytes(at: position, count: entryByteCount),
      fixed.starts(with: [0x50, 0x4B, 0x01, 0x02])
    else { return nil }
    func field(_ offset: Int, _ count: Int) -> Int {
      fixed.littleEndian(at: offset, byteCount: count) ?? 0
    }

    let (nameCount, extraCount) = (field(28, 2), field(30, 2))
    let nameStart = position + entryByteCount
    guard let name = directory.bytes(at: nameStart, count: nameCount),
      let extra = directory.bytes(at: nameStart + nameCount, count: extraCount),
      let sizes = widened([field(24, 4), field(20, 4), field(42, 4)], by: extra)
    else { return nil }
    let entry = ZipEntry(
      name: String(decoding: name), method: field(10, 2),
      checksum: UInt32(field(16, 4)), isEncrypted: field(8, 2) & 1 == 1,
      storedByteCount: sizes[1], byteCount: sizes[0], headerOffset: sizes[2])
    return (entry, nameStart + nameCount + extraCount + field(32, 2))
  }

  /// Replaces each 32-bit number that is all ones by the next number of the zip64 field.
  private static func widened(_ numbers: [Int], by extra: Span<UInt8>) -> [Int]? {
    let isMissing = { (number: Int) in number == 0xFFFF_FFFF }
    guard numbers.contains(where: isMissing) else { return numbers }
    var position = 0
    while let kind = extra.littleEndian(at: position, byteCount: 2),
      let count = extra.littleEndian(at: position + 2, byteCount: 2)
    {
      position += 4
      if kind == 1, let field = extra.bytes(at: position, count: count) {
        var used = 0
        var found: [Int] = []
        for number in numbers {
          guard isMissing(number) else {
            found.append(number)
            continue
          }
          guard let wide = field.littleEndian(at: used, byteCount: 8) else { return nil }
          found.append(wide)
          used += 8
        }
        return found
      }
      position += count
    }
    return nil
  }
}

extension FormatError {
  static func badArchive(_ path: String, _ place: String?, _ problem: String) -> FormatError {
    .invalid(
      path: path, place: place, problem: problem,
      mend: "copy the file again, or write it again with numpy.savez")
  }
}
