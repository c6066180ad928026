internal import VQFormats

/// What reads files that others made.
enum FuzzedReader: String, CaseIterable {
  case npy, npz, fvecs, bvecs, ivecs, csv, tsv, gz, png, jpeg, netpbm, checkpoint
  /// Codes of any format, as `vq decode` takes them.
  case codes
  /// Rows read a tile at a time, as under `--memory`.
  case rows

  /// The extensions of its files, one of which is chosen for each input.
  var extensions: [String] {
    switch self {
    case .checkpoint: ["check"]
    case .gz: ["csv.gz", "npy.gz"]
    case .codes: ["npy", "csv", "ivecs", "bvecs"]
    case .rows: ["npy", "fvecs", "bvecs", "ivecs"]
    // Told by their first bytes; a picture may have any name.
    case .netpbm: ["ppm"]
    default: [rawValue]
    }
  }

  /// The memory that reading a file of so many bytes may take.
  ///
  /// deflate says a thousand bytes in one, and a pixel has up to eight for one in the file. A byte of a
  /// JPEG says up to 512 pixels, each with three bytes and three coefficients of two.
  func memoryLimit(byteCount: Int) -> Int {
    let perByte =
      switch self {
      case .png, .npz, .gz: 2000
      case .jpeg: 8000
      default: 64
      }
    return (64 << 20) + byteCount * perByte
  }

  /// Why the reader cannot be tried on this machine; `nil` if it can.
  var obstacle: String? {
    guard self == .jpeg, !JPEGReader.isAvailable else { return nil }
    return "libjpeg-turbo is not on this machine; apt-get install libturbojpeg0 brings it"
  }
}
