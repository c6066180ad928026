/// Formats that are not read, but recognised so that an error message can name them.
///
/// Files are recognised by their first bytes, whatever their names. A text table is never mistaken
/// for one of these formats: short signatures of ASCII letters count only if binary bytes follow.
package enum ForeignFormat: CaseIterable, Sendable {
  // Spreadsheets and office documents.
  case excel, oldOffice, openDocumentSheet, word, powerPoint
  // Columns and tables.
  case parquet, arrow, feather, orc, sqlite, spss, stata, sas, sasTransport
  // Arrays and objects.
  case hdf5, matlab73, matlab5, pickle, rObject, rWorkspace, pyTorch
  // Formats that are read, but where the name or an option says that the file has another format.
  case numpyArray, numpyArchive, pngPicture
  // Pictures and documents.
  case gif, tiff, bmp, webP, heic, jpeg, pdf
  // Compressed files and archives.
  case gzip, zstd, bzip2, xz, lz4, compress, sevenZip, rar, tar, zip
  // Text that is not a table.
  case html, xml, json, jsonLines, lfsPointer, arff, svmlight
  // Text in other encodings.
  case utf16, utf16LittleEndian, utf16BigEndian, utf32, utf32LittleEndian, utf32BigEndian
  /// Anything else that is not text.
  case binary

  /// Returns an error if a file has a format that is not read.
  ///
  /// Call it only for files that no reader has recognised, or that are about to be read as text.
  ///
  /// - Parameters:
  ///   - head: The first bytes of the file, up to 64 KB, decompressed if the file is compressed
  ///     with gzip.
  ///   - path: The path of the file, or `-` for standard input.
  /// - Returns: An error that names the format and how to convert it; `nil` if the file may be a
  ///   text table.
  package static func error(for head: Span<UInt8>, path: String) -> FormatError? {
    guard let format = ForeignFormat(of: head) else { return nil }
    return .invalid(
      path: path, place: nil, problem: format.description,
      mend: format.advice(ForeignCommand(path)))
  }

  /// Recognises a format; `nil` if the bytes may be a text table.
  package init?(of head: Span<UInt8>) {
    let found =
      Self.signature(of: head) ?? Self.structure(of: head) ?? Self.encoding(of: head)
      ?? (Self.isBinary(head) ? .binary : Self.markup(of: head))
    guard let found else { return nil }
    self = found
  }
}
