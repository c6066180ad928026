internal import Synchronization
internal import VectorQuantization

/// Where workers may cut the text of a table, and which row each piece begins with.
///
/// A line feed between quotation marks ends no row, and whether one is between them is known only
/// from all that comes before. So a piece is first looked at as if it began outside of them, all
/// pieces at once; the rows that *begin* in it may end in a later one. Where a piece then turns out to
/// begin in the last row of another, it is looked at again from the end of that row. This is rare:
/// pieces are cut behind line feeds, most of which end rows.
struct TableBlocks {
  /// Some rows that follow one another.
  struct Block {
    /// The bytes from the first row to behind the last.
    let bytes: Range<Int>
    /// The numbers of the rows.
    let rows: Range<Int>
  }

  private(set) var blocks: [Block] = []

  /// The rows of all blocks; blank lines are none.
  var rowCount: Int { blocks.last?.rows.upperBound ?? 0 }

  /// Cuts the rows of a text.
  ///
  /// - Parameters:
  ///   - text: The text of the table.
  ///   - start: Where the first row begins.
  ///   - separator: What is between two fields.
  ///   - blockByteCount: About how long a block is.
  ///   - workers: The most threads to use.
  /// - Complexity: O(*n*) for *n* bytes.
  init(
    _ text: Span<UInt8>, from start: Int, separator: UInt8, blockByteCount: Int, workers: Int
  ) {
    let cuts = Self.cuts(in: text, from: start, every: blockByteCount)
    let found = Mutex([Stretch?](repeating: nil, count: cuts.count))
    parallelFor(cuts.count, workers: workers) { _, queue in
      while let block = queue.take() {
        // A guess that is wrong may run on for long; one that is right hardly ever does.
        let limit = min(cuts[block].upperBound + blockByteCount, text.count)
        let stretch = Stretch(
          text.extracting(first: limit), from: cuts[block], separator: separator)
        let isWhole =
          stretch.end < limit || limit == text.count || stretch.end == cuts[block].upperBound
        if isWhole { found.withLock { $0[block] = stretch } }
      }
    }
    let stretches = found.withLock { $0 }
    var (position, row) = (start, 0)
    for (cut, guess) in zip(cuts, stretches) where position < cut.upperBound {
      let guess = position == cut.lowerBound ? guess : nil
      let stretch =
        guess ?? Stretch(text, from: position..<cut.upperBound, separator: separator)
      blocks.append(Block(bytes: position..<stretch.end, rows: row..<(row + stretch.rowCount)))
      (position, row) = (stretch.end, row + stretch.rowCount)
    }
  }

  /// Ranges of about the same length, each but the first from behind a line feed.
  private static func cuts(
    in text: Span<UInt8>, from start: Int, every length: Int
  ) -> [Range<Int>] {
    var cuts: [Range<Int>] = []
    var position = start
    while position < text.count {
      var end = min(position + length, text.count)
      while end < text.count, text[end - 1] != UInt8(ascii: "\n") { end += 1 }
      cuts.append(position..<end)
      position = end
    }
    return cuts
  }
}

/// The rows that begin in some bytes.
private struct Stretch {
  private(set) var rowCount = 0
  /// Where the last of the rows ends, or of the bytes if that is later.
  let end: Int

  init(_ text: Span<UInt8>, from range: Range<Int>, separator: UInt8) {
    guard Self.containsQuotation(text.extracting(range)) else {
      rowCount = Self.countLines(text.extracting(range))
      end = range.upperBound
      return
    }
    var scanner = TableScanner(text, separator: separator, at: range.lowerBound)
    while scanner.position < range.upperBound {
      if scanner.skipBlankLine() { continue }
      scanner.skipRow()
      rowCount += 1
    }
    end = scanner.position
  }

  private static func containsQuotation(_ text: Span<UInt8>) -> Bool {
    var count = 0
    for index in text.indices { count &+= text[index] == UInt8(ascii: "\"") ? 1 : 0 }
    return count > 0
  }

  /// The lines that are not blank.
  private static func countLines(_ text: Span<UInt8>) -> Int {
    var count = 0
    var isBlank = true
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "\n"):
        count += isBlank ? 0 : 1
        isBlank = true
      case UInt8(ascii: " "), UInt8(ascii: "\r"):
        break
      default:
        isBlank = false
      }
    }
    return count + (isBlank ? 0 : 1)
  }
}
