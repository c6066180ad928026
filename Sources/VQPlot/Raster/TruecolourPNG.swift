package import VQFormats

/// Writes pixels as a PNG file, for ``PlotFile`` and for pictures within an SVG document.
package enum TruecolourPNG {
  /// Writes a picture beside the file that it is to replace.
  package static func stage(
    _ pixels: Pixels, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    let bytes = bytes(of: pixels)
    var file = try AtomicFile(replacing: path)
    try file.write(bytes.span)
    try file.finish()
    return file
  }

  /// The bytes of the file.
  static func bytes(of pixels: Pixels) -> [UInt8] {
    PNGWriter.encode(rgb: pixels.bytes, width: pixels.width, height: pixels.height)
  }
}
