/// A file that appears complete or not at all: it is written next to its target, then renamed over
/// it.
///
/// Until ``commit()`` the target is unchanged. A file that goes out of scope uncommitted removes
/// what it wrote. A command that writes several files therefore stages all of them, then commits
/// all:
///
/// ```swift
/// let codebook = try NPYWriter.stage(centroids, replacing: "codebook.npy")
/// let codes = try NPYWriter.stage(assigned, replacing: "codes.npy")
/// try codebook.commit()
/// try codes.commit()
/// ```
///
/// Each file appears in one step, but several files do not appear together. If the second commit
/// here fails, `codebook.npy` is new and `codes.npy` is unchanged. This is unlikely: the steps that
/// usually fail happen during staging, and a commit is only one rename.
///
/// A target that cannot be replaced, such as a pipe or `/dev/null`, is written directly. If the
/// target is a symbolic link, the file that it points to is replaced.
public struct AtomicFile: ~Copyable {
  private let path: String
  private let target: String
  private var file: FileDescriptor?
  /// The path of the file until it is committed; `nil` if there is nothing to remove.
  private var temporary: String?
  /// The number of bytes written so far.
  public private(set) var byteCount = 0

  /// Creates an empty file next to the target.
  ///
  /// - Parameter path: The target. Its folder must exist; the file need not.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)`` if no file can be created there.
  public init(replacing path: String) throws(FormatError) {
    let (target, temporary) = try FormatError.whenWriting(path) { () throws(SystemError) in
      try Self.place(path)
    }
    file = try FormatError.whenWriting(path) { () throws(SystemError) in
      guard let temporary else { return try FileDescriptor(writing: target) }
      return try FileDescriptor(creating: temporary, permissionsOf: target)
    }
    self.path = path
    self.target = target
    self.temporary = temporary
  }

  deinit {
    if let temporary { FileDescriptor.remove(temporary) }
  }

  /// Checks now, before long work, that a file can be created later.
  ///
  /// A stream is recognised but not opened. Opening a pipe waits for a reader, and closing it would
  /// tell that reader that the results are complete.
  ///
  /// - Parameter path: The target.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)`` if no file can be created there.
  public static func checkReplaceable(_ path: String) throws(FormatError) {
    let kind = try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.kind(at: path)
    }
    if kind == .stream { return }
    // Creates the file next to its target; the end of the statement removes it again.
    _ = try AtomicFile(replacing: path)
  }

  /// Appends numbers as they are in memory.
  ///
  /// - Parameter numbers: The numbers or bytes. Each call is a system call, so combine small
  ///   pieces.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, for instance if the disk is full.
  public mutating func write<Number: BitwiseCopyable & Numeric>(
    _ numbers: Span<Number>
  ) throws(FormatError) {
    precondition(file != nil, "the file is not finished")
    try FormatError.whenWriting(path) { () throws(SystemError) in try file?.writeAll(numbers) }
    byteCount += numbers.count * MemoryLayout<Number>.stride
  }

  /// Closes the file, and reports write errors that the system had deferred.
  ///
  /// After it only ``commit()`` remains, which then rarely fails.
  ///
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public mutating func finish() throws(FormatError) {
    try FormatError.whenWriting(path) { () throws(SystemError) in try file.take()?.finish() }
  }

  /// Moves the file to its target in one step, and replaces any file there.
  ///
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``. The target is then unchanged, but files
  ///   committed earlier stay committed.
  public consuming func commit() throws(FormatError) {
    try finish()
    guard let temporary else { return }
    try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.move(temporary, to: target)
    }
    self.temporary = nil
  }

  /// The final path of the file, and the path to write it to until the commit.
  private static func place(
    _ path: String
  ) throws(SystemError) -> (target: String, temporary: String?) {
    switch try FileDescriptor.kind(at: path) {
    case .folder:
      throw .isFolder
    case .stream:
      return (path, nil)
    case .regular:
      let target = try FileDescriptor.resolve(path)
      // A rename needs only permission for the folder. A file that is write-protected must stay, so
      // its own permission is checked too.
      try FileDescriptor(writing: target).finish()
      return (target, temporaryPath(beside: target))
    case nil where path.isEmpty:
      throw .noSuchFile
    case nil:
      return (path, temporaryPath(beside: path))
    }
  }

  /// The prefix of the names of all files and folders that this process has not committed yet.
  package static let temporaryPrefix =
    ".vq-" + String(UInt64.random(in: .min ... .max), radix: 16) + "-"

  /// A name that no other process will choose.
  ///
  /// It is in the folder of `target`, so that a rename is enough to move the file there.
  static func temporaryPath(beside target: String) -> String {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { target[...$0] } ?? ""
    return folder + temporaryPrefix + String(UInt64.random(in: .min ... .max), radix: 16) + ".tmp"
  }
}
