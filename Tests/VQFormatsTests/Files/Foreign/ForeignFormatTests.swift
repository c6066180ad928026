import Testing
import VQFormats

/// Files of other formats are recognised, and text tables are not mistaken for them.
@Suite struct ForeignFormatTests {
  /// Converts text to bytes; each character is one byte.
  private static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8($0.value) }
  }

  private static func format(_ head: String) -> ForeignFormat? {
    let bytes = bytes(head)
    return ForeignFormat(of: bytes.span)
  }

  private static func error(_ head: String, _ path: String) -> FormatError? {
    let bytes = bytes(head)
    return ForeignFormat.error(for: bytes.span, path: path)
  }

  private static func zip(_ names: String...) -> String {
    names.map { name in
      "PK\u{3}\u{4}\u{14}\0\0\0\u{8}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
        + "\(Unicode.Scalar(UInt8(name.utf8.count)))\0\0\0\(name)\u{1}\u{2}"
    }.joined()
  }

  private static let ods =
    "PK\u{3}\u{4}\u{14}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\u{8}\0\0\0"
    + "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"

  private static func wide(_ text: String, _ before: Int, _ after: Int) -> String {
    let zero = { String(repeating: "\0", count: $0) }
    return text.unicodeScalars.map { zero(before) + String($0) + zero(after) }.joined()
  }

  private static func padded(_ text: String, to place: Int, then rest: String) -> String {
    text + String(repeating: "\0", count: place - text.unicodeScalars.count) + rest
  }

  private static let foreign: [(ForeignFormat, String)] = [
    (.excel, zip("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml")),
    (.excel, zip("[Content_Types].xml")), (.excel, zip("xl/worksheets/sheet1.xml")),
    (.word, zip("[Content_Types].xml", "word/document.xml")),
    (.powerPoint, zip("[Content_Types].xml", "ppt/presentation.xml")),
    (.openDocumentSheet, ods), (.zip, zip("data/table.csv")), (.zip, "PK\u{5}\u{6}\0\0\0\0"),
    (.numpyArchive, zip("arr_0.npy")), (.pyTorch, zip("archive/data.pkl", "archive/data/0")),
    (.oldOffice, "\u{D0}\u{CF}\u{11}\u{E0}\u{A1}\u{B1}\u{1A}\u{E1}\0\0"),
    (.parquet, "PAR1\u{15}\u{4}\u{15}\u{1}"), (.arrow, "ARROW1\0\0\u{FF}\u{FF}"),
    (.feather, "FEA1\0\0\0\0"), (.orc, "ORC\n\u{3}\u{10}\u{1}\u{2}"),
    (.sqlite, "SQLite format 3\0\u{10}\0"), (.spss, "$FL2@(#) SPSS DATA FILE\u{2}\0\0\0"),
    (.stata, "<stata_dta><header><release>118"), (.stata, "s\u{2}\u{1}\0\u{5}\0"),
    (.sas, padded("", to: 12, then: "\u{C2}\u{EA}\u{81}\u{60}\u{B3}\u{14}\u{11}\u{CF}\u{BD}")),
    (.sasTransport, "HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!000000000000"),
    (.hdf5, "\u{89}HDF\r\n\u{1A}\n\0\0"),
    (.matlab73, padded("MATLAB 7.3 MAT-file, Platform: GLNXA64", to: 126, then: "\u{2}IM")),
    (.matlab5, padded("MATLAB 5.0 MAT-file, Platform: GLNXA64", to: 124, then: "\0\u{1}IM")),
    (.pickle, "\u{80}\u{4}\u{95}\u{5}\0\0\0\0\0\0\0]q\0."), (.pickle, "\u{80}\u{2}]q\0."),
    (.rObject, "X\n\0\0\0\u{3}\0\u{4}"), (.rWorkspace, "RDX3\nX\n\0\0\0\u{3}"),
    (.rWorkspace, "RDX2\nX\n\0\0\0\u{2}"),
    (.numpyArray, "\u{93}NUMPY\u{1}\0v\0"), (.pngPicture, "\u{89}PNG\r\n\u{1A}\n\0\0"),
    (.gif, "GIF89a\u{1}\0\u{1}\0"), (.gif, "GIF87a\u{1}\0\u{1}\0"),
    (.tiff, "II*\0\u{8}\0\0\0"), (.tiff, "MM\0*\0\0\0\u{8}"), (.jpeg, "\u{FF}\u{D8}\u{FF}\u{E0}"),
    (.bmp, "BM\u{9A}\0\0\0\0\0\0\0\u{36}\0\0\0\u{28}\0\0\0"),
    (.webP, "RIFF\u{24}\0\0\0WEBPVP8 "), (.heic, "\0\0\0\u{18}ftypheic\0\0\0\0"),
    (.heic, "\0\0\0\u{1C}ftypavif\0\0\0\0"), (.pdf, "%PDF-1.7\n%\u{E2}\u{E3}\n"),
    (.gzip, "\u{1F}\u{8B}\u{8}\0\0\0"), (.compress, "\u{1F}\u{9D}\u{90}1"),
    (.zstd, "\u{28}\u{B5}\u{2F}\u{FD}\u{4}"), (.zstd, "\u{50}\u{2A}\u{4D}\u{18}\u{4}\0\0\0"),
    (.bzip2, "BZh91AY&SY\u{12}"), (.xz, "\u{FD}7zXZ\0\0"), (.lz4, "\u{4}\u{22}\u{4D}\u{18}d"),
    (.sevenZip, "7z\u{BC}\u{AF}\u{27}\u{1C}\0"), (.rar, "Rar!\u{1A}\u{7}\u{1}\0"),
    (.tar, padded("table.csv", to: 257, then: "ustar\000")),
    (.html, "<!DOCTYPE html>\n<html>"), (.html, "\n  <HTML lang=\"en\">"),
    (.html, "\u{EF}\u{BB}\u{BF}<html>"), (.xml, "<?xml version=\"1.0\"?>\n<a/>"),
    (.json, "{\"a\": [1, 2.5, -3e5], \"b\": {\"c\": null}}\n"), (.json, "[[1, 2], [3, NaN]]"),
    (.json, "[\n  {\"x\": 1, \"y\": \"a \\\" b\"},\n  {\"x\": 2"), (.json, "{}"),
    (.json, "[1,2,3]"),
    (.json, "{\"text\": \"cut in the mid"), (.json, "[1, 2.5, tru"),
    (.jsonLines, "{\"x\": 1}\n{\"x\": 2}\n"), (.jsonLines, "[1, 2]\n[3, 4]\n"),
    (.lfsPointer, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
    (.arff, "% 1. Title\n%\n\n@RELATION iris\n\n@ATTRIBUTE sepallength REAL\n"),
    (.svmlight, "1 3:0.5 7:1\n-1 1:0.25 2:3\n"), (.svmlight, "+1 qid:1 1:0.5 2:7 # note\n"),
    (.svmlight, "# note\n1,3 0:1 4:-2e-3\n"),
    (.utf16, "\u{FF}\u{FE}1\0,\0"), (.utf16, "\u{FE}\u{FF}\01\0,"),
    (.utf32, "\u{FF}\u{FE}\0\01\0\0\0"), (.utf32, "\0\0\u{FE}\u{FF}\0\0\01"),
    (.utf16LittleEndian, wide("x,y\r\n1,2\r\n", 0, 1)),
    (.utf16BigEndian, wide("x,y\r\n1,2\r\n", 1, 0)),
    (.utf32LittleEndian, wide("x,y\n1,2\n", 0, 3)),
    (.utf32BigEndian, wide("x,y\n1,2\n", 3, 0)),
    (.binary, "\u{1}\u{2}\u{3}\u{4}"), (.binary, "1,2\n3,\0\n"), (.binary, "\0\0\u{80}?\0\0\0@"),
  ]

  @Test("recognises formats that are not supported", arguments: foreign)
  func recognises(_ format: ForeignFormat, _ head: String) {
    #expect(Self.format(head) == format)
  }

  @Test func hasAHeadForEveryFormat() {
    let tested = Self.foreign.map(\.0)
    #expect(ForeignFormat.allCases.allSatisfy(tested.contains))
  }

  @Test(
    "does not mistake text tables for other formats",
    arguments: [
      "", "\n", "1", "1,2\n3,4\n", "x\ty\n1\t2\n", "PAR1\n1\n2\n", "PAR1,x\n1,2\n", "[a],b\n1,2\n",
      "[1],2\n", "[x]\n1\n", "[1\n2\n", "{a},{b}\n1,2\n", "{\"a\n1\n", "[\"a\"],[\"b\"]\n1,2\n",
      "BM,x\n1,2\n", "BM\n1\n", "GIF89a\n1\n", "FEA1\n1\n", "ARROW1,b\n1,2\n", "ORC,elf\n1,2\n",
      "MM,II\n1,2\n", "RIFF,x\n1,2\n", "II*,x\n1,2\n", "PK,x\n1,2\n", "RDX2\n1\n", "X\n1\n2\n",
      "A\n2\n3\n", "B\n2\n", "SQLite format 3\n1\n", "7z,8z\n1,2\n", "BZh9,x\n1,2\n",
      "$FL2,x\n1,2\n",
      "<0.01,2\n1,2\n", "<TICKER>,<PER>,<DATE>\n1,2,3\n", "<DATE>\t<OPEN>\n1\t2\n",
      "<a>;<b>\n1;2\n",
      "# note\nx,y\n1,2\n", "% note\n1 2\n", "%PDF,x\n1,2\n", "@relation,x\n1,2\n",
      "@relation\n1\n2\n", "@x,y\n1,2\n", "version,x\n1,2\n", "version https://example.com\n1\n",
      "1 12:30 13:45\n2 12:31 13:46\n", "12:30,1\n12:31,2\n", "1 4:3\n2 16:9\n", "1 2 3\n4 5 6\n",
      "a:1 b:2\n", "1 7:30\n", "ustar\n1\n", "MATLAB 5.0 MAT-file\n1\n", "HEADER RECORD,x\n1,2\n",
      "Gr\u{F6}\u{DF}e,x\n1,2\n", "\u{EF}\u{BB}\u{BF}x,y\n1,2\n", "x,y\r1,2\r", "1,2\n\u{1A}",
      "\"a\u{7}b\",2\n3,4\n", "\u{93}quoted\u{94},x\n1,2\n", "\u{80},x\n1,2\n", "s,t\n1,2\n",
      "P1,P2\n1,2\n", "*M,x\n1,2\n",
    ])
  func leavesTablesAlone(_ text: String) {
    #expect(Self.format(text) == nil)
    #expect(Self.error(text, "a.csv") == nil)
  }

  /// Recognition of a truncated file never traps.
  @Test("survives truncation", arguments: foreign)
  func survivesACut(_ format: ForeignFormat, _ head: String) {
    let bytes = Self.bytes(head)
    for count in bytes.indices { _ = ForeignFormat(of: bytes.span.extracting(first: count)) }
  }

  @Test(
    "says what a file is, and how to convert it",
    arguments: [
      (
        zip("xl/workbook.xml"), "prices.xlsx",
        "prices.xlsx is an Excel workbook; save it as CSV, for instance with: "
          + "libreoffice --headless --convert-to csv prices.xlsx"
      ),
      (
        "\u{28}\u{B5}\u{2F}\u{FD}", "x.csv.zst",
        "x.csv.zst is compressed with zstd; use: zstd -dc x.csv.zst | vq fit - ..."
      ),
      (
        "PAR1\u{15}\u{4}", "data.parquet",
        "data.parquet is a Parquet file; convert it with: python3 -c \"import pandas; "
          + "pandas.read_parquet('data.parquet').to_csv('data.csv', index=False)\""
      ),
      (
        "version https://git-lfs.github.com/spec/v1\n", "a/b.csv",
        "a/b.csv is a Git LFS pointer, not the file that it points to; download that with: "
          + "git lfs pull --include=a/b.csv"
      ),
      (
        wide("x,y\n1,2\n", 0, 1), "a.csv",
        "a.csv is UTF-16 text; convert it with: iconv -f UTF-16LE -t UTF-8 a.csv > a.utf8.csv"
      ),
      (
        "\0\u{1}\u{2}", "a",
        "a is binary data in a format that vq does not read; convert it to CSV or .npy with the program "
          + "that wrote it"
      ),
    ])
  func saysWhatToDo(_ head: String, _ path: String, _ sentence: String) {
    #expect(Self.error(head, path)?.description == sentence)
  }

  @Test("gives each format a message of one line with an action", arguments: foreign)
  func givesOneLine(_ format: ForeignFormat, _ head: String) throws {
    for path in ["a.dat", "-", "my folder/it's.dat"] {
      let error = try #require(Self.error(head, path))
      #expect(error.description.hasPrefix("\(path) is "))
      #expect(error.description.contains("; "))
      #expect(error.description.utf8.count < 400)
    }
  }

  @Test(
    "quotes paths for the shell",
    arguments: [
      ("a b.zst", "zstd -dc 'a b.zst' |"), ("it's.zst", "zstd -dc 'it'\\''s.zst' |"),
      ("-x.zst", "zstd -dc ./-x.zst |"), ("$(rm).zst", "zstd -dc '$(rm).zst' |"),
      ("-", "zstd -dc FILE |"), ("/dev/stdin", "zstd -dc FILE |"),
    ])
  func quotesPaths(_ path: String, _ command: String) throws {
    let error = try #require(Self.error("\u{28}\u{B5}\u{2F}\u{FD}", path))
    #expect(error.description.contains(command))
  }

  @Test(
    "quotes paths inside Python code for the shell",
    arguments: [
      ("a.pq", "\"import pandas; pandas.read_parquet('a.pq').to_csv('a.csv', index=False)\""),
      ("a.csv", "read_parquet('a.csv').to_csv('a-converted.csv', index=False)\""),
      ("d.x/a", "read_parquet('d.x/a').to_csv('d.x/a.csv', index=False)\""),
      (
        "it's",
        "-c 'import pandas; pandas.read_parquet('\\''it\\'\\''s'\\'').to_csv("
      ),
      ("a$b", "-c 'import pandas; pandas.read_parquet('\\''a$b'\\'').to_csv("),
      ("-", "\"import pandas; pandas.read_parquet('FILE').to_csv('FILE.csv', index=False)\""),
    ])
  func quotesPathsInPython(_ path: String, _ command: String) throws {
    let error = try #require(Self.error("PAR1\u{15}\u{4}", path))
    #expect(error.description.contains(command))
  }
}
