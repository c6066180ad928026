/// What the fields of a column were in the sample.
struct ColumnProfile: Sendable {
  /// What a column holds.
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
  /// How many fields are empty.
  private(set) var blankCount = 0
  private(set) var (pointCount, commaCount) = (0, 0)
  /// How many numbers are read only with a point, and only with a comma.
  private(set) var (needsPointCount, needsCommaCount) = (0, 0)
  /// How many numbers have a comma that may stand between thousands.
  private(set) var thousandsCount = 0
  private(set) var quotedCount = 0
  private(set) var integerCount = 0
  private(set) var yearCount = 0
  /// The first whole number, as long as each value is by one larger than the value before.
  private(set) var firstOfCount: Int?
  /// Whether no two fields of the first column are the same, as far as was looked.
  private(set) var areDistinct = true
  private var nextOfCount: Int?
  /// Whether it is the first column, of which all fields are compared with one another.
  private let isFirst: Bool
  private var seen: Set<Int> = []

  /// More hashes are not kept.
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

  /// Whether text was added that is the same.
  func contains(_ field: Span<UInt8>) -> Bool { seen.contains(Self.hash(field)) }

  private static func hash(_ field: Span<UInt8>) -> Int {
    // FNV-1a: two fields of one hash would only be taken for one that repeats.
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

  /// Whether all values are whole numbers, each of them once.
  var identifiesRows: Bool { integerCount == count && areDistinct }

  /// How many fields are numbers.
  func numberCount(_ mark: ReadingOptions.DecimalMark) -> Int {
    mark == .point ? pointCount : commaCount
  }

  /// Whether more than a tenth of the values are numbers with that decimal mark.
  func holdsNumbers(_ mark: ReadingOptions.DecimalMark) -> Bool {
    let kind = kind(mark)
    return kind == .numeric || kind == .mixed
  }

  /// What the column holds, if numbers have that decimal mark.
  func kind(_ mark: ReadingOptions.DecimalMark) -> Kind {
    let numbers = numberCount(mark)
    let valueCount = count - missingCount
    if valueCount == 0 { return .empty }
    if numbers == valueCount { return .numeric }
    return numbers * 10 <= valueCount ? .text : .mixed
  }
}
