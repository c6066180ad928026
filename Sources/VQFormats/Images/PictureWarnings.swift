/// The warnings about one picture, each a single line that names the file and the place.
///
/// A warning says what is wrong and what the reader does about it. The picture is still read.
struct PictureWarnings: Sendable, Equatable {
  private let path: String
  private var texts: [String] = []
  private var omittedCount = 0

  /// Further warnings are only counted: a file can have any number of damaged parts.
  private static let maximumCount = 8

  init(path: String) {
    self.path = path
  }

  /// Adds a warning.
  ///
  /// - Parameters:
  ///   - place: The part of the file, such as a chunk; `nil` for the whole file.
  ///   - text: What is wrong there and what happens, as the rest of a sentence.
  mutating func add(_ place: String?, _ text: String) {
    guard texts.count < Self.maximumCount else {
      omittedCount += 1
      return
    }
    texts.append("\(path)\(place.map { ", \($0)" } ?? "") \(text)".onOneLine)
  }

  /// All warnings in the order of the file; the last one gives the number of omitted warnings.
  var all: [String] {
    guard omittedCount > 0 else { return texts }
    let words = omittedCount == 1 ? "1 more part" : "\(omittedCount) more parts"
    return texts + ["\(path) has \(words) with faults of this kind".onOneLine]
  }
}
