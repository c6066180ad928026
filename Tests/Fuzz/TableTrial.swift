internal import VQFormats
internal import VectorQuantization

/// Reads one file as a table in several ways.
///
/// It uses random options, several block sizes, and one or two workers.
struct TableTrial {
  let path: String

  func open(_ choices: inout Xoshiro256) throws(FormatError) {
    let options = Self.options(&choices)
    Trial.touch(try ObservationFile(opening: path, options: options, workers: 2), &choices)
    let summary = try? TableSummary(of: path, options: options)
    guard FileFormat(extensionOf: path)?.isTable == true else { return }
    precondition(summary.map { $0.columns.count > 0 } ?? true, "a table has columns")
    let whole = Self.outcome(path, options, workers: 1, blockByteCount: 1 << 20)
    let cut = 1 + choices.integer(below: 200)
    let parts = Self.outcome(path, options, workers: 2, blockByteCount: cut)
    precondition(whole == parts, "the result depends on blocks of \(cut) bytes: \(whole), \(parts)")
  }

  /// The numbers, labels and names of a table, or the error.
  private static func outcome(
    _ path: String, _ options: ReadingOptions, workers: Int, blockByteCount: Int
  ) -> String {
    do throws(FormatError) {
      let table = try TableReader.read(
        path, options: options, workers: workers, blockByteCount: blockByteCount)
      return "\(table.observations.elements) \(table.captions) \(table.omittedRows) \(table.notes)"
    } catch {
      return "\(error)"
    }
  }

  private static func options(_ choices: inout Xoshiro256) -> ReadingOptions {
    var options = ReadingOptions.automatic
    if choices.integer(below: 2) == 0 { options.labels = [column(&choices)] }
    if choices.integer(below: 3) == 0 {
      options.features = (0...choices.integer(below: 3)).map { _ in column(&choices) }
    }
    if choices.integer(below: 3) == 0 { options.header = choices.integer(below: 2) == 0 }
    if choices.integer(below: 4) == 0 {
      let separators = ReadingOptions.Separator.allCases
      options.separator = separators[choices.integer(below: separators.count)]
    }
    if choices.integer(below: 4) == 0 {
      options.decimalMark = choices.integer(below: 2) == 0 ? .comma : .point
    }
    if choices.integer(below: 2) == 0 { options.missingRows = .skip }
    if choices.integer(below: 8) == 0 { options.missingWords = ["x", "0"] }
    if choices.integer(below: 8) == 0 { options.skippedLineCount = choices.integer(below: 4) }
    return options
  }

  private static func column(_ choices: inout Xoshiro256) -> ColumnChoice {
    let texts = ["a", "x", "column, 0", "the \"name\"", "", "1-2", "-1", "-x", "a:x", "2:1", "-"]
    let number = choices.integer(below: 5 + texts.count)
    return number < 5 ? .number(number) : .written(texts[number - 5])
  }
}
