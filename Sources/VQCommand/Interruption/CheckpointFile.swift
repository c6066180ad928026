internal import Foundation
internal import Synchronization
internal import VQFormats
internal import VectorQuantization

/// Where a search keeps how far it has come, and how often.
struct CheckpointOptions: Sendable {
  let path: String?
  let interval: Duration
  let resumed: String?

  private static let interval = Option.duration(
    "--checkpoint-every", "the time between checkpoints, as in 90s or 10m"
  ).defaulting(to: .seconds(30))
  private static let path = Option.text(
    "--checkpoint", "FILE", "keep here how far the search has come, to go on after a failure")
  private static let resumed = Option.text(
    "--resume", "FILE", "go on from a checkpoint of the same data and options")

  static let options: [any OptionDeclaration] = [path, interval, resumed]

  init(_ arguments: Arguments) throws(CommandError) {
    path = try arguments.value(of: Self.path)
    interval = try arguments.value(of: Self.interval)
    resumed = try arguments.value(of: Self.resumed)
    if path == nil, arguments.contains(Self.interval) {
      throw .usage("--checkpoint-every says how often; name the file with --checkpoint")
    }
  }

  /// Fails now if checkpoints could not be written.
  func checkWritable() throws(FormatError) {
    if let path { try AtomicFile.checkReplaceable(path) }
  }
}

/// Writes checkpoints of one search, each in place of the one before.
final class CheckpointFile<Scalar: VectorScalar>: Sendable {
  private let options: CheckpointOptions
  /// The names of the features.
  private let names: [String]?
  private let console: Console
  private let lastTime = Mutex(ContinuousClock.now)
  private let hasComplained = Mutex(false)
  private let seed = Mutex<UInt64?>(nil)

  init(_ options: CheckpointOptions, names: [String]?, console: Console) {
    self.options = options
    self.names = names
    self.console = console
  }

  /// The seed of the checkpoint to go on from.
  var resumedSeed: UInt64? { seed.withLock { $0 } }

  /// What the search is to do; `nil` if nothing was asked for.
  func checkpointing() throws -> Checkpointing<Scalar>? {
    let resumed = try options.resumed.map { try Checkpoint<Scalar>(reading: $0) }
    seed.withLock { $0 = resumed?.seed }
    if options.path == nil && resumed == nil { return nil }
    return Checkpointing(
      resuming: resumed,
      isDue: {
        self.lastTime.withLock { ContinuousClock.now - $0 >= self.options.interval }
      },
      save: { self.save($0) })
  }

  private func save(_ checkpoint: Checkpoint<Scalar>) {
    guard let path = options.path else { return }
    do throws(FormatError) {
      let bytes = NamedCheckpoint(checkpoint.encoded, names: names).bytes
      var file = try AtomicFile(replacing: path)
      try file.write(bytes.span)
      try file.commit()
    } catch {
      // A long search is worth more than its checkpoints.
      let isFirst = hasComplained.withLock { complained in
        defer { complained = true }
        return !complained
      }
      if isFirst { console.error("\n\(Command.name): note: \(error); going on without\n") }
    }
    lastTime.withLock { $0 = .now }
  }
}

extension Checkpoint {
  /// Reads a checkpoint file.
  fileprivate init(reading path: String) throws {
    guard let checkpoint = Checkpoint(decoding: try NamedCheckpoint(path).checkpoint) else {
      throw FormatError.invalid(
        path: path, place: nil,
        problem: "is no checkpoint of a search among \(ElementType(of: Scalar.self).rawValue) "
          + "observations by this version of vq, or is damaged",
        mend: "give a file that --checkpoint wrote for the same observations, or begin anew")
    }
    self = checkpoint
  }
}
