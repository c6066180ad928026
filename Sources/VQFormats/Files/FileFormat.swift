/// The formats of arrays on disk, as a path's extension names them.
public enum FileFormat: String, Sendable, CaseIterable {
  /// NumPy's array file: binary, mapped rather than read.
  case npy
  /// Text, one row a line, fields separated by commas.
  case csv
  /// Text, one row a line, fields separated by tabs.
  case tsv

  /// Finds the format of a path from its extension, upper or lower case.
  ///
  /// - Parameter path: The path; the file need not exist.
  public init?(extensionOf path: String) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// The byte between two fields of a line.
  ///
  /// Text of no known extension is taken for `.csv`.
  ///
  /// - Parameter path: The path of the text file.
  /// - Returns: A tab for `.tsv`, else a comma.
  static func separator(of path: String) -> UInt8 {
    FileFormat(extensionOf: path) == .tsv ? UInt8(ascii: "\t") : UInt8(ascii: ",")
  }
}
