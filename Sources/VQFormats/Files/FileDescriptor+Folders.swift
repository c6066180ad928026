#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system calls for folders. Every pointer is valid for one call, or closed where it was
/// opened.
extension FileDescriptor {
  /// Creates a folder that must not exist yet, with the usual permissions.
  static func createFolder(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o777) == 0 else { throw .last }
  }

  /// Removes the folder at `path`, if it is there and empty.
  static func removeFolder(_ path: String) {
    _ = unsafe rmdir(path)
  }

  /// Whether a folder is empty.
  static func isEmptyFolder(_ path: String) throws(SystemError) -> Bool {
    guard let folder = unsafe opendir(path) else { throw .last }
    defer { unsafe closedir(folder) }
    // Every folder lists itself and its parent.
    for _ in 0..<3 where unsafe readdir(folder) == nil { return true }
    return false
  }
}
