/// What precedes the first row of a table.
///
/// This is a byte order mark, skipped lines, Excel's `sep=;`, blank lines and comments.
struct TablePreamble {
  /// The start of the first row.
  private(set) var start = 0
  /// The last byte of a line.
  private(set) var lineEnd = UInt8(ascii: "\n")
  /// The separator that the file declares, if any.
  private(set) var declaredSeparator: UInt8?
  /// The first byte of comments.
  private(set) var commentMark = UInt8(ascii: "#")
  /// The comment in the line before the first row, without its mark.
  private(set) var comment: Range<Int>?
  private(set) var commentCount = 0
  let hasByteOrderMark: Bool

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ text: Span<UInt8>, skipping lineCount: Int) {
    hasByteOrderMark = text.starts(with: Self.byteOrderMark)
    start = hasByteOrderMark ? Self.byteOrderMark.count : 0
    lineEnd = Self.lineEnd(in: text)
    for _ in 0..<lineCount where start < text.count { start = lineEnd(from: start, in: text) }
    readDeclaration(text)
    readComments(text)
  }

  /// A line feed if the text has one, otherwise a carriage return.
  private static func lineEnd(in text: Span<UInt8>) -> UInt8 {
    var hasReturn = false
    for index in text.indices {
      if text[index] == UInt8(ascii: "\n") { return UInt8(ascii: "\n") }
      if text[index] == UInt8(ascii: "\r") { hasReturn = true }
    }
    return UInt8(ascii: hasReturn ? "\r" : "\n")
  }

  /// The end of the line that begins at `start`, including its line end.
  private func lineEnd(from start: Int, in text: Span<UInt8>) -> Int {
    var end = start
    while end < text.count, text[end] != lineEnd { end += 1 }
    return min(end + 1, text.count)
  }

  /// Reads `sep=;`, the line in which Excel declares the separator.
  private mutating func readDeclaration(_ text: Span<UInt8>) {
    let end = lineEnd(from: start, in: text)
    let line = text.extracting(start..<end)
    let word = Array("sep=".utf8)
    guard line.count > word.count,
      word.indices.allSatisfy({ line[$0] | 0x20 == word[$0] | 0x20 }),
      line.extracting(droppingFirst: word.count + 1).trimmed().isLineEndOnly
    else { return }
    declaredSeparator = line[word.count]
    start = end
  }

  private mutating func readComments(_ text: Span<UInt8>) {
    var isFirst = true
    while start < text.count {
      let end = lineEnd(from: start, in: text)
      let line = text.extracting(start..<end)
      guard let first = line.indices.first(where: { !isSpace(line[$0]) }) else {
        start = end
        comment = nil
        continue
      }
      if isFirst, line[first] == UInt8(ascii: "%") { commentMark = line[first] }
      isFirst = false
      guard line[first] == commentMark else { return }
      comment = (start + first + 1)..<end
      commentCount += 1
      start = end
    }
  }
}

extension Span<UInt8> {
  /// Whether there are only line ends.
  fileprivate var isLineEndOnly: Bool {
    indices.allSatisfy { self[$0] == UInt8(ascii: "\n") || self[$0] == UInt8(ascii: "\r") }
  }
}
