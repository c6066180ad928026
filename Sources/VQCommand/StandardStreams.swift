internal import Foundation

/// The streams that a process expects to be open.
enum StandardStreams {
  /// Takes the places of streams that are closed.
  ///
  /// Else the next file to be opened would get the number of one, and what is meant for standard
  /// error would end up in a result. Results that cannot be written still fail: the substitute is not
  /// open for writing.
  static func occupy() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
      // The system takes the lowest number that is free; the path is lent for the call.
      _ = unsafe open("/dev/null", O_RDONLY)
    }
  }
}
