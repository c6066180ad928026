/// A folder of files that appears complete or not at all: it is filled next to its target, then
/// renamed.
///
/// The target must not exist, or must be an empty folder. A folder that goes out of scope
/// uncommitted removes what it wrote.
public struct AtomicFolder: ~Copyable {
  private let path: String
  private let target: String
  /// The path of the folder until it is committed; `nil` if there is nothing to remove.
  private var temporary: String?
  private var names: [String] = []

  /// Creates an empty folder next to the target.
  ///
  /// - Parameter path: The target. Its parent folder must exist.
  /// - Throws: ``FormatError`` if the target exists and is not an empty folder, or no folder can be
  ///   created there.
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

  /// Checks now, before long work, that the folder can be created later.
  ///
  /// - Parameter path: The target.
  /// - Throws: As ``init(creating:)``.
  public static func checkCreatable(_ path: String) throws(FormatError) {
    // Creates the folder next to its target; the end of the statement removes it again.
    _ = try AtomicFolder(creating: path)
  }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - name: The name of the file, which must be unique in the folder.
  ///   - stage: Writes the file for the path that it receives.
  /// - Throws: The error of `stage`; an error of writing names the final path of the file.
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

  /// Moves the folder to its target in one step.
  ///
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, for instance if another process has put
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
          path: path, place: nil, problem: "is a folder that is not empty",
          mend: "give an empty folder, or a path that does not exist yet")
      }
      return try FormatError.whenWriting(path) { () throws(SystemError) in
        try FileDescriptor.resolve(path)
      }
    case nil where path.utf8.contains { $0 != UInt8(ascii: "/") }:
      // With a slash at the end, the temporary folder would be created inside the target.
      let end = path.utf8.lastIndex { $0 != UInt8(ascii: "/") }
      return end.map { String(path[...$0]) } ?? path
    default:
      throw .invalid(
        path: path, place: nil, problem: "is not a folder",
        mend: "give a path that does not exist yet")
    }
  }
}
