internal import Synchronization

/// Shows progress: one line on a terminal, redrawn in place, or one JSON object for each step.
///
/// The line is drawn only if standard error is a terminal and `--quiet` was not given.
final class ProgressLine: Sendable {
  private let console: Console
  private let isShown: Bool
  private let isJSON: Bool
  private let lastDrawing = Mutex<ContinuousClock.Instant?>(nil)

  /// The minimum time between two drawings; faster changes cannot be read.
  private static let interval = Duration.milliseconds(100)
  /// A longer line would wrap on a small terminal, and could not be redrawn in place.
  private static let maximumWidth = 79

  init(on console: Console, style: ProgressStyle) {
    self.console = console
    isShown = console.errorIsTerminal && style == .line
    isJSON = style == .json
  }

  convenience init(on console: Console, isQuiet: Bool) {
    self.init(on: console, style: isQuiet ? .none : .line)
  }

  /// Draws a line for a phase without steps; it stays until the next line.
  func show(_ text: String) {
    if isJSON {
      write(phase(text))
      return
    }
    guard isShown else { return }
    // Pretends that the last drawing was long ago, so that the first step is drawn at once.
    lastDrawing.withLock { $0 = .now - Self.interval }
    draw(text)
  }

  /// Draws a line, unless another one was drawn just before.
  ///
  /// In JSON, writes the facts instead, or the text as the phase if there are no facts.
  func update(facts: (() -> [Report.Fact])? = nil, _ text: () -> String) {
    if isJSON {
      write(facts?() ?? phase(text()))
      return
    }
    guard isShown else { return }
    let isDue = lastDrawing.withLock { last in
      let now = ContinuousClock.now
      if let last, now - last < Self.interval { return false }
      last = now
      return true
    }
    if isDue { draw(text()) }
  }

  /// Removes the line.
  ///
  /// Call this before printing anything else.
  func clear() {
    let wasDrawn = lastDrawing.withLock { $0.take() != nil }
    if wasDrawn { console.error("\r\u{1B}[K") }
  }

  private func draw(_ text: String) {
    console.error("\r\(text.prefix(Self.maximumWidth))\u{1B}[K")
  }

  private func phase(_ text: String) -> [Report.Fact] {
    [Report.Fact(key: "phase", label: "", value: .text(text))]
  }

  private func write(_ facts: [Report.Fact]) {
    console.error(JSONText.object(facts) + "\n")
  }
}
