/// A folder of files that appears whole or not at all: filled beside its target, then renamed.
///
/// The target must not exist, or be an empty folder. A folder that goes out of scope uncommitted
/// removes what it wrote.
public struct AtomicFolder: ~Copyable {
  private let path: String
  private let target: String
  /// Where the files are until they are committed; `nil` if there is nothing to remove.
  private var temporary: String?
  private var names: [String] = []

  /// Creates an empty folder beside the target.
  ///
  /// - Parameter path: The target. The folder that it is in must exist.
  /// - Throws: ``FormatError`` if the target is something else than an empty folder, or no folder can
  ///   be made there.
  public init(creating path: String) throws(FormatError) {
    let target = try Self.target(path)
    let temporary = AtomicFile.temporaryPath(beside: target)
    try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.createFolder(temporary)
    }
    self.path = path
    self.target = target
    self.temporary = temporary
  }

  deinit {
    guard let temporary else { return }
    for name in names { FileDescriptor.remove("\(temporary)/\(name)") }
    FileDescriptor.removeFolder(temporary)
  }

  /// Fails now if the folder could not be made later, after long work for instance.
  ///
  /// - Parameter path: The target.
  /// - Throws: As ``init(creating:)``.
  public static func checkCreatable(_ path: String) throws(FormatError) {
    // The folder is made beside its target, and is gone again at the end of the statement.
    _ = try AtomicFolder(creating: path)
  }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - name: The name of the file, which no other file in the folder has.
  ///   - stage: Writes the file that is to be at the path it is given.
  /// - Throws: What `stage` throws, said of the path where the file was to be in the end.
  public mutating func add(
    _ name: String, stage: (_ path: String) throws(FormatError) -> AtomicFile
  ) throws(FormatError) {
    guard let temporary else { preconditionFailure("the folder is not committed") }
    do throws(FormatError) {
      let file = try stage("\(temporary)/\(name)")
      try file.commit()
      names.append(name)
    } catch {
      guard case .cannotWrite(_, let reason) = error else { throw error }
      throw .cannotWrite(path: "\(path)/\(name)", reason: reason)
    }
  }

  /// Puts the folder in its place, in one step.
  ///
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, for instance if somebody else has put
  ///   something there in the meantime.
  public consuming func commit() throws(FormatError) {
    guard let temporary else { return }
    try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.move(temporary, to: target)
    }
    self.temporary = nil
  }

  /// The path to move the folder to.
  private static func target(_ path: String) throws(FormatError) -> String {
    let kind = try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.kind(at: path)
    }
    switch kind {
    case .folder:
      let isEmpty = try FormatError.whenWriting(path) { () throws(SystemError) in
        try FileDescriptor.isEmptyFolder(path)
      }
      guard isEmpty else {
        throw .invalid(
          path: path, place: nil, problem: "is a folder with something in it",
          mend: "name one that is empty, or that does not exist yet")
      }
      return try FormatError.whenWriting(path) { () throws(SystemError) in
        try FileDescriptor.resolve(path)
      }
    case nil where path.utf8.contains { $0 != UInt8(ascii: "/") }:
      // Slashes at the end would put the temporary folder inside the one to come.
      let end = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
      return end.map { String(path[...$0]) } ?? path
    default:
      throw .invalid(
        path: path, place: nil, problem: "is no folder", mend: "name one that does not exist yet")
    }
  }
}
