/// A file that appears whole or not at all: written beside its target, then renamed over it.
///
/// Until ``commit()`` the target is as it was. A file that goes out of scope uncommitted removes
/// what it wrote. So a command that writes several files stages all of them, then commits all:
///
/// ```swift
/// let codebook = try NPYWriter.stage(centroids, replacing: "codebook.npy")
/// let codes = try NPYWriter.stage(assigned, replacing: "codes.npy")
/// try codebook.commit()
/// try codes.commit()
/// ```
///
/// Each file appears in one step, but several do not appear together: were the second commit here
/// to fail, `codebook.npy` would be new and `codes.npy` as it was. Staging has by then done all
/// that is likely to fail; what is left is one rename a file.
///
/// A target that cannot be replaced, such as a pipe or `/dev/null`, is written to directly. A
/// symbolic link is followed: the file that it leads to is replaced.
public struct AtomicFile: ~Copyable {
  private let path: String
  private let target: String
  private var file: FileDescriptor?
  /// Where the bytes are until they are committed; `nil` if there is nothing to remove.
  private var temporary: String?
  /// How many bytes were written so far.
  public private(set) var byteCount = 0

  /// Creates an empty file beside the target.
  ///
  /// - Parameter path: The target. Its folder must exist; the file need not.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)`` if no file can be made there.
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

  /// Fails now if a file could not be made later, after long work for instance.
  ///
  /// A stream is not opened, only seen to be one: opening a pipe waits for a reader, who would take
  /// its closing for the end of the results.
  ///
  /// - Parameter path: The target.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)`` if no file can be made there.
  public static func checkReplaceable(_ path: String) throws(FormatError) {
    let kind = try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.kind(at: path)
    }
    if kind == .stream { return }
    // The file is made beside its target, and is gone again at the end of the statement.
    _ = try AtomicFile(replacing: path)
  }

  /// Appends numbers, as they are in memory.
  ///
  /// - Parameter numbers: What to append, bytes for instance. Each call reaches the system, so
  ///   gather small pieces.
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``, for instance if the disk is full.
  public mutating func write<Number: BitwiseCopyable & Numeric>(
    _ numbers: Span<Number>
  ) throws(FormatError) {
    precondition(file != nil, "the file is not finished")
    try FormatError.whenWriting(path) { () throws(SystemError) in try file?.writeAll(numbers) }
    byteCount += numbers.count * MemoryLayout<Number>.stride
  }

  /// Ends writing, and hears of writes that the system had put off.
  ///
  /// After it only ``commit()`` is left, which then has little that can fail.
  ///
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``.
  public mutating func finish() throws(FormatError) {
    try FormatError.whenWriting(path) { () throws(SystemError) in try file.take()?.finish() }
  }

  /// Puts the file in its place, in one step, over any file there.
  ///
  /// - Throws: ``FormatError/cannotWrite(path:reason:)``; the target is then as it was, but files
  ///   committed earlier stay in their places.
  public consuming func commit() throws(FormatError) {
    try finish()
    guard let temporary else { return }
    try FormatError.whenWriting(path) { () throws(SystemError) in
      try FileDescriptor.move(temporary, to: target)
    }
    self.temporary = nil
  }

  /// Where to write what is to end up at `path`, and where to write it in the meantime.
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
      // A rename asks the folder only; a file that is protected from writing shall stay.
      try FileDescriptor(writing: target).finish()
      return (target, temporaryPath(beside: target))
    case nil where path.isEmpty:
      throw .noSuchFile
    case nil:
      return (path, temporaryPath(beside: path))
    }
  }

  /// How the names of all files and folders begin that this process writes and has not committed.
  package static let temporaryPrefix =
    ".vq-" + String(UInt64.random(in: .min ... .max), radix: 16) + "-"

  /// A name that no other process will choose, in the folder of `target`, so that a rename is
  /// enough to move what has it.
  static func temporaryPath(beside target: String) -> String {
    let slash = target.utf8.lastIndex(of: UInt8(ascii: "/"))
    let folder = slash.map { target[...$0] } ?? ""
    return folder + temporaryPrefix + String(UInt64.random(in: .min ... .max), radix: 16) + ".tmp"
  }
}
