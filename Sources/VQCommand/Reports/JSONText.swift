/// Writes facts as JSON (RFC 8259).
///
/// JSON has no infinity and no NaN: they are written as `null`. Other numbers are written with the
/// fewest digits that restore them exactly.
enum JSONText {
  /// Returns an object with one member for each fact.
  static func object(_ facts: [Report.Fact]) -> String {
    "{" + facts.map { "\(string($0.key)): \(value($0.value))" }.joined(separator: ", ") + "}"
  }

  private static func value(_ value: Report.Value) -> String {
    switch value {
    case .count(let count): "\(count)"
    case .seed(let seed): "\(seed)"
    case .counts(let counts): "[" + counts.map(String.init).joined(separator: ", ") + "]"
    case .number(let number): self.number(number)
    case .numbers(let numbers): "[" + numbers.map(number).joined(separator: ", ") + "]"
    case .rows(let rows):
      "[" + rows.map { Self.value(.numbers($0)) }.joined(separator: ", ") + "]"
    case .text(let text): string(text)
    case .texts(let texts): "[" + texts.map(string).joined(separator: ", ") + "]"
    case .facts(let facts): object(facts)
    }
  }

  private static func number(_ number: Double) -> String {
    number.isFinite ? "\(number)" : "null"
  }

  private static func string(_ text: String) -> String {
    "\"" + text.unicodeScalars.map(escaped).joined() + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case "\u{0}"..<" ":
      let digits = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: return String(scalar)
    }
  }
}
