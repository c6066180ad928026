/// Finds columns of a table by the user's choices.
struct ColumnFinder {
  let path: String
  let columnCount: Int
  /// The names of all columns; `nil` if there is no header.
  let names: [String]?
  /// The first column with each name.
  private let places: [String: Int]

  init(path: String, columnCount: Int, names: [String]?) {
    self.path = path
    self.columnCount = columnCount
    self.names = names
    places = Dictionary((names ?? []).enumerated().map { ($1, $0) }) { first, _ in first }
  }

  /// The chosen columns, each once.
  ///
  /// - Parameters:
  ///   - choices: The choices. If all of them exclude columns, they apply to `standard`.
  ///   - standard: The columns that are features by default.
  /// - Returns: The indices of the columns, from 0, in the order of the choices.
  /// - Throws: ``FormatError`` if a choice matches no column, or two choices match the same one.
  func columns(
    _ choices: [ColumnChoice], excludingFrom standard: [Int]
  ) throws(FormatError) -> [Int] {
    var found: [Int] = []
    var taken: Set<Int> = []
    var excluded: Set<Int> = []
    var hasInclusion = false
    for choice in choices {
      let (columns, isExcluded) = try columns(of: choice)
      if isExcluded {
        excluded.formUnion(columns)
        continue
      }
      hasInclusion = true
      for column in columns {
        guard taken.insert(column).inserted else {
          throw .invalid(
            path: path, place: "column \(column + 1)", problem: "is chosen twice",
            mend: "choose each column once")
        }
        found.append(column)
      }
    }
    return (hasInclusion ? found : standard).filter { !excluded.contains($0) }
  }

  /// The columns of one choice, and whether the choice excludes them.
  private func columns(
    of choice: ColumnChoice
  ) throws(FormatError) -> (columns: [Int], isExcluded: Bool) {
    switch choice {
    case .number(let number): return ([try column(number: number)], false)
    case .name(let name): return ([try column(named: name)], false)
    case .written(let text):
      if let found = try column(written: text) { return ([found], false) }
      if let range = try range(written: text) { return (Array(range), false) }
      if text.hasPrefix("-") {
        let rest = String(text.dropFirst())
        if let found = try column(written: rest) { return ([found], true) }
        if let range = try range(written: rest) { return (Array(range), true) }
        return ([try column(named: rest)], true)
      }
      return ([try column(named: text)], false)
    }
  }

  /// The column that a name or a number means; `nil` if the text is neither.
  private func column(written text: String) throws(FormatError) -> Int? {
    let number = Int(text).flatMap { text.first == "-" ? nil : $0 }
    guard places[text] != nil else {
      return if let number { try column(number: number) } else { nil }
    }
    let named = try column(named: text)
    if let number, (1...columnCount).contains(number), number - 1 != named {
      throw .invalid(
        path: path, place: nil,
        problem: "has a column \(text) by number and another one by name",
        mend: "choose it as a range, \(number)-\(number) by number, or as '\"\(text)\"' by name")
    }
    return named
  }

  /// A range of numbers, `2-61`, or of names or numbers, `a:f`; `nil` if the text is not a range.
  private func range(written text: String) throws(FormatError) -> ClosedRange<Int>? {
    for separator: Character in [":", "-"] {
      for index in text.indices where text[index] == separator && index > text.startIndex {
        let (low, high) = (String(text[..<index]), String(text[text.index(after: index)...]))
        let areNumbers = (low + high).allSatisfy(\.isNumber) && !high.isEmpty
        if separator == "-", !areNumbers { continue }
        guard let first = try edge(low), let last = try edge(high) else { continue }
        guard first <= last else {
          throw .invalid(
            path: path, place: nil, problem: "has column \(high) before column \(low)",
            mend: "name the first column of a range first")
        }
        return first...last
      }
    }
    return nil
  }

  /// One end of a range; a number is always a column number, even if a column has it as its name.
  private func edge(_ text: String) throws(FormatError) -> Int? {
    if let number = Int(text) { return try column(number: number) }
    return if places[text] != nil { try column(named: text) } else { nil }
  }

  private func column(number: Int) throws(FormatError) -> Int {
    guard (1...columnCount).contains(number) else {
      throw .invalid(
        path: path, place: nil, problem: "has no column \(number)",
        mend: "it has \(columnCount), numbered from 1\(names.map { ": \(Self.list($0))" } ?? "")")
    }
    return number - 1
  }

  private func column(named name: String) throws(FormatError) -> Int {
    guard let names else {
      throw .invalid(
        path: path, place: nil,
        problem: "has no header that names its columns, and so no column \(name.debugDescription)",
        mend: "give the numbers of columns, from 1 to \(columnCount), or --header yes if the first "
          + "line holds names")
    }
    guard let first = places[name] else {
      let hint =
        Spelling.nearest(to: name, among: names).map { "did you mean \($0.excerpt)? " } ?? ""
      throw .invalid(
        path: path, place: nil, problem: "has no column \(name.debugDescription)",
        mend: "\(hint)its columns are \(Self.list(names))")
    }
    guard places.count == names.count || names.lastIndex(of: name) == first else {
      throw .invalid(
        path: path, place: nil, problem: "has several columns \(name.debugDescription)",
        mend: "choose one by its number, of which \(first + 1) is the first")
    }
    return first
  }

  /// At most ten names, to keep the error message short.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(10).map(\.excerpt).joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
  }
}
