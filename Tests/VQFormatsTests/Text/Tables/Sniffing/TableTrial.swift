import VQFormats
import VQTestSupport
import VectorQuantization

/// Texts that are read as tables, and the results.
struct TableTrial {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func read(
    _ text: String, as name: String = "a.csv", _ options: ReadingOptions = .automatic
  ) throws -> ObservationTable {
    try TableReader.read(folder.write(text.utf8, to: name), options: options)
  }

  /// The error message if a text is refused; empty if it is read.
  func refusal(_ text: String, _ options: ReadingOptions = .automatic) throws -> String {
    let path = try folder.write(text.utf8, to: "a.csv")
    do throws(FormatError) {
      _ = try TableReader.read(path, options: options)
      return ""
    } catch {
      return error.description
    }
  }
}

extension ReadingOptions {
  /// Options that differ from the automatic ones.
  static func with(_ change: (inout ReadingOptions) -> Void) -> ReadingOptions {
    var options = ReadingOptions.automatic
    change(&options)
    return options
  }
}
