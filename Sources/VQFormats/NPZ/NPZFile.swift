/// An `.npz` file: a zip archive of `.npy` files.
///
/// Members that `numpy.savez` stored are mapped, and their elements are used in place, as in a
/// `.npy` file. Members that `numpy.savez_compressed` wrote are decompressed into memory. The
/// checksum of a member is verified when its array is opened.
public struct NPZFile: ~Copyable {
  private let mapping: MappedFile
  private let path: String
  private let directory: ZipDirectory

  /// Maps an archive and reads its directory.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: ``FormatError`` if the file cannot be read or is not a zip archive.
  public init(opening path: String) throws(FormatError) {
    try self.init(MappedFile(opening: path), path: path)
  }

  /// Reads the directory of a mapped archive; errors name `path`.
  init(_ mapping: consuming MappedFile, path: String) throws(FormatError) {
    directory = try ZipDirectory(of: mapping.bytes.elements(as: UInt8.self), path: path)
    self.mapping = mapping
    self.path = path
  }

  /// The names of the arrays, in the order of the archive and as `numpy.load` lists them.
  public var memberNames: [String] { arrays.map(\.arrayName) }

  /// Reads the header of an array.
  ///
  /// The elements are not read, and the checksum is not verified.
  ///
  /// - Parameter name: The name of the array, with or without `.npy`; `nil` if the archive has only
  ///   one.
  /// - Returns: The contents of the header.
  /// - Throws: ``FormatError`` if there is no such array, or its header cannot be read.
  public func summary(ofArray name: String?) throws(FormatError) -> ArraySummary {
    let member = try member(named: name)
    let start = try member.start(maximumByteCount: NPYHeader.maximumByteCount)
    let header = try NPYHeader(parsing: start.span, path: member.path)
    return try ArraySummary(header, of: member)
  }

  /// Whether an array is compressed.
  func isCompressed(_ name: String?) throws(FormatError) -> Bool {
    try entry(named: name).packing == .deflated
  }

  /// Converts the archive to a mapping of one array.
  ///
  /// - Parameters:
  ///   - name: The name of the array, with or without `.npy`; `nil` if the archive has only one.
  ///   - workers: The maximum number of threads for verifying the checksum; `nil` for all
  ///     processors.
  /// - Returns: The array.
  /// - Throws: ``FormatError`` if there is no such array, or it is damaged or not supported.
  consuming func array(named name: String?, workers: Int?) throws(FormatError) -> MappedArray {
    let member = try member(named: name)
    switch member.packing {
    case .deflated:
      return try MappedArray(npy: member.inflated(), path: member.path)
    case .stored:
      try member.verify(workers: workers)
      let (range, path) = (member.range, member.path)
      return try MappedArray(npy: mapping, in: range, path: path)
    }
  }

  @_lifetime(borrow self)
  private func member(named name: String?) throws(FormatError) -> ZipMember {
    let entry = try entry(named: name)
    return try ZipMember(
      entry, of: directory, in: mapping.bytes.elements(as: UInt8.self),
      path: "\(path):\(entry.arrayName)")
  }

  private func entry(named name: String?) throws(FormatError) -> ZipEntry {
    let wanted = name.map(ZipEntry.arrayName)
    let found = arrays.filter { wanted == nil || $0.arrayName == wanted }
    if found.count == 1, let entry = found.first { return entry }

    let names = memberNames
    let list = names.prefix(12).map(\.excerpt).joined(separator: ", ")
    let contents =
      names.isEmpty
      ? "write it with numpy.savez"
      : "it holds \(list)\(names.count > 12 ? " and \(names.count - 12) more" : ""); "
        + "choose one, as in \(path):\(names[0].excerpt)"
    let problem =
      switch (wanted, found.count) {
      case (let wanted?, 0): "has no array \(wanted.excerpt)"
      case (let wanted?, let count): "has \(count) arrays named \(wanted.excerpt)"
      case (nil, 0): "holds no arrays"
      case (nil, let count): "holds \(count) arrays, but exactly one is needed"
      }
    throw .invalid(path: path, place: nil, problem: problem, mend: contents)
  }

  private var arrays: [ZipEntry] { directory.entries.filter { $0.name.hasSuffix(".npy") } }
}

extension ZipEntry {
  /// The name of the array in this member.
  fileprivate var arrayName: String { Self.arrayName(name) }

  /// A name without the extension that NumPy appends.
  fileprivate static func arrayName(_ name: String) -> String {
    name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
  }
}
