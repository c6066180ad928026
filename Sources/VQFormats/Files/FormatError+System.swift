extension FormatError {
  /// Says of an error in `body` that `path` could not be read.
  static func whenReading<Value: ~Copyable>(
    _ path: String, _ body: () throws(SystemError) -> Value
  ) throws(FormatError) -> Value {
    do {
      return try body()
    } catch {
      throw .cannotOpen(path: path, reason: error.reason)
    }
  }

  /// Says of an error in `body` that `path` could not be written.
  static func whenWriting<Value: ~Copyable>(
    _ path: String, _ body: () throws(SystemError) -> Value
  ) throws(FormatError) -> Value {
    do {
      return try body()
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }

  /// What to do about the system's reason not to read a file.
  static func mend(ofReading reason: String) -> String {
    reason == SystemError.outOfMemory.reason
      ? "raise the limit on memory (ulimit -v)" : "check the path and its permissions"
  }

  /// How to mend what the system says of a file that it does not write.
  static func mend(ofWriting reason: String) -> String {
    SystemError.full.contains { $0.reason == reason }
      ? "make room, or give a path on another disk"
      : "give a path in a folder that exists and can be written"
  }

  /// Whether the reader of a pipe went away.
  package var isBrokenPipe: Bool {
    if case .cannotWrite(_, SystemError.brokenPipe.reason) = self { true } else { false }
  }
}
