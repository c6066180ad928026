extension PNGLayout {
  /// Reads the palette.
  ///
  /// In pictures of other colour types a palette is only a hint.
  mutating func readPalette(_ chunk: PNGChunk, in file: Span<UInt8>) throws(FormatError) {
    guard header.colourType == .indexed else {
      let isGrey = [.grey, .greyAlpha].contains(header.colourType)
      if isGrey { ignore(chunk, "is a palette in a picture of greys") }
      return
    }
    guard palette.isEmpty, data.isEmpty, chunk.body.count.isMultiple(of: 3),
      (1...256).contains(chunk.body.count / 3)
    else {
      throw misplaced(chunk, "is out of place, or does not hold 1 to 256 colours of 3 bytes")
    }
    palette = stride(from: chunk.body.lowerBound, to: chunk.body.upperBound, by: 3).map { start in
      Colour(red: file[start], green: file[start + 1], blue: file[start + 2])
    }
    let limit = 1 << header.bitDepth
    guard palette.count > limit else { return }
    warnings.add(
      chunk.place,
      "has \(palette.count) colours, and indices name only \(limit); the others are ignored")
    palette.removeLast(palette.count - limit)
  }

  /// Reads the opacity of the palette's colours, or the colour that is transparent.
  mutating func readTransparency(_ chunk: PNGChunk, in file: Span<UInt8>) {
    let isIndexed = header.colourType == .indexed
    if [.greyAlpha, .rgba].contains(header.colourType) {
      return ignore(chunk, "is transparency in a picture that has an alpha channel")
    }
    if hasTransparency { return ignore(chunk, "is a duplicate") }
    if !data.isEmpty || isIndexed && palette.isEmpty { return ignore(chunk, "is out of place") }
    let start = chunk.body.lowerBound
    if isIndexed {
      let count = min(chunk.body.count, palette.count)
      for index in 0..<count { palette[index].alpha = file[start + index] }
      if chunk.body.count > count {
        warnings.add(
          chunk.place,
          "has \(chunk.body.count) entries for \(palette.count) colours; the others are ignored")
      }
    } else if chunk.body.count == 2 * header.colourType.channelCount {
      transparentColour = stride(from: start, to: chunk.body.upperBound, by: 2).map {
        file.bigEndianHalf(at: $0)
      }
    } else {
      return ignore(chunk, "does not hold one number for each channel")
    }
    hasTransparency = true
  }
}
