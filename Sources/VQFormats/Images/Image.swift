/// A picture in memory: pixels row by row from the top left, with the channels of a pixel together.
///
/// The pixels are the rows of a matrix, and the channels are its columns. Samples are stored as in
/// the file: neither gamma nor a colour profile is applied.
public struct Image: Sendable, Equatable {
  /// The samples, from 0 to the maximum of their type.
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
  /// The number of channels of a pixel.
  ///
  /// 1 is grey, 2 is grey with opacity, 3 is red, green and blue, and 4 is red, green and blue with
  /// opacity. Opacity is the alpha channel; colours are not premultiplied by it.
  public let channelCount: Int
  /// `width` · `height` · `channelCount` numbers.
  public let samples: Samples

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - width: The number of pixels in a row, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - channelCount: The number of channels of a pixel, from 1 to 4.
  ///   - samples: `width` · `height` · `channelCount` samples.
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

  /// The samples of the picture in 8 bits, each rounded to the nearest.
  ///
  /// - Complexity: O(1) if the samples have 8 bits, otherwise O(samples).
  public var inBytes: [UInt8] {
    switch samples {
    case .bytes(let bytes): bytes
    case .words(let words): words.map { UInt8((UInt32($0) + 128) / 257) }
    }
  }
}

extension Image {
  /// The maximum number of pixels, 2^29 or about 23,000 x 23,000: a small file must not claim all
  /// memory.
  private static let maximumPixelCount = 1 << 29

  /// Refuses pictures with too many pixels, before memory is allocated for them.
  static func checkSize(width: Int, height: Int, path: String) throws(FormatError) {
    guard width > maximumPixelCount / height else { return }
    throw .invalid(
      path: path, place: nil, problem: "has \(width) x \(height) pixels, and at most 2^29 are read",
      mend: "scale the picture down, or cut it into parts")
  }
}

/// A colour of a palette, with 8 bits a channel.
public struct Colour: Sendable, Hashable {
  /// The red, green and blue components.
  public var red, green, blue: UInt8
  /// The opacity, from 0 (transparent) to 255 (opaque).
  public var alpha: UInt8

  /// Creates a colour, which is opaque by default.
  ///
  /// - Parameters:
  ///   - red: The red component.
  ///   - green: The green component.
  ///   - blue: The blue component.
  ///   - alpha: The opacity, from 0 (transparent) to 255 (opaque).
  public init(red: UInt8, green: UInt8, blue: UInt8, alpha: UInt8 = 255) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }
}

/// A picture with a palette, as codes and codebook: for each pixel the index of its colour.
public struct IndexedImage: Sendable, Equatable {
  /// The number of pixels in a row.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The colour index of each pixel, row by row from the top left.
  public let indices: [UInt8]
  /// The palette, 1 to 256 colours; every index refers to one of them.
  public let palette: [Colour]

  /// Creates a picture.
  ///
  /// - Parameters:
  ///   - width: The number of pixels in a row, at least 1.
  ///   - height: The number of rows, at least 1.
  ///   - indices: One colour index for each pixel.
  ///   - palette: 1 to 256 colours.
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

  /// Whether the palette contains a colour that is not opaque.
  public var hasAlpha: Bool { palette.contains { $0.alpha < 255 } }

  /// The picture as grey levels; `nil` unless all colours of the palette are opaque greys.
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

  /// The picture as RGB, or as RGBA if a colour is not opaque.
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
