/// Formats of files that are not read, recognised so that an error message can name them.
///
/// Files are recognised by their first bytes, whatever their names. A text table is never taken for
/// one of these: short signatures of ASCII letters count only where binary bytes follow them.
package enum ForeignFormat: CaseIterable, Sendable {
  // Spreadsheets and office documents.
  case excel, oldOffice, openDocumentSheet, word, powerPoint
  // Columns and tables.
  case parquet, arrow, feather, orc, sqlite, spss, stata, sas, sasTransport
  // Arrays and objects.
  case hdf5, matlab73, matlab5, pickle, rObject, rWorkspace, pyTorch
  // Formats that are read, where the name or an option says that the file is another.
  case numpyArray, numpyArchive, pngPicture
  // Pictures and documents.
  case gif, tiff, bmp, webP, heic, jpeg, pdf
  // Compressed files and archives.
  case gzip, zstd, bzip2, xz, lz4, compress, sevenZip, rar, tar, zip
  // Text that is no table.
  case html, xml, json, jsonLines, lfsPointer, arff, svmlight
  // Text in other encodings.
  case utf16, utf16LittleEndian, utf16BigEndian, utf32, utf32LittleEndian, utf32BigEndian
  /// Anything else that is no text.
  case binary

  /// Finds out whether a file is of a format that is not read.
  ///
  /// Ask only about files that are of no format that is read, or that are to be read as text.
  ///
  /// - Parameters:
  ///   - head: The first bytes of the file, up to 64 KB; if it was compressed with gzip, decompressed.
  ///   - path: The path of the file, or `-` for standard input.
  /// - Returns: What the file is, and how to convert it; `nil` for anything that may be a text table.
  package static func error(for head: Span<UInt8>, path: String) -> FormatError? {
    guard let format = ForeignFormat(of: head) else { return nil }
    return .invalid(
      path: path, place: nil, problem: format.description,
      mend: format.advice(ForeignCommand(path)))
  }

  /// Recognises a format; `nil` for what may be a text table.
  package init?(of head: Span<UInt8>) {
    let found =
      Self.signature(of: head) ?? Self.structure(of: head) ?? Self.encoding(of: head)
      ?? (Self.isBinary(head) ? .binary : Self.markup(of: head))
    guard let found else { return nil }
    self = found
  }
}
