internal import Foundation

/// The standard streams, which a process expects to be open.
enum StandardStreams {
  /// Opens `/dev/null` in place of each closed stream.
  ///
  /// Otherwise the next file to be opened would get the descriptor of a closed stream, and error
  /// messages would be written into a result. Writing to a replaced stream still fails, because the
  /// replacement is opened for reading only.
  static func occupy() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
      // The system takes the lowest free descriptor. The pointer to the path is valid for the call.
      _ = unsafe open("/dev/null", O_RDONLY)
    }
  }
}
