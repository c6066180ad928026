/// The warnings about one picture: each is one line that names the file and the place.
///
/// A warning says what is wrong and what the reader does about it. The picture is read all the same.
struct PictureWarnings: Sendable, Equatable {
  private let path: String
  private var texts: [String] = []
  private var omittedCount = 0

  /// More warnings than this only get counted: a file can hold any number of damaged parts.
  private static let maximumCount = 8

  init(path: String) {
    self.path = path
  }

  /// Adds a warning.
  ///
  /// - Parameters:
  ///   - place: The part of the file, such as a chunk; `nil` for all of it.
  ///   - text: What is wrong there and what happens, as the rest of a sentence.
  mutating func add(_ place: String?, _ text: String) {
    guard texts.count < Self.maximumCount else {
      omittedCount += 1
      return
    }
    texts.append("\(path)\(place.map { ", \($0)" } ?? "") \(text)".onOneLine)
  }

  /// All warnings in the order of the file, and last the number of those left out.
  var all: [String] {
    guard omittedCount > 0 else { return texts }
    let words = omittedCount == 1 ? "1 more part" : "\(omittedCount) more parts"
    return texts + ["\(path) has \(words) with faults of this kind".onOneLine]
  }
}
