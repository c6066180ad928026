internal import Foundation
internal import Synchronization
internal import VQFormats
internal import VectorQuantization

/// The options for checkpoints: where, how often, and which one to resume from.
struct CheckpointOptions: Sendable {
  let path: String?
  let interval: Duration
  let resumed: String?

  private static let interval = Option.duration(
    "--checkpoint-every", "the time between checkpoints, as in 90s or 10m"
  ).defaulting(to: .seconds(30))
  private static let path = Option.text(
    "--checkpoint", "FILE", "save the state of the search here regularly, for --resume")
  private static let resumed = Option.text(
    "--resume", "FILE", "continue from a checkpoint of the same data and options")

  static let options: [any OptionDeclaration] = [path, interval, resumed]

  init(_ arguments: Arguments) throws(CommandError) {
    path = try arguments.value(of: Self.path)
    interval = try arguments.value(of: Self.interval)
    resumed = try arguments.value(of: Self.resumed)
    if path == nil, arguments.contains(Self.interval) {
      throw .usage("--checkpoint-every needs a checkpoint file; name it with --checkpoint")
    }
  }

  /// Checks before the work that checkpoints can be written.
  func checkWritable() throws(FormatError) {
    if let path { try AtomicFile.checkReplaceable(path) }
  }
}

/// Writes the checkpoints of one search; each replaces the previous one.
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

  /// The seed of the checkpoint that is resumed.
  var resumedSeed: UInt64? { seed.withLock { $0 } }

  /// Reads the checkpoint to resume from, and returns what the search needs; `nil` without
  /// checkpoints.
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
      // The search continues: its result is worth more than its checkpoints.
      let isFirst = hasComplained.withLock { complained in
        defer { complained = true }
        return !complained
      }
      if isFirst { console.error("\n\(Command.name): note: \(error); the search continues\n") }
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
        problem: "is not a checkpoint of \(ElementType(of: Scalar.self).rawValue) observations by "
          + "this version of vq, or it is damaged",
        mend: "give a file that --checkpoint wrote for the same observations, or start again "
          + "without --resume")
    }
    self = checkpoint
  }
}
