/// What is wrong with a call of `vq-bench`, or with a file that it reads.
package enum BenchError: Error, Equatable {
  /// The command line is wrong.
  case usage(String)
  /// The command line is correct, but the request cannot be fulfilled.
  case failure(String)

  /// The exit status: 64 is `EX_USAGE` of `sysexits.h`.
  var status: Int32 {
    if case .usage = self { 64 } else { 1 }
  }
}

extension BenchError: CustomStringConvertible {
  /// The error message.
  package var description: String {
    switch self {
    case .usage(let sentence), .failure(let sentence): sentence
    }
  }
}
