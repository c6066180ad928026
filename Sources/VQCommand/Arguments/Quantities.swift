// Options that take a quantity with a unit.

extension Option<Duration> {
  /// An option that takes a time: `90s`, `10m`, `1h30m`, `500ms`, or a number of seconds.
  static func duration(_ name: String, _ help: String) -> Option {
    Option(
      name: name, placeholder: "TIME", help: help,
      requirement: "a time above 0, as in 90s, 10m, 1h30m or 500ms"
    ) { Duration(parsing: $0) }
  }
}

extension Option<Duration> {
  /// Returns the option with a default, which the help shows.
  func defaulting(to value: Duration) -> DefaultedOption<Duration> {
    DefaultedOption(self, defaultingTo: value, written: "\(value.components.seconds)s")
  }
}

extension Duration {
  /// Parses one or more numbers, each followed by its unit.
  ///
  /// Units are `h`, `m`, `s` and `ms`, in any order; a number alone is in seconds. The sum must be
  /// above 0 and at most 1e10 seconds.
  package init?(parsing text: String) {
    let units: [String: Double] = ["h": 3600, "m": 60, "s": 1, "ms": 1e-3, "": 1]
    var rest = text[...]
    var seconds = 0.0
    var hasUnits = false
    repeat {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let number = Double(digits), let factor = units[String(unit)],
        !(unit.isEmpty && hasUnits)
      else { return nil }
      hasUnits = true
      seconds += number * factor
    } while !rest.isEmpty
    guard seconds > 0, seconds <= 1e10 else { return nil }
    self = .seconds(seconds)
  }
}

extension Option<Int> {
  /// An option that takes a number of bytes, with `K`, `M`, `G` or `T` for powers of 1024.
  static func bytes(_ name: String, _ help: String) -> Option {
    Option(
      name: name, placeholder: "BYTES", help: help,
      requirement: "a number of bytes above 0, as in 500M, 2G or 1073741824"
    ) { Int(parsingBytes: $0) }
  }
}

extension Int {
  /// Parses a number of bytes: a number, optionally followed by `K`, `M`, `G` or `T` (upper or
  /// lower case) for powers of 1024.
  package init?(parsingBytes text: String) {
    let powers: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    guard let last = text.last else { return nil }
    let shift = powers[Character(last.uppercased())]
    guard let number = Double(shift == nil ? text[...] : text.dropLast()), number > 0 else {
      return nil
    }
    let bytes = number * Double(1 << (shift ?? 0))
    guard bytes >= 1, bytes <= 1e18 else { return nil }
    self = Int(bytes)
  }
}
