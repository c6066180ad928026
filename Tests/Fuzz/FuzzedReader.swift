/// What reads files that others made.
enum FuzzedReader: String, CaseIterable {
  case npy, npz, fvecs, bvecs, ivecs, csv, tsv, png, netpbm, checkpoint
  /// Codes of any format, as `vq decode` takes them.
  case codes
  /// Rows read a tile at a time, as under `--memory`.
  case rows

  /// The extensions of its files, one of which is chosen for each input.
  var extensions: [String] {
    switch self {
    case .checkpoint: ["check"]
    case .codes: ["npy", "csv", "ivecs", "bvecs"]
    case .rows: ["npy", "fvecs", "bvecs", "ivecs"]
    // Told by their first bytes; a picture may have any name.
    case .netpbm: ["ppm"]
    default: [rawValue]
    }
  }

  /// The memory that reading a file of so many bytes may take: deflate says a thousand bytes in one,
  /// and a pixel has up to eight for one in the file.
  func memoryLimit(byteCount: Int) -> Int {
    (64 << 20) + byteCount * ([.png, .npz].contains(self) ? 2000 : 64)
  }
}
