import Foundation
import Synchronization
import VQCommand
import VQFormats
import VectorQuantization

/// What a command printed, and how it ended.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  /// The report, if it is JSON.
  func report() throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
    return object as? [String: Any] ?? [:]
  }
}

/// Runs the command in this process.
func run(_ arguments: [String], onTerminal isTerminal: Bool = false) -> Outcome {
  let (output, errors) = (Sink(), Sink())
  let console = Console(
    output: output.append, error: errors.append, errorIsTerminal: isTerminal)
  let status = Command.run(arguments: arguments, console: console)
  return Outcome(status: status, output: output.text, errors: errors.text)
}

private final class Sink: Sendable {
  private let collected = Mutex("")

  var text: String { collected.withLock { $0 } }

  func append(_ text: String) { collected.withLock { $0 += text } }
}

/// A folder with a test's files, removed when the test ends.
final class Workplace {
  private let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "vq-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a file, whether it exists or not.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// The names of all files, hidden ones too, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }

  func bytes(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: url.appending(path: name)))
  }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    try Data(bytes).write(to: url.appending(path: name))
    return path(name)
  }

  func write<Scalar: VectorScalar>(
    _ matrix: Matrix<Scalar>, oneDimensional: Bool = false, to name: String
  ) throws -> String {
    let file = try ResultFile.stage(
      matrix.span, oneDimensional: oneDimensional, replacing: path(name))
    try file.commit()
    return path(name)
  }

  func link(_ name: String, to target: String) throws -> String {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: target)
    return path(name)
  }

  /// The numbers in a file, which must be of that scalar.
  func matrix<Scalar: VectorScalar>(_ name: String, of scalar: Scalar.Type) throws -> Matrix<Scalar>
  {
    let file = try ObservationFile(opening: path(name))
    return Matrix(copying: file.span(as: scalar))
  }

  func isOneDimensional(_ name: String) throws -> Bool {
    let file = try NPYFile(opening: path(name))
    return file.isOneDimensional
  }

  /// The codes in a `.npy` file.
  func codes(_ name: String) throws -> [Int32] {
    let file = try NPYFile(opening: path(name))
    let elements = file.int32Elements()
    return elements.indices.map { elements[$0] }
  }
}
