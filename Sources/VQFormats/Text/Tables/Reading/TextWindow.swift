internal import Synchronization

/// The next window of a text that comes from a stream; any single thread may fill it.
final class NextWindow: Sendable {
  private let window: Mutex<TextWindow>

  init(of stream: ByteStream) {
    window = Mutex(TextWindow(stream))
  }

  /// Starts the window with the remaining text of the previous one.
  func begin(with carried: Span<UInt8>) {
    let copy = [UInt8](capacity: carried.count + TextWindow.byteCount) { output in
      for index in carried.indices { output.append(carried[index]) }
    }
    window.withLock { $0.begin(with: copy) }
  }

  /// Reads `byteCount` more bytes, or to the end of the stream.
  func fill(_ byteCount: Int) {
    window.withLock { $0.fill(byteCount) }
  }

  /// Returns the filled window.
  func take() throws(FormatError) -> TextWindow.Filled {
    try window.withLock { window throws(FormatError) in try window.take() }
  }
}

/// Part of a text that comes from a stream.
struct TextWindow {
  /// Enough text for all workers at a moderate use of memory.
  static let byteCount = 8 << 20
  /// The maximum length of a row; a longer row indicates an unclosed quotation mark.
  static let longestRow = 1 << 26

  /// A window that is filled.
  struct Filled {
    let bytes: [UInt8]
    var start = 0
    let isLast: Bool

    var text: Span<UInt8> {
      @_lifetime(borrow self)
      get { bytes.span.extracting(droppingFirst: start) }
    }
  }

  private var bytes: [UInt8] = []
  private let stream: ByteStream
  private var isLast = false
  private var failure: FormatError?

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  /// Starts the window with the remaining text of the previous one.
  mutating func begin(with carried: [UInt8]) {
    bytes = carried
  }

  /// Reads `byteCount` more bytes, or to the end of the stream.
  mutating func fill(_ byteCount: Int) {
    var filled = bytes
    bytes = []
    let start = filled.count
    filled += repeatElement(0, count: byteCount)
    do throws(FormatError) {
      var span = filled.mutableSpan
      var room = span._mutatingExtracting(start..<(start + byteCount))
      let found = try stream.read(into: &room)
      isLast = found < byteCount
      filled.removeLast(byteCount - found)
    } catch {
      failure = error
    }
    bytes = filled
  }

  /// Returns the filled window.
  mutating func take() throws(FormatError) -> Filled {
    if let failure { throw failure }
    defer { bytes = [] }
    return Filled(bytes: bytes, isLast: isLast)
  }
}
