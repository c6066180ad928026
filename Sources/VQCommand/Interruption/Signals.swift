internal import Foundation
internal import Synchronization
internal import VQFormats

/// Handles the signals to the command's process.
///
/// The first request to end (Ctrl-C, SIGTERM, SIGHUP) goes to the listener. The next request, or
/// the first if there is no listener, removes unfinished files and then ends the process as the
/// signal would have done. If a mapped file was cut short (SIGBUS), the process removes unfinished
/// files, prints an error message and ends.
package final class Signals: Sendable {
  private typealias Listener = @Sendable () -> Void

  private let arguments: [String]
  private let speaker = Mutex(Command.name)
  private let listener = Mutex<Listener?>(nil)

  private static let requests = [SIGINT, SIGTERM, SIGHUP]

  /// Starts to handle the signals of this process.
  ///
  /// - Parameter arguments: The arguments of the command line, which include the paths of all
  ///   files.
  init(arguments: [String]) {
    self.arguments = arguments
    // With these signals ignored, the write fails instead, and the command handles the error.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    SignalPipe.listen(to: Self.requests + [SIGBUS])
    let thread = Thread { while let arrival = SignalPipe.next() { self.heed(arrival) } }
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Sets the prefix of error messages.
  func name(_ speaker: String) {
    self.speaker.withLock { $0 = speaker }
  }

  /// Sets the listener for the next request to end.
  func listen(_ listener: @escaping @Sendable () -> Void) {
    self.listener.withLock { $0 = listener }
  }

  /// Removes the listener.
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
    // Exits at once, because other threads may be in any state. No buffers need flushing.
    _exit(ExitStatus.failure.rawValue)
  }

  /// Returns the path of a file as the command line spells it, if it does.
  private func spelling(of file: String) -> String {
    paths.first { Self.resolve($0) == file } ?? file
  }

  /// All possible paths on the command line: each argument, and the text after an equals sign.
  private var paths: [String] {
    arguments.flatMap { word in
      [word] + (word.firstIndex(of: "=").map { [String(word[word.index(after: $0)...])] } ?? [])
    }
  }

  /// Removes the temporary files of this process from the folders of all possible outputs.
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
