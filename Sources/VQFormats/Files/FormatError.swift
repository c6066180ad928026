/// What is wrong with a file, where, and what to do about it.
@nonexhaustive
public enum FormatError: Error, Equatable, Sendable {
  /// The system refused to open or read the file.
  case cannotOpen(path: String, reason: String)
  /// The system refused to write the file or to move it to its target.
  case cannotWrite(path: String, reason: String)
  /// The file does not begin like a `.npy` file.
  case notNPY(path: String)
  /// The `.npy` file has an unknown version.
  case unsupportedVersion(path: String, major: Int, minor: Int)
  /// The header of the `.npy` file violates the format.
  case badHeader(path: String, reason: String)
  /// The file is shorter than its header says.
  case truncated(path: String, expectedBytes: Int, foundBytes: Int)
  /// The element type is not supported.
  case unsupportedElementType(path: String, found: String)
  /// The array is neither one- nor two-dimensional.
  case unsupportedShape(path: String, shape: String)
  /// The array is larger than memory can address.
  case shapeTooLarge(path: String, shape: String)
  /// The text is UTF-16.
  case unsupportedEncoding(path: String)
  /// A field is not a number.
  ///
  /// Line and column (the number of the field) count from 1. `name` is the name of the column, if
  /// there is a header. `advice` says what to do.
  case badNumber(
    path: String, line: Int, column: Int, name: String? = nil, text: String, advice: String)
  /// A feature has no value in a row; `text` is the field, possibly empty.
  case missingValue(path: String, line: Int, column: Int, name: String? = nil, text: String)
  /// A line has a different number of fields than the first; lines count from 1.
  case raggedRow(path: String, line: Int, expected: Int, found: Int)
  /// The file contains no line of numbers.
  case noRows(path: String)
  /// Any other error.
  ///
  /// `place` is the place in the file, such as `byte 17` or `line 3, column 2`, or `nil` for the
  /// whole file. `problem` continues the sentence, and `mend` says what to do.
  case invalid(path: String, place: String?, problem: String, mend: String)
}

extension FormatError: CustomStringConvertible {
  /// The error message: what is wrong, where, and what to do.
  ///
  /// It is always one line, even if the file or its path contains line breaks.
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
      "\(path) ends after \(found) bytes, but its header promises \(expected); "
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
        + "give all rows the same number of fields, or say what separates them with --separator"
    case .noRows(let path):
      "\(path) holds no numbers; give at least one row"
    case .invalid(let path, let place, let problem, let mend):
      "\(path)\(place.map { ", \($0)" } ?? "") \(problem); \(mend)"
    }
  }

  /// A place in a table: path, line, column and name.
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
