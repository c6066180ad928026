#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a system call failed.
struct SystemError: Error, Equatable {
  let code: Int32

  static var last: SystemError { SystemError(code: errno) }
  static let interrupted = SystemError(code: EINTR)
  static let noSuchFile = SystemError(code: ENOENT)
  static let isFolder = SystemError(code: EISDIR)

  /// The system's words for it.
  var reason: String {
    guard let words = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: words)
  }
}

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
