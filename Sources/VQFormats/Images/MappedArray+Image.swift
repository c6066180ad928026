internal import VectorQuantization

extension MappedArray {
  /// Reads a picture as observations: pixels are rows, channels are columns.
  ///
  /// The elements have the type of the samples.
  ///
  /// - Parameters:
  ///   - image: The picture.
  ///   - path: The path for error messages.
  /// - Throws: ``FormatError`` if there is not enough memory.
  init(picture image: Image, path: String) throws(FormatError) {
    let mapping: MappedFile
    let elementType: ElementType
    switch image.samples {
    case .bytes(let bytes):
      mapping = try MappedFile(copying: bytes, path: path)
      elementType = .uint8
    case .words(let words):
      mapping = try MappedFile(copying: words, path: path)
      elementType = .uint16
    }
    let layout = StorageLayout(
      elementType: elementType, isBigEndian: 1.bigEndian == 1,
      rowCount: image.width * image.height, columnCount: image.channelCount)
    self.init(mapping, layout)
  }
}

extension TableCaptions {
  /// The names of the channels of a picture.
  init(ofChannels count: Int) {
    let alpha = count.isMultiple(of: 2) ? ["alpha"] : []
    self.init(columnNames: (count < 3 ? ["grey"] : ["red", "green", "blue"]) + alpha)
  }
}
