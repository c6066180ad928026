internal import Foundation
internal import Synchronization
internal import VQFormats

/// What becomes of signals to the command's process.
///
/// A request to end (Ctrl-C, SIGTERM, SIGHUP) goes to the one who listens, once; the next, or the
/// first if there is no listener, ends the process as the signal would have, except that what is half-written
/// is removed. So it is when a file that is mapped was cut short, after a sentence that says so.
package final class Signals: Sendable {
  private typealias Listener = @Sendable () -> Void

  private let arguments: [String]
  private let speaker = Mutex(Command.name)
  private let listener = Mutex<Listener?>(nil)

  private static let requests = [SIGINT, SIGTERM, SIGHUP]

  /// Takes over the signals of this process.
  ///
  /// - Parameter arguments: The words of the command line, among which are the paths of all files.
  init(arguments: [String]) {
    self.arguments = arguments
    // Then writing fails, and the command says so or falls silent.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    SignalPipe.listen(to: Self.requests + [SIGBUS])
    let thread = Thread { while let arrival = SignalPipe.next() { self.heed(arrival) } }
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Who complains, if there is something to complain about.
  func name(_ speaker: String) {
    self.speaker.withLock { $0 = speaker }
  }

  /// Hears of the next request to end.
  func listen(_ listener: @escaping @Sendable () -> Void) {
    self.listener.withLock { $0 = listener }
  }

  /// Listens no more.
  func finish() {
    listener.withLock { $0 = nil }
  }

  private func heed(_ arrival: SignalPipe.Arrival) {
    if arrival.number == SIGBUS { endAfterFault(at: arrival.address) }
    if let listener = listener.withLock({ $0.take() }) { return listener() }
    removeTemporaries()
    signal(arrival.number, SIG_DFL)
    kill(getpid(), arrival.number)
  }

  private func endAfterFault(at address: UInt) -> Never {
    removeTemporaries()
    let file = MemoryMap.file(at: address).map { spelling(of: $0) } ?? "a file"
    Console.standardError(
      "\(speaker.withLock { $0 }): \(file) was cut short while it was read; begin again, and leave "
        + "the file alone meanwhile\n")
    // Other threads may be anywhere; nothing is flushed, since nothing is buffered.
    _exit(ExitStatus.failure.rawValue)
  }

  /// A file as the command line spells it, if it does.
  private func spelling(of file: String) -> String {
    paths.first { Self.resolve($0) == file } ?? file
  }

  /// What on the command line may be a path: any word, and what is behind an equals sign.
  private var paths: [String] {
    arguments.flatMap { word in
      [word] + (word.firstIndex(of: "=").map { [String(word[word.index(after: $0)...])] } ?? [])
    }
  }

  /// Removes what this process has not finished writing, beside the files that it may write.
  private func removeTemporaries() {
    let outputs = paths.flatMap { [$0, Self.resolve($0)] }
    let folders = Set(outputs.map { URL(filePath: $0).deletingLastPathComponent() })
    for folder in folders {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
      for name in names ?? [] where name.hasPrefix(AtomicFile.temporaryPrefix) {
        try? FileManager.default.removeItem(at: folder.appending(path: name))
      }
    }
  }

  private static func resolve(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path
  }
}
