internal import Synchronization
public import VectorQuantization

/// Reads rows out of a file when they are wanted, so that clustering takes no more memory than its own.
///
/// ``ObservationFile`` maps files, which costs no memory either, but looks as if it did, and cannot be
/// held to a limit on addresses. Reading is a little slower, since bytes are copied; and a file that
/// is cut short meanwhile is an error like any other.
public final class FileRowReader: RowReader {
  /// Where the numbers are in the file.
  public let layout: StorageLayout
  private let path: String
  private let file: FileDescriptor
  private let firstFailure = Mutex<FormatError?>(nil)

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of a regular file.
  ///   - layout: Where in it the numbers are.
  /// - Throws: ``FormatError/cannotOpen(path:reason:)``.
  public init(opening path: String, layout: StorageLayout) throws(FormatError) {
    self.path = path
    self.layout = layout
    file = try FormatError.whenReading(path) { () throws(SystemError) in
      let file = try FileDescriptor(reading: path)
      file.adviseSequential()
      return file
    }
  }

  /// What went wrong first, if anything did.
  public var failure: FormatError? { firstFailure.withLock { $0 } }

  /// Reads some of the file's bytes.
  ///
  /// - Parameters:
  ///   - offset: The number of the first byte.
  ///   - bytes: Receives as many bytes as it has room for.
  /// - Returns: Whether all could be read; ``failure`` then says why not.
  public func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool {
    let count = bytes.count
    do {
      let found = try file.readBytes(from: offset, into: &bytes)
      if found == count { return true }
      note(
        .invalid(
          path: path, place: "byte \(offset + found)",
          problem: "is the end of the file, which was longer when it was opened",
          mend: "begin again, and leave the file alone meanwhile"))
    } catch {
      note(.cannotOpen(path: path, reason: error.reason))
    }
    return false
  }

  private func note(_ error: FormatError) {
    firstFailure.withLock { $0 = $0 ?? error }
  }
}
