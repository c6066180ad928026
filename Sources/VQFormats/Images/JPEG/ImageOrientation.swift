/// How a stored picture must be transformed to stand upright; the raw values are those of Exif.
enum ImageOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored
  case upsideDown
  case flipped
  case transposed
  /// The first stored row is the right edge.
  case rowsFromRight
  case transverse
  /// The first stored row is the left edge.
  case rowsFromLeft

  /// Whether width and height are swapped.
  private var swapsSides: Bool { rawValue >= 5 }

  /// The upright picture.
  ///
  /// - Complexity: O(pixels) in time and memory; O(1) if the picture is already upright.
  func applied(to image: Image) -> Image {
    guard self != .upright, case .bytes(let bytes) = image.samples else { return image }
    let (width, height) = (image.width, image.height)
    let size = swapsSides ? (width: height, height: width) : (width: width, height: height)
    // The first pixel to read, and the distance to the next pixel in a row and in a column.
    let (start, across, down) =
      switch self {
      case .upright: (0, 1, width)
      case .mirrored: (width - 1, -1, width)
      case .upsideDown: (width * height - 1, -1, -width)
      case .flipped: ((height - 1) * width, 1, -width)
      case .transposed: (0, width, 1)
      case .rowsFromRight: ((height - 1) * width, -width, 1)
      case .transverse: (width * height - 1, -width, -1)
      case .rowsFromLeft: (width - 1, width, -1)
      }
    let channelCount = image.channelCount
    let turned = [UInt8](capacity: bytes.count) { output in
      for y in 0..<size.height {
        for x in 0..<size.width {
          let pixel = (start + x * across + y * down) * channelCount
          for channel in 0..<channelCount { output.append(bytes[pixel + channel]) }
        }
      }
    }
    return Image(
      width: size.width, height: size.height, channelCount: channelCount, samples: .bytes(turned))
  }
}
