enum ForeignFormat {
  static func error(for head: Span<UInt8>, path: String) -> FormatError? {
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return .unsupportedEncoding(path: path)
    }
    return nil
  }
}
