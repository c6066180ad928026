/// Statistics of the fields of a column in the sample.
struct ColumnProfile: Sendable {
  /// The kinds of columns.
  enum Kind: String, Sendable {
    /// Numbers, and possibly missing values.
    case numeric
    /// Text; at most one value in ten is a number.
    case text
    /// No values.
    case empty
    /// Both numbers and text.
    case mixed
  }

  private(set) var count = 0
  private(set) var missingCount = 0
  /// The number of empty fields.
  private(set) var blankCount = 0
  private(set) var (pointCount, commaCount) = (0, 0)
  /// The number of fields that are numbers only with a decimal point, and only with a decimal
  /// comma.
  private(set) var (needsPointCount, needsCommaCount) = (0, 0)
  /// The number of fields whose comma may be a thousands separator.
  private(set) var thousandsCount = 0
  private(set) var quotedCount = 0
  private(set) var integerCount = 0
  private(set) var yearCount = 0
  /// The first whole number, if each value so far is one larger than the previous value.
  private(set) var firstOfCount: Int?
  /// Whether all fields are distinct, as far as they were compared.
  private(set) var areDistinct = true
  private var nextOfCount: Int?
  /// Whether this is the first column, whose fields are all compared with each other.
  private let isFirst: Bool
  private var seen: Set<Int> = []

  /// The maximum number of hashes to keep.
  private static let seenLimit = 1 << 16

  init(isFirst: Bool) {
    self.isFirst = isFirst
  }

  /// Adds a field.
  mutating func add(_ field: Span<UInt8>, _ found: FieldClass, isQuoted: Bool) {
    count += 1
    blankCount += field.isEmpty ? 1 : 0
    quotedCount += isQuoted ? 1 : 0
    if found.contains(.missing) { missingCount += 1 }
    if found.contains(.pointNumber) { pointCount += 1 }
    if found.contains(.commaNumber) { commaCount += 1 }
    if found.needsPoint { needsPointCount += 1 }
    if found.needsComma { needsCommaCount += 1 }
    if found.contains(.thousands) { thousandsCount += 1 }
    let whole = found.contains(.integer) ? field.wholeNumber : nil
    if found.contains(.integer) { integerCount += 1 }
    if let whole, (1000..<3000).contains(whole) { yearCount += 1 }
    follow(whole)
    guard isFirst || found.isEmpty else { return }
    if seen.count < Self.seenLimit, !seen.insert(Self.hash(field)).inserted {
      areDistinct = false
    }
  }

  /// Whether the same text was added before.
  func contains(_ field: Span<UInt8>) -> Bool { seen.contains(Self.hash(field)) }

  private static func hash(_ field: Span<UInt8>) -> Int {
    // FNV-1a. A hash collision only makes two distinct fields count as equal.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in field.indices { hash = (hash ^ UInt64(field[index])) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash)
  }

  private mutating func follow(_ whole: Int?) {
    if count == 1 {
      firstOfCount = whole
    } else if whole == nil || whole != nextOfCount {
      firstOfCount = nil
    }
    nextOfCount = firstOfCount == nil ? nil : whole.map { $0 + 1 }
  }

  /// Whether the values count rows, from 0 or from 1.
  var countsRows: Bool { firstOfCount == 0 || firstOfCount == 1 }

  /// Whether all values are distinct whole numbers.
  var identifiesRows: Bool { integerCount == count && areDistinct }

  /// The number of fields that are numbers.
  func numberCount(_ mark: ReadingOptions.DecimalMark) -> Int {
    mark == .point ? pointCount : commaCount
  }

  /// Whether more than a tenth of the values are numbers with this decimal mark.
  func holdsNumbers(_ mark: ReadingOptions.DecimalMark) -> Bool {
    let kind = kind(mark)
    return kind == .numeric || kind == .mixed
  }

  /// The kind of the column for this decimal mark.
  func kind(_ mark: ReadingOptions.DecimalMark) -> Kind {
    let numbers = numberCount(mark)
    let valueCount = count - missingCount
    if valueCount == 0 { return .empty }
    if numbers == valueCount { return .numeric }
    return numbers * 10 <= valueCount ? .text : .mixed
  }
}
