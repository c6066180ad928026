internal import Synchronization

/// One line on a terminal, drawn again in place, that says how far the work has come; or a JSON object
/// for each step.
///
/// No line is drawn if no person watches: standard error is no terminal, or `--quiet` was given.
final class ProgressLine: Sendable {
  private let console: Console
  private let isShown: Bool
  private let isJSON: Bool
  private let lastDrawing = Mutex<ContinuousClock.Instant?>(nil)

  /// More often than this no person can read.
  private static let interval = Duration.milliseconds(100)
  /// A longer line would wrap on a small terminal, and could not be drawn over.
  private static let maximumWidth = 79

  init(on console: Console, style: ProgressStyle) {
    self.console = console
    isShown = console.errorIsTerminal && style == .line
    isJSON = style == .json
  }

  convenience init(on console: Console, isQuiet: Bool) {
    self.init(on: console, style: isQuiet ? .none : .line)
  }

  /// Draws a line that stands until the next, for a phase that reports no steps.
  func show(_ text: String) {
    if isJSON {
      write(phase(text))
      return
    }
    guard isShown else { return }
    // So long ago that the first step is drawn, however soon it comes.
    lastDrawing.withLock { $0 = .now - Self.interval }
    draw(text)
  }

  /// Draws a line, unless one was drawn just before; or writes facts, of which the text is the only one
  /// if there are no others.
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

  /// Removes the line, to be called before anything else is printed.
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
