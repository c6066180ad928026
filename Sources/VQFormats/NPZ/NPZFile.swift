/// An `.npz` file: a zip archive of `.npy` files, mapped rather than read.
///
/// Members that `numpy.savez` stored as they are lend their elements in place, like a `.npy` file
/// of their own. The checksums of members are not looked at: that would read every byte of files
/// that may be larger than memory, and a `.npy` file has none either.
public struct NPZFile: ~Copyable {
  private let mapping: MappedFile
  private let path: String
  private let directory: ZipDirectory

  /// Maps an archive and reads its directory.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: ``FormatError`` if the file cannot be read or is no zip archive.
  public init(opening path: String) throws(FormatError) {
    try self.init(MappedFile(opening: path), path: path)
  }

  /// Reads the directory of an archive already mapped; errors name `path`.
  init(_ mapping: consuming MappedFile, path: String) throws(FormatError) {
    directory = try ZipDirectory(of: mapping.bytes.elements(as: UInt8.self), path: path)
    self.mapping = mapping
    self.path = path
  }

  /// The names of the arrays, in the order of the archive, as `numpy.load` lists them.
  public var memberNames: [String] { arrays.map { Self.arrayName($0.name) } }

  /// Gives up the mapping as that of one array.
  ///
  /// - Parameter name: The name of the array, with or without `.npy`; `nil` for the only one.
  /// - Returns: The array.
  /// - Throws: ``FormatError`` if there is no such array, or it is not one that is read in place.
  consuming func array(named name: String?) throws(FormatError) -> MappedArray {
    let entry = try entry(named: name)
    let whole = "\(path):\(Self.arrayName(entry.name))"
    guard entry.isStored else {
      throw .invalid(
        path: whole, place: nil,
        problem: entry.isEncrypted ? "is encrypted" : "is compressed, and is not read in place",
        mend: "write the archive with numpy.savez instead of numpy.savez_compressed")
    }
    let range = try directory.range(
      of: entry, in: mapping.bytes.elements(as: UInt8.self), path: whole)
    return try MappedArray(npy: mapping, in: range, path: whole)
  }

  private func entry(named name: String?) throws(FormatError) -> ZipEntry {
    let wanted = name.map(Self.arrayName)
    let found = arrays.filter { wanted == nil || Self.arrayName($0.name) == wanted }
    if found.count == 1, let entry = found.first { return entry }

    let names = memberNames
    let list = names.prefix(12).map(\.excerpt).joined(separator: ", ")
    let contents =
      names.isEmpty
      ? "write it with numpy.savez"
      : "it holds \(list)\(names.count > 12 ? " and \(names.count - 12) more" : ""), "
        + "to be named as in \(path):\(names[0].excerpt)"
    let problem =
      switch (wanted, found.count) {
      case (let wanted?, 0): "has no array \(wanted.excerpt)"
      case (let wanted?, let count): "has \(count) arrays named \(wanted.excerpt)"
      case (nil, 0): "holds no arrays"
      case (nil, let count): "holds \(count) arrays, and one is needed"
      }
    throw .invalid(path: path, place: nil, problem: problem, mend: contents)
  }

  private var arrays: [ZipEntry] { directory.entries.filter { $0.name.hasSuffix(".npy") } }

  /// A name without the extension that NumPy adds.
  private static func arrayName(_ name: String) -> String {
    name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
  }
}
