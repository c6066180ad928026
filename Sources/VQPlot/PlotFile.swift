package import VQFormats

/// The formats of plots, as a path's extension names them.
package enum PlotFile: String, Sendable {
  case svg
  case png

  /// Finds the format of a path from its extension, upper or lower case.
  ///
  /// - Parameter path: The path; the file need not exist.
  package init?(extensionOf path: String) {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }

  /// Fails now if a plot could not be written later, after long work.
  ///
  /// - Parameter path: The path of the file to replace or create.
  /// - Throws: ``FormatError/invalid(path:place:problem:mend:)`` if the extension is not that of a
  ///   plot; ``FormatError/cannotWrite(path:reason:)`` if no file can be made there.
  package static func checkWritable(_ path: String) throws(FormatError) {
    _ = try format(of: path)
    try AtomicFile.checkReplaceable(path)
  }

  /// Writes a drawing beside the file that it is to replace.
  ///
  /// - Parameters:
  ///   - drawing: The drawing.
  ///   - path: The path of the file to replace or create.
  /// - Returns: The complete file, to be committed: see ``AtomicFile``.
  /// - Throws: ``FormatError/invalid(path:place:problem:mend:)`` if the extension is not that of a
  ///   plot; ``FormatError/cannotWrite(path:reason:)`` if it cannot be written.
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
        path: path, place: nil, problem: "is in no format that plots are written in",
        mend: "name a file .svg or .png")
    }
    return format
  }
}
