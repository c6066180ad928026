/// The beginning of a text, if it is valid JSON so far.
struct JSONPrefix {
  /// The number of top-level values that begin in the text.
  private(set) var valueCount = 0

  /// What may come next.
  private enum State { case value, firstValue, firstKey, key, colon, end }

  /// Reads a text that begins with a brace or a bracket.
  ///
  /// - Returns: `nil` if the text cannot be the beginning of JSON, or of JSON values on separate
  ///   lines.
  init?(_ text: Span<UInt8>) {
    // For each open brace or bracket, true if it is a brace.
    var open: [Bool] = []
    var (state, position) = (State.value, 0)
    var isNewLine = true
    while position < text.count {
      let byte = text[position]
      if isSpace(byte) {
        if byte == UInt8(ascii: "\n") { isNewLine = true }
        position += 1
        continue
      }
      switch (byte, state) {
      case (UInt8(ascii: "{"), .value), (UInt8(ascii: "{"), .firstValue),
        (UInt8(ascii: "["), .value), (UInt8(ascii: "["), .firstValue):
        if open.isEmpty { valueCount += 1 }
        open.append(byte == UInt8(ascii: "{"))
        state = byte == UInt8(ascii: "{") ? .firstKey : .firstValue
      case (UInt8(ascii: "{"), .end), (UInt8(ascii: "["), .end):
        // Another value, on its own line.
        guard open.isEmpty, isNewLine else { return nil }
        state = .value
        continue
      case (UInt8(ascii: "}"), .firstKey), (UInt8(ascii: "}"), .end):
        guard open.popLast() == true else { return nil }
        state = .end
      case (UInt8(ascii: "]"), .firstValue), (UInt8(ascii: "]"), .end):
        guard open.popLast() == false else { return nil }
        state = .end
      case (UInt8(ascii: ","), .end):
        guard let isObject = open.last else { return nil }
        state = isObject ? .key : .value
      case (UInt8(ascii: ":"), .colon): state = .value
      case (UInt8(ascii: "\""), .firstKey), (UInt8(ascii: "\""), .key):
        guard let end = Self.endOfString(text, from: position) else { return nil }
        (position, state) = (end, .colon)
      case (UInt8(ascii: "\""), .value), (UInt8(ascii: "\""), .firstValue):
        guard let end = Self.endOfString(text, from: position) else { return nil }
        (position, state) = (end, .end)
      case (_, .value), (_, .firstValue):
        let end = Self.endOfWord(text, from: position)
        guard end == text.count || Self.isWord(text.extracting(position..<end)) else { return nil }
        (position, state) = (end - 1, .end)
      default: return nil
      }
      isNewLine = false
      position += 1
    }
  }

  /// The position of the closing quotation mark, or the end of the text; `nil` if the line ends
  /// first.
  private static func endOfString(_ text: Span<UInt8>, from start: Int) -> Int? {
    var position = start + 1
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      if text[position] == UInt8(ascii: "\n") { return nil }
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position
  }

  private static func endOfWord(_ text: Span<UInt8>, from start: Int) -> Int {
    var end = start + 1
    while end < text.count, isWordByte(text[end]) { end += 1 }
    return end
  }

  /// Whether the bytes are a number or a word of JSON, including the words that Python writes.
  private static func isWord(_ bytes: Span<UInt8>) -> Bool {
    let word = String(decoding: bytes)
    return ["true", "false", "null", "NaN", "Infinity", "-Infinity"].contains(word)
      || (Double(word) != nil && (isDigit(bytes[0]) || bytes[0] == UInt8(ascii: "-")))
  }
}
