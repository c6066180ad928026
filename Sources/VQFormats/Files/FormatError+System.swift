extension FormatError {
  /// Converts a system error of `body` to an error that says that `path` could not be read.
  static func whenReading<Value: ~Copyable>(
    _ path: String, _ body: () throws(SystemError) -> Value
  ) throws(FormatError) -> Value {
    do {
      return try body()
    } catch {
      throw .cannotOpen(path: path, reason: error.reason)
    }
  }

  /// Converts a system error of `body` to an error that says that `path` could not be written.
  static func whenWriting<Value: ~Copyable>(
    _ path: String, _ body: () throws(SystemError) -> Value
  ) throws(FormatError) -> Value {
    do {
      return try body()
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }

  /// What to do about a file that cannot be read, given the system's reason.
  static func mend(ofReading reason: String) -> String {
    switch reason {
    case SystemError.outOfMemory.reason: "raise the limit on memory (ulimit -v)"
    case SystemError.isFolder.reason: "give a file, not a folder"
    default: "check the path and its permissions"
    }
  }

  /// What to do about a file that cannot be written, given the system's reason.
  static func mend(ofWriting reason: String) -> String {
    SystemError.full.contains { $0.reason == reason }
      ? "make room, or give a path on another disk"
      : "give a path in a folder that exists and can be written"
  }

  /// Whether the reader of a pipe has closed it.
  package var isBrokenPipe: Bool {
    if case .cannotWrite(_, SystemError.brokenPipe.reason) = self { true } else { false }
  }
}
