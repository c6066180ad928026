/// Text that is not a table.
extension ForeignFormat {
  static func markup(of head: Span<UInt8>) -> ForeignFormat? {
    let hasMark = head.starts(with: [0xEF, 0xBB, 0xBF])
    let text = head.extracting(droppingFirst: hasMark ? 3 : 0)
    guard let first = text.indices.first(where: { !isSpace(text[$0]) }) else { return nil }
    let start = text.extracting(droppingFirst: first)
    let beginning = String(decoding: start.extracting(first: 64)).lowercased()
    func begins(_ prefix: String) -> Bool { beginning.hasPrefix(prefix) }

    if begins("<!doctype html")
      || ["<html>", "<html ", "<html\n", "<html\r"].contains(where: begins)
    {
      return .html
    }
    if begins("<?xml ") || begins("<!doctype ") { return .xml }
    if start[0] == UInt8(ascii: "{") || start[0] == UInt8(ascii: "[") {
      return JSONPrefix(start).map { $0.valueCount > 1 ? .jsonLines : .json }
    }
    if isARFF(start) { return .arff }
    return isSVMLight(start) ? .svmlight : nil
  }

  /// Whether the first line that is not a comment declares a relation, and the next an attribute or
  /// data.
  private static func isARFF(_ text: Span<UInt8>) -> Bool {
    var lines = ForeignLines(text)
    var hasRelation = false
    while let line = lines.next() {
      let line = line.lowercased()
      if line.isEmpty || line.hasPrefix("%") { continue }
      if hasRelation { return line.hasPrefix("@attribute") || line.hasPrefix("@data") }
      guard line.hasPrefix("@relation") else { return false }
      hasRelation = true
    }
    return false
  }

  /// Whether the first lines each hold a number and pairs `index:number` with ascending indices.
  ///
  /// Lines whose pairs could all be times of day, such as `12:30`, do not count.
  private static func isSVMLight(_ text: Span<UInt8>) -> Bool {
    var lines = ForeignLines(text)
    var (lineCount, pairCount, hasNoTime) = (0, 0, false)
    while lineCount < 5, let line = lines.next() {
      let data = line.prefix { $0 != "#" }
      let fields = data.split { $0 == " " || $0 == "\t" }
      guard let label = fields.first else { continue }
      guard label.split(separator: ",").allSatisfy({ Double($0) != nil }) else { return false }
      var last = -1
      for field in fields.dropFirst() where !field.hasPrefix("qid:") {
        let parts = field.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), index > last, Double(parts[1]) != nil
        else { return false }
        last = index
        pairCount += 1
        if parts[1].utf8.count != 2 || Int(parts[1]).map({ $0 > 59 }) ?? true { hasNoTime = true }
      }
      lineCount += 1
    }
    return pairCount > lineCount && hasNoTime
  }
}

/// The lines at the beginning of a text, without surrounding spaces.
private struct ForeignLines: ~Escapable {
  private let text: Span<UInt8>
  private var position = 0

  @_lifetime(copy text)
  init(_ text: Span<UInt8>) { self.text = text }

  mutating func next() -> String? {
    guard position < text.count else { return nil }
    var end = position
    while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
    let line = text.extracting(position..<end).trimmed()
    position = end + 1
    return String(decoding: line.extracting(first: 4096))
  }
}
