internal import VQFormats

/// The readers of files from other programs.
enum FuzzedReader: String, CaseIterable {
  case npy, npz, fvecs, bvecs, ivecs, csv, tsv, gz, png, jpeg, netpbm, checkpoint
  /// Code files of any format, as in `vq decode`.
  case codes
  /// Rows that are read a tile at a time, as with `--memory`.
  case rows

  /// The extensions of the reader's files; each input gets one of them.
  var extensions: [String] {
    switch self {
    case .checkpoint: ["check"]
    case .gz: ["csv.gz", "npy.gz"]
    case .codes: ["npy", "csv", "ivecs", "bvecs"]
    case .rows: ["npy", "fvecs", "bvecs", "ivecs"]
    // Netpbm files are recognised by their first bytes, so any name works.
    case .netpbm: ["ppm"]
    default: [rawValue]
    }
  }

  /// The maximum memory for reading a file of this size, in bytes.
  ///
  /// Deflate expands one byte to about a thousand, and a pixel may need eight bytes for one byte of
  /// the file. One byte of a JPEG may encode 512 pixels, each with three bytes and three
  /// coefficients of two bytes.
  func memoryLimit(byteCount: Int) -> Int {
    let perByte =
      switch self {
      case .png, .npz, .gz: 2000
      case .jpeg: 8000
      default: 64
      }
    return (64 << 20) + byteCount * perByte
  }

  /// The reason why the reader cannot be tested on this machine; `nil` if it can.
  var obstacle: String? {
    guard self == .jpeg, !JPEGReader.isAvailable else { return nil }
    return "libjpeg-turbo is not on this machine; apt-get install libturbojpeg0 brings it"
  }
}
