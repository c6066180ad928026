/// Reads the rows of a PNG file: decompresses its data, and undoes the filters.
struct PNGScanlines: ~Copyable, ~Escapable {
  private let file: Span<UInt8>
  private let path: String
  private let layout: PNGLayout
  private var inflater: Inflater
  /// The index of the current chunk, and the number of its bytes that were read.
  private var chunk = 0
  private var used = 0

  /// The number of bytes to decompress at a time: large enough for few calls, small enough for the
  /// cache.
  private static let stripBytes = 1 << 17

  @_lifetime(copy file)
  init(_ file: Span<UInt8>, _ layout: PNGLayout, path: String) throws(FormatError) {
    guard let zlib = Zlib.system else {
      throw .invalid(
        path: path, place: nil,
        problem: "is compressed, and the library zlib that reads it is not on this machine",
        mend: "install zlib, or convert the picture to PPM")
    }
    do {
      inflater = try Inflater(zlib)
    } catch {
      throw .cannotOpen(path: path, reason: "zlib cannot start")
    }
    self.file = file
    self.path = path
    self.layout = layout
  }

  /// Reads all rows, in the order of the file.
  ///
  /// - Parameter body: Receives each row, its pass, and its index in the pass.
  /// - Throws: ``FormatError`` if the rows are damaged, and the errors of `body`.
  @_lifetime(self: copy self)
  mutating func read(
    _ body: (_ row: Span<UInt8>, _ pass: PNGPass, _ line: Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    let step = layout.header.filterStep
    for pass in layout.header.passes {
      let rowBytes = layout.header.rowBytes(pass.width)
      let stripLines = min(pass.height, max(1, Self.stripBytes / (rowBytes + 1)))
      var strip = [UInt8](repeating: 0, count: stripLines * (rowBytes + 1))
      var above = [UInt8](repeating: 0, count: rowBytes)
      var row = above
      for line in 0..<pass.height {
        let place = line % stripLines * (rowBytes + 1)
        if place == 0 {
          let lines = min(stripLines, pass.height - line)
          var lent = strip.mutableSpan
          var wanted = lent._mutatingExtracting(first: lines * (rowBytes + 1))
          try inflate(into: &wanted)
        }
        let stored = strip.span.extracting(place..<(place + rowBytes + 1))
        guard let filter = PNGFilter(rawValue: stored[0]) else {
          throw damaged("gives row \(line) a filter of \(stored[0]), which does not exist")
        }
        var target = row.mutableSpan
        filter.undo(
          stored.extracting(droppingFirst: 1), above: above.span, into: &target, step: step)
        try body(row.span, pass, line)
        swap(&row, &above)
      }
    }
    try finish()
  }

  /// Fills all of `output`.
  @_lifetime(self: copy self)
  private mutating func inflate(into output: inout MutableSpan<UInt8>) throws(FormatError) {
    var filled = 0
    while filled < output.count {
      guard !inflater.isFinished, let input = nextInput() else {
        throw damaged("ends before the picture does")
      }
      var rest = output._mutatingExtracting(filled..<output.count)
      filled += try advance(input, into: &rest)
    }
  }

  /// Reads to the end of the stream, where its checksum is; surplus bytes are ignored.
  @_lifetime(self: copy self)
  private mutating func finish() throws(FormatError) {
    var surplus = [UInt8](repeating: 0, count: 1 << 12)
    while !inflater.isFinished {
      guard let input = nextInput() else { throw damaged("ends before its checksum") }
      var output = surplus.mutableSpan
      _ = try advance(input, into: &output)
    }
  }

  /// The unread bytes of the current chunk, or of the next chunk that is not empty.
  @_lifetime(copy self)
  private mutating func nextInput() -> Span<UInt8>? {
    while chunk < layout.data.count {
      let body = layout.data[chunk].body
      if used < body.count { return file.extracting(body).extracting(droppingFirst: used) }
      chunk += 1
      used = 0
    }
    return nil
  }

  @_lifetime(self: copy self)
  private mutating func advance(
    _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
  ) throws(FormatError) -> Int {
    do {
      let step = try inflater.inflate(input, into: &output)
      used += step.read
      return step.written
    } catch {
      throw damaged("is damaged: zlib cannot read it")
    }
  }

  private func damaged(_ problem: String) -> FormatError {
    let place = layout.data[min(chunk, layout.data.count - 1)].place
    return .invalid(
      path: path, place: place, problem: problem, mend: "copy or write the picture again")
  }
}
