extension ForeignFormat {
  /// Bytes at a fixed offset that identify a format.
  private struct Signature {
    let format: ForeignFormat
    var offset = 0
    let bytes: [UInt8]
    /// Whether the bytes could also begin a text; they then count only if binary bytes follow.
    var isText = false

    init(_ format: ForeignFormat, _ bytes: [UInt8], at offset: Int = 0) {
      (self.format, self.bytes, self.offset) = (format, bytes, offset)
    }

    init(_ format: ForeignFormat, text: String) {
      (self.format, bytes, isText) = (format, Array(text.utf8), true)
    }
  }

  private static let signatures = [
    Signature(.oldOffice, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    Signature(.parquet, text: "PAR1"), Signature(.parquet, text: "PARE"),
    Signature(.arrow, text: "ARROW1"), Signature(.feather, text: "FEA1"),
    Signature(.orc, text: "ORC"), Signature(.sqlite, text: "SQLite format 3"),
    Signature(.spss, text: "$FL2@(#)"), Signature(.spss, text: "$FL3@(#)"),
    Signature(.stata, Array("<stata_dta>".utf8)),
    Signature(.sas, [0xC2, 0xEA, 0x81, 0x60, 0xB3, 0x14, 0x11, 0xCF], at: 12),
    Signature(.sasTransport, Array("HEADER RECORD*******LIB".utf8)),
    Signature(.matlab73, text: "MATLAB 7.3 MAT-file"),
    Signature(.matlab5, text: "MATLAB 5.0 MAT-file"),
    Signature(.hdf5, [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]),
    Signature(.matlab73, [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], at: 512),
    Signature(.rObject, Array("X\n".utf8) + [0, 0, 0]),
    Signature(.rWorkspace, Array("RDX2\nX\n".utf8)),
    Signature(.rWorkspace, Array("RDX3\nX\n".utf8)),
    Signature(.numpyArray, NPYHeader.magic), Signature(.pngPicture, PNGHeader.signature),
    Signature(.gif, text: "GIF87a"), Signature(.gif, text: "GIF89a"),
    Signature(.tiff, [0x49, 0x49, 0x2A, 0]), Signature(.tiff, [0x4D, 0x4D, 0, 0x2A]),
    Signature(.tiff, [0x49, 0x49, 0x2B, 0]), Signature(.tiff, [0x4D, 0x4D, 0, 0x2B]),
    Signature(.jpeg, [0xFF, 0xD8, 0xFF]),
    Signature(.pdf, Array("%PDF-1.".utf8)), Signature(.pdf, Array("%PDF-2.".utf8)),
    Signature(.gzip, [0x1F, 0x8B, 8]), Signature(.compress, [0x1F, 0x9D]),
    Signature(.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    Signature(.bzip2, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4),
    Signature(.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), Signature(.lz4, [0x04, 0x22, 0x4D, 0x18]),
    Signature(.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    Signature(.rar, Array("Rar!".utf8) + [0x1A, 0x07]),
    Signature(.lfsPointer, Array("version https://git-lfs.github.com/spec/v1".utf8)),
  ]

  /// The format whose signature matches the bytes.
  static func signature(of head: Span<UInt8>) -> ForeignFormat? {
    signatures.first { signature in
      head.matches(signature.bytes, at: signature.offset)
        && (!signature.isText || isBinary(head.extracting(first: 512)))
        && (signature.format != .bzip2 || head.matches(Array("BZh".utf8), at: 0))
    }?.format
  }

  /// Whether the bytes are not text: they contain a NUL, or many other control characters.
  static func isBinary(_ head: Span<UInt8>) -> Bool {
    let start = head.extracting(first: 4096)
    var controls = 0
    for index in start.indices {
      let byte = start[index]
      if byte == 0 { return true }
      if byte == 0x7F || byte < 0x20 && !isSpace(byte) { controls += 1 }
    }
    return controls >= 2 && controls * 20 > start.count
  }
}

extension Span<UInt8> {
  /// Whether `bytes` are at `offset`.
  func matches(_ bytes: [UInt8], at offset: Int) -> Bool {
    offset <= count && extracting(droppingFirst: offset).starts(with: bytes)
  }
}
