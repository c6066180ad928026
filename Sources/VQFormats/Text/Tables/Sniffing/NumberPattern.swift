/// Whether the numbers of a first row may be column names: a count, years, or quoted numbers.
struct NumberPattern {
  /// A number of the first row, and the column below it.
  struct Item {
    /// The number, if it is whole.
    let number: Int?
    let isQuoted: Bool
    let below: ColumnProfile
  }

  let items: [Item]

  private var numbers: [Int] { items.compactMap(\.number) }
  private var areWhole: Bool { numbers.count == items.count }
  /// Whether the columns below hold only whole numbers.
  private var isWholeBelow: Bool {
    items.allSatisfy { $0.below.integerCount + $0.below.missingCount == $0.below.count }
  }

  /// Whether the numbers count columns from 0.
  var startsAtZero: Bool { areWhole && numbers == Array(0..<items.count) }

  /// Whether the numbers count columns, from 0 or from 1.
  var isCount: Bool { startsAtZero || (areWhole && numbers == Array(1...items.count)) }

  /// Whether the numbers are ascending years.
  var areYears: Bool {
    areWhole && numbers.allSatisfy { (1000..<3000).contains($0) }
      && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
  }

  /// Whether most values of a column below are years too.
  var yearsFollow: Bool {
    items.contains { 2 * $0.below.yearCount > $0.below.count - $0.below.missingCount }
  }

  /// Whether a column below contains a year.
  private var anyYearFollows: Bool { items.contains { $0.below.yearCount > 0 } }

  /// Whether the numbers are names if text is next to them: years or a count, above other numbers.
  ///
  /// One or two numbers may be values by chance; so may years above a few years.
  var namesColumns: Bool {
    if areYears { return items.count > 1 && !anyYearFollows }
    return isCount && items.count > 2 && !isWholeBelow
  }

  /// Whether the numbers may be either names or values if text is next to them.
  var mayNameColumns: Bool {
    if startsAtZero { return items.count > 1 || !isWholeBelow }
    if areYears { return items.count > 1 || !yearsFollow }
    return isCount && !isWholeBelow
  }

  /// Why a row of only numbers may contain names; `nil` if it is data.
  var doubt: String? {
    if items.allSatisfy({ $0.isQuoted && $0.below.quotedCount == 0 }) {
      return "has numbers between quotation marks in its first row, above others without"
    }
    if items.count > 1, areYears, !items.allSatisfy({ $0.below.yearCount == $0.below.count }) {
      return "has rising years in its first row, which may name the columns"
    }
    if startsAtZero, items.count > 1 || items[0].below.integerCount == 0 {
      return "has \(items.count > 2 ? "0, 1, 2, …" : items.count > 1 ? "0, 1" : "0") in its first "
        + "row, which may name the columns"
    }
    if isCount, items.count > 2, items.allSatisfy({ $0.below.integerCount == 0 }) {
      return "has 1, 2, 3, … in its first row, which may name the columns"
    }
    return nil
  }
}
