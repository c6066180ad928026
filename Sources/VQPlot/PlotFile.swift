package import VQFormats

/// The file formats of plots; the extension of the path selects one.
package enum PlotFile: String, Sendable {
  case svg
  case png

  /// Creates the format that the extension of a path names, in upper or lower case.
  ///
  /// - Parameter path: The path; the file need not exist.
  package init?(extensionOf path: String) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// Throws an error if a plot cannot be written later, so that a mistake shows before the long
  /// work starts.
  ///
  /// - Parameter path: The path of the file to create or replace.
  /// - Throws: `FormatError.invalid` if the extension is not that of a plot;
  ///   `FormatError.cannotWrite` if the file cannot be created.
  package static func checkWritable(_ path: String) throws(FormatError) {
    _ = try format(of: path)
    try AtomicFile.checkReplaceable(path)
  }

  /// Writes a drawing to a temporary file next to the file that it will replace.
  ///
  /// - Parameters:
  ///   - drawing: The drawing.
  ///   - path: The path of the file to create or replace.
  /// - Returns: The complete temporary file, which the caller commits: see `AtomicFile`.
  /// - Throws: `FormatError.invalid` if the extension is not that of a plot;
  ///   `FormatError.cannotWrite` if the file cannot be written.
  package static func stage(
    _ drawing: Drawing, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    switch try format(of: path) {
    case .png:
      return try PNGWriter.stage(Canvas.pixels(of: drawing).image, replacing: path)
    case .svg:
      let text = Array(SVGText.document(drawing).utf8)
      var file = try AtomicFile(replacing: path)
      try file.write(text.span)
      try file.finish()
      return file
    }
  }

  private static func format(of path: String) throws(FormatError) -> PlotFile {
    guard let format = PlotFile(extensionOf: path) else {
      throw .invalid(
        path: path, place: nil, problem: "does not end in .svg or .png",
        mend: "choose one of these formats for the plot")
    }
    return format
  }
}
