internal import VectorQuantization

/// What a field of a table can be parsed as.
struct FieldClass: OptionSet {
  let rawValue: UInt16

  /// The field has no value.
  static let missing = FieldClass(rawValue: 1)
  /// A number with a decimal point, or without a fraction.
  static let pointNumber = FieldClass(rawValue: 2)
  /// A number with a decimal comma, or without a fraction.
  static let commaNumber = FieldClass(rawValue: 4)
  /// A number like `1,234`: the comma is a decimal mark or separates thousands.
  static let thousands = FieldClass(rawValue: 8)
  /// A whole number without a decimal mark or an exponent.
  static let integer = FieldClass(rawValue: 16)
  /// The word `inf` or `infinity`: a number that can also be a name.
  static let word = FieldClass(rawValue: 32)

  static let anyNumber: FieldClass = [.pointNumber, .commaNumber]

  /// Whether it is a number with this decimal mark only.
  var needsPoint: Bool { contains(.pointNumber) && !contains(.commaNumber) }
  var needsComma: Bool { contains(.commaNumber) && !contains(.pointNumber) }
}

/// Classifies fields by what they can be parsed as.
struct FieldClassifier: ~Escapable {
  private let point: NumberParser
  private let comma: NumberParser
  private let missingWords: MissingWords

  @_lifetime(copy powers)
  init(_ powers: Span<UInt128>, _ missingWords: MissingWords) {
    point = NumberParser(powers)
    var comma = NumberParser(powers)
    comma.decimalMark = UInt8(ascii: ",")
    self.comma = comma
    self.missingWords = missingWords
  }

  /// The class of a field without surrounding blanks; the empty set for text.
  func classify(_ field: Span<UInt8>) -> FieldClass {
    if field.isEmpty { return .missing }
    var found: FieldClass = []
    if isNumber(field, point) {
      // A number without a point is a number with either mark.
      let hasPoint = field.indices.contains { field[$0] == UInt8(ascii: ".") }
      found = hasPoint ? .pointNumber : .anyNumber
    } else if isNumber(field, comma) {
      found = .commaNumber
    }
    if found.isEmpty {
      if missingWords.contains(field) { return .missing }
      return point.number(field) == nil ? [] : [.pointNumber, .commaNumber, .word]
    }
    if found == .commaNumber, Self.isThousands(field) { found.insert(.thousands) }
    if field.isWhole { found.insert(.integer) }
    return found
  }

  private func isNumber(_ field: Span<UInt8>, _ parser: NumberParser) -> Bool {
    var position = 0
    return parser.number(field, at: &position) != nil && position == field.count
  }

  /// Whether the only comma follows one to three digits, the first not 0, and precedes three
  /// digits.
  private static func isThousands(_ field: Span<UInt8>) -> Bool {
    let isSigned = field[0] == UInt8(ascii: "-") || field[0] == UInt8(ascii: "+")
    let digits = field.extracting(droppingFirst: isSigned ? 1 : 0)
    guard (5...7).contains(digits.count), digits[0] != UInt8(ascii: "0") else { return false }
    let mark = digits.count - 4
    return digits.indices.allSatisfy {
      $0 == mark ? digits[$0] == UInt8(ascii: ",") : isDigit(digits[$0])
    }
  }
}

extension Span<UInt8> {
  /// Whether these are only digits, possibly after a minus sign.
  var isWhole: Bool {
    let start = !isEmpty && self[0] == UInt8(ascii: "-") ? 1 : 0
    return count > start && (start..<count).allSatisfy { isDigit(self[$0]) }
  }

  /// The whole number that the digits represent; `nil` if there are other characters or too many
  /// digits.
  var wholeNumber: Int? {
    isWhole && count < 18 ? Int(String(decoding: self)) : nil
  }
}
