/// A picture in memory: pixels row by row from the top left, the channels of a pixel together.
///
/// So the pixels are the rows of a matrix, and the channels its columns. Samples are as the file has
/// them: neither gamma nor a colour profile is applied.
public struct Image: Sendable, Equatable {
  /// The numbers, from 0 for none to the largest of their type for full.
  public enum Samples: Sendable, Equatable {
    /// Numbers from 0 to 255.
    case bytes([UInt8])
    /// Numbers from 0 to 65535, in the byte order of this machine.
    case words([UInt16])
  }

  /// The number of pixels in a row.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The numbers of a pixel: 1 for grey, 2 with opacity, 3 for red, green and blue, 4 with opacity.
  ///
  /// Opacity is the alpha channel; colours are not multiplied by it.
  public let channelCount: Int
  /// `width` · `height` · `channelCount` numbers.
  public let samples: Samples

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - width: The number of pixels in a row, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - channelCount: The numbers of a pixel, from 1 to 4.
  ///   - samples: As many numbers as that needs.
  public init(width: Int, height: Int, channelCount: Int, samples: Samples) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    precondition((1...4).contains(channelCount), "a pixel has 1 to 4 channels")
    let count =
      switch samples {
      case .bytes(let bytes): bytes.count
      case .words(let words): words.count
      }
    precondition(count == width * height * channelCount, "there is a number for each channel")
    self.width = width
    self.height = height
    self.channelCount = channelCount
    self.samples = samples
  }

  /// Whether the last channel is opacity.
  public var hasAlpha: Bool { channelCount.isMultiple(of: 2) }

  /// The picture in samples of 8 bits, each rounded to the nearest.
  ///
  /// - Complexity: O(1) if it has them, else O(samples).
  public var inBytes: [UInt8] {
    switch samples {
    case .bytes(let bytes): bytes
    case .words(let words): words.map { UInt8((UInt32($0) + 128) / 257) }
    }
  }
}

extension Image {
  /// So that a small file cannot ask for all memory: 2^29 pixels, 22 thousand in the square.
  private static let maximumPixelCount = 1 << 29

  /// Refuses pictures with too many pixels, before memory is taken for them.
  static func checkSize(width: Int, height: Int, path: String) throws(FormatError) {
    guard width > maximumPixelCount / height else { return }
    throw .invalid(
      path: path, place: nil, problem: "has \(width) x \(height) pixels, and at most 2^29 are read",
      mend: "scale the picture down, or cut it into parts")
  }
}

/// A colour of a palette, in the units of its file: 8 bits a channel.
public struct Colour: Sendable, Hashable {
  /// How much red, green and blue.
  public var red, green, blue: UInt8
  /// From 0 for transparent to 255 for opaque.
  public var alpha: UInt8

  /// Creates a colour, opaque unless said otherwise.
  ///
  /// - Parameters:
  ///   - red: How much red.
  ///   - green: How much green.
  ///   - blue: How much blue.
  ///   - alpha: From 0 for transparent to 255 for opaque.
  public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }
}

/// A picture of few colours, as codes and codebook: for each pixel the number of its colour.
public struct IndexedImage: Sendable, Equatable {
  /// The number of pixels in a row.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The number of a colour for each pixel, row by row from the top left.
  public let indices: [UInt8]
  /// From 1 to 256 colours; every index is the number of one.
  public let palette: [Colour]

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - width: The number of pixels in a row, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - indices: One number of a colour for each pixel.
  ///   - palette: From 1 to 256 colours.
  /// - Complexity: O(`width` · `height`).
  public init(width: Int, height: Int, indices: [UInt8], palette: [Colour]) {
    precondition(width > 0 && height > 0, "a picture has pixels")
    precondition(indices.count == width * height, "there is an index for each pixel")
    precondition((1...256).contains(palette.count), "a palette has 1 to 256 colours")
    let maximum = indices.max() ?? 0
    precondition(maximum < palette.count, "an index is the number of a colour")
    self.width = width
    self.height = height
    self.indices = indices
    self.palette = palette
  }

  /// Whether a colour of the palette is not opaque.
  public var hasAlpha: Bool { palette.contains { $0.alpha < 255 } }

  /// The picture in levels of grey; `nil` unless all colours of the palette are opaque greys.
  ///
  /// - Complexity: O(`width` · `height`).
  public var greys: Image? {
    let isGrey = palette.allSatisfy {
      $0.red == $0.green && $0.green == $0.blue && $0.alpha == 255
    }
    guard isGrey else { return nil }
    return Image(
      width: width, height: height, channelCount: 1,
      samples: .bytes(indices.map { palette[Int($0)].red }))
  }

  /// The picture in colours: RGB, or RGBA if one of them is not opaque.
  ///
  /// - Complexity: O(`width` · `height`).
  public var expanded: Image {
    let channelCount = hasAlpha ? 4 : 3
    let samples = [UInt8](capacity: indices.count * channelCount) { output in
      for index in indices {
        let colour = palette[Int(index)]
        output.append(colour.red)
        output.append(colour.green)
        output.append(colour.blue)
        if channelCount == 4 { output.append(colour.alpha) }
      }
    }
    return Image(
      width: width, height: height, channelCount: channelCount, samples: .bytes(samples))
  }
}
