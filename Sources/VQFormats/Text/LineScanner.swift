/// Cuts text into lines, and keeps count of them.
struct LineScanner: ~Escapable {
  private let text: Span<UInt8>
  private var position: Int
  /// The number of the line last given, from 1.
  private(set) var lineNumber = 0

  /// Begins behind the byte order mark, if there is one.
  @_lifetime(copy text)
  init(_ text: Span<UInt8>) {
    self.text = text
    position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The bytes of the lines to come.
  var remainingByteCount: Int { text.count - position }

  /// The next line, without its ending and the spaces around it; `nil` behind the last.
  @_lifetime(copy self)
  mutating func next() -> Span<UInt8>? {
    guard position < text.count else { return nil }
    let start = position
    while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
    let line = text.extracting(start..<position)
    if position < text.count { position += 1 }
    lineNumber += 1
    return line.trimmed()
  }
}
