internal import VectorQuantization

/// The rows of a picture as a PNG file stores them before compression, each preceded by its filter
/// type.
struct PNGLines {
  private(set) var bytes: [UInt8]

  /// Packs indices into the number of bits that the header specifies.
  ///
  /// The rows get no filter: indices are not magnitudes, so no filter would reduce their size.
  init(packing indices: [UInt8], _ header: PNGHeader) {
    let (depth, width) = (header.bitDepth, header.width)
    let perByte = 8 / depth
    bytes = [UInt8](capacity: header.scanlineBytes) { output in
      let indices = indices.span
      for row in 0..<header.height {
        output.append(PNGFilter.none.rawValue)
        let line = indices.extracting((row * width)..<((row + 1) * width))
        if perByte == 1 {
          for i in line.indices { output.append(line[i]) }
          continue
        }
        for start in stride(from: 0, to: width, by: perByte) {
          var byte: UInt8 = 0
          for i in start..<min(start + perByte, width) {
            byte |= line[i] << UInt8(8 - depth * (1 + i - start))
          }
          output.append(byte)
        }
      }
    }
  }

  /// Chooses for each row the filter with the smallest sum of absolute differences, taken as
  /// signed.
  ///
  /// The PNG specification recommends this heuristic.
  init(filtering samples: Image.Samples, _ header: PNGHeader, workers: Int) {
    let stored =
      switch samples {
      case .bytes(let bytes): bytes
      case .words(let words):
        [UInt8](capacity: 2 * words.count) { output in
          for word in words {
            output.append(UInt8(word >> 8))
            output.append(UInt8(truncatingIfNeeded: word))
          }
        }
      }
    let (rowBytes, step) = (header.rowBytes(header.width), header.filterStep)
    let source = Rows(bytes: stored, rowBytes: rowBytes)
    bytes = [UInt8](repeating: 0, count: header.scanlineBytes)
    let tiles = LentMemory(bytes.mutableSpan)
    parallelFor(header.height, workers: workers) { _, queue in
      var trial = [UInt8](repeating: 0, count: rowBytes)
      while let row = queue.take() {
        // The range of a row's bytes belongs to that row alone.
        var line = tiles.lend((row * (rowBytes + 1))..<((row + 1) * (rowBytes + 1)))
        var best = Int.max
        for filter in PNGFilter.allCases {
          var tried = trial.mutableSpan
          filter.apply(
            to: source.row(row), above: source.row(row - 1), into: &tried, step: step)
          let size = Self.size(of: trial.span)
          guard size < best else { continue }
          best = size
          line[0] = filter.rawValue
          for i in 0..<rowBytes { line[i + 1] = trial[i] }
        }
      }
    }
  }

  private static func size(of differences: Span<UInt8>) -> Int {
    var size = 0
    for i in differences.indices { size &+= Int(Int8(bitPattern: differences[i]).magnitude) }
    return size
  }
}

/// The bytes of a picture, with a row of zeros above it.
private struct Rows: Sendable {
  let bytes: [UInt8]
  let rowBytes: Int
  private let zeros: [UInt8]

  init(bytes: [UInt8], rowBytes: Int) {
    self.bytes = bytes
    self.rowBytes = rowBytes
    zeros = [UInt8](repeating: 0, count: rowBytes)
  }

  @_lifetime(borrow self)
  func row(_ number: Int) -> Span<UInt8> {
    number < 0
      ? zeros.span : bytes.span.extracting((number * rowBytes)..<((number + 1) * rowBytes))
  }
}
