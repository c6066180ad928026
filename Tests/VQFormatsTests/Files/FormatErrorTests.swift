import Testing
import VQFormats

/// Each error message names the file, the place and what to do.
@Suite struct FormatErrorTests {
  private static let path = "some/file.csv"

  @Test(
    "names the path and the details",
    arguments: [
      (FormatError.cannotOpen(path: path, reason: "No luck"), ["No luck", "check"]),
      (.cannotWrite(path: path, reason: "No luck"), ["No luck", "folder"]),
      (.notNPY(path: path), ["numpy.save"]),
      (.unsupportedVersion(path: path, major: 4, minor: 7), ["4.7", "3.0"]),
      (.badHeader(path: path, reason: "is odd"), ["is odd", "numpy.save"]),
      (.truncated(path: path, expectedBytes: 160, foundBytes: 152), ["160", "152"]),
      (.unsupportedElementType(path: path, found: "'<c8'"), ["'<c8'", "numpy.float32"]),
      (.unsupportedShape(path: path, shape: "(2, 3, 4)"), ["(2, 3, 4)", "reshape"]),
      (.shapeTooLarge(path: path, shape: "(9, 9)"), ["(9, 9)"]),
      (.unsupportedEncoding(path: path), ["UTF-16", "UTF-8"]),
      (
        .badNumber(path: path, line: 7, column: 3, text: "ab\u{7}", advice: "correct it"),
        ["line 7", "column 3", "\"ab\\u{07}\"", "; correct it"]
      ),
      (.missingValue(path: path, line: 7, column: 3, text: ""), ["column 3", "is empty"]),
      (
        .missingValue(path: path, line: 7, column: 3, name: "x", text: "NA"),
        ["column 3 (\"x\")", "a missing value", "--missing-rows skip", "--columns"]
      ),
      (.raggedRow(path: path, line: 7, expected: 3, found: 1), ["line 7", "1 field ", "have 3"]),
      (.raggedRow(path: path, line: 7, expected: 3, found: 0), ["no fields"]),
      (.raggedRow(path: path, line: 7, expected: 3, found: 4), ["4 fields"]),
      (.noRows(path: path), ["no numbers"]),
      (
        .invalid(path: path, place: "byte 7", problem: "is odd", mend: "even it"),
        ["file.csv, byte 7 is odd; even it"]
      ),
      (
        .invalid(path: path, place: nil, problem: "is odd", mend: "even it"),
        ["file.csv is odd; even it"]
      ),
    ])
  func namesParticulars(_ error: FormatError, _ particulars: [String]) {
    for words in particulars + [Self.path] {
      #expect(error.description.contains(words), "\(words)")
    }
    #expect(!error.description.contains("\n"))
  }

  @Test(
    "gives a message of one line",
    arguments: ["\n", "\r", "\u{85}", "\u{2028}", "\u{1B}[2J", "\u{7F}"])
  func isOneLine(_ text: String) {
    let errors: [FormatError] = [
      .cannotOpen(path: "a\(text)b", reason: "no"),
      .badNumber(
        path: "a.csv", line: 1, column: 2, name: "x\(text)", text: "1\(text)2", advice: "correct it"
      ),
      .invalid(path: "a.npz:\(text)", place: nil, problem: "is bad", mend: "mend it"),
    ]
    for error in errors {
      let hasControls = error.description.unicodeScalars.contains {
        [.control, .lineSeparator].contains($0.properties.generalCategory)
      }
      #expect(!hasControls)
      #expect(error.description.contains("; "))
    }
  }
}
