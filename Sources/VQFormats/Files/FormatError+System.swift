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
}
