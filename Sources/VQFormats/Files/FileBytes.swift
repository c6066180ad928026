/// Reads whole files as bytes.
public enum FileBytes {
  /// Reads a file to its end.
  ///
  /// - Parameter path: The path of a file, not of a folder.
  /// - Returns: Its bytes.
  /// - Throws: ``FormatError/cannotOpen(path:reason:)``.
  public static func read(_ path: String) throws(FormatError) -> [UInt8] {
    try FormatError.whenReading(path) { () throws(SystemError) in
      let file = try FileDescriptor(reading: path)
      guard try file.kind != .folder else { throw .isFolder }
      return try file.readToEnd()
    }
  }
}
