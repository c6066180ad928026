/// What is wrong with a file, where, and how to mend it.
@nonexhaustive
public enum FormatError: Error, Equatable, Sendable {
  /// The system refused to open or read the file.
  case cannotOpen(path: String, reason: String)
  /// The system refused to write the file or to put it in its place.
  case cannotWrite(path: String, reason: String)
  /// The file does not begin as a `.npy` file does.
  case notNPY(path: String)
  /// The `.npy` file is of a version that does not exist yet.
  case unsupportedVersion(path: String, major: Int, minor: Int)
  /// The header of the `.npy` file is not what the format prescribes.
  case badHeader(path: String, reason: String)
  /// The file ends before its header says that it does.
  case truncated(path: String, expectedBytes: Int, foundBytes: Int)
  /// The elements are not of a supported type.
  case unsupportedElementType(path: String, found: String)
  /// The array has neither one dimension nor two.
  case unsupportedShape(path: String, shape: String)
  /// The array has more bytes than memory has addresses.
  case shapeTooLarge(path: String, shape: String)
  /// The text is UTF-16.
  case unsupportedEncoding(path: String)
  /// A field is not a number; line and column (the number of the field) count from 1, and the header,
  /// if there is one, gives the column its name. `advice` says what to do.
  case badNumber(
    path: String, line: Int, column: Int, name: String? = nil, text: String, advice: String)
  /// A field of a feature has no value; `text` is the word for that, or empty.
  case missingValue(path: String, line: Int, column: Int, name: String? = nil, text: String)
  /// A line has another number of fields than the first; lines count from 1.
  case raggedRow(path: String, line: Int, expected: Int, found: Int)
  /// The file holds no line of numbers.
  case noRows(path: String)
  /// Anything else: `place` is where in the file, as in `byte 17` or `line 3, column 2`, or `nil` if
  /// it is all of it; `problem` goes on from there, and `mend` says what to do.
  case invalid(path: String, place: String?, problem: String, mend: String)
}

extension FormatError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and how to mend it; one line, whatever is in the
  /// file or in its path.
  public var description: String { sentence.onOneLine }

  private var sentence: String {
    switch self {
    case .cannotOpen(let path, let reason):
      "cannot open \(path): \(reason); \(Self.mend(ofReading: reason))"
    case .cannotWrite(let path, let reason):
      "cannot write \(path): \(reason); \(Self.mend(ofWriting: reason))"
    case .notNPY(let path):
      "\(path) is not a .npy file; write it with numpy.save, or name a text file .csv or .tsv"
    case .unsupportedVersion(let path, let major, let minor):
      "\(path) is a .npy file of version \(major).\(minor), and versions 1.0, 2.0 and 3.0 are "
        + "supported; write it again with numpy.save"
    case .badHeader(let path, let reason):
      "the header of \(path) \(reason); write the file again with numpy.save"
    case .truncated(let path, let expected, let found):
      "\(path) ends after \(found) bytes where its header promises \(expected); "
        + "write or copy the file again"
    case .unsupportedElementType(let path, let found):
      "\(path) holds elements of type \(found); float16, float32, float64, int8, int16, int32, int64, "
        + "uint8, uint16, uint32, uint64 and bool are read: convert with astype(numpy.float32) or another of these"
    case .unsupportedShape(let path, let shape):
      "\(path) holds an array of shape \(shape); one or two dimensions are needed, "
        + "as array.reshape(rows, columns) gives"
    case .shapeTooLarge(let path, let shape):
      "\(path) holds an array of shape \(shape), more than memory can address; "
        + "write the file again in parts"
    case .unsupportedEncoding(let path):
      "\(path) is UTF-16 text; save it as UTF-8"
    case .badNumber(let path, let line, let column, let name, let text, let advice):
      "\(Self.place(path, line, column, name)) is \(text.debugDescription), which is not a number; "
        + advice
    case .missingValue(let path, let line, let column, let name, let text):
      "\(Self.place(path, line, column, name)) "
        + (text.isEmpty ? "is empty" : "is \(text.debugDescription), a missing value")
        + "; leave such rows out with --missing-rows skip, or choose other columns with --columns"
    case .raggedRow(let path, let line, let expected, let found):
      "\(path), line \(line) has \(Self.count(found)) where the rows before have \(expected); "
        + "give every row as many fields, or say what separates them with --separator"
    case .noRows(let path):
      "\(path) holds no numbers; give at least one row"
    case .invalid(let path, let place, let problem, let mend):
      "\(path)\(place.map { ", \($0)" } ?? "") \(problem); \(mend)"
    }
  }

  /// A place in a table.
  private static func place(_ path: String, _ line: Int, _ column: Int, _ name: String?) -> String {
    let name = name.flatMap { $0.isEmpty ? nil : " (\($0.excerpt.debugDescription))" } ?? ""
    return "\(path), line \(line), column \(column)\(name)"
  }

  /// A number of fields in words.
  static func count(_ fields: Int) -> String {
    switch fields {
    case 0: "no fields"
    case 1: "1 field"
    default: "\(fields) fields"
    }
  }
}
