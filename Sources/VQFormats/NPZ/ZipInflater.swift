/// Decompresses a member of a zip archive, whose length is known from the directory.
struct ZipInflater: ~Copyable, ~Escapable {
  private let packed: Span<UInt8>
  private let path: String
  private var inflater: Inflater
  private var used = 0

  /// Starts at the first byte.
  ///
  /// - Parameters:
  ///   - packed: All compressed bytes of the member.
  ///   - path: The path for error messages.
  /// - Throws: ``FormatError`` if the system has no zlib.
  @_lifetime(copy packed)
  init(_ packed: Span<UInt8>, path: String) throws(FormatError) {
    guard let zlib = Zlib.system else {
      throw .invalid(
        path: path, place: nil,
        problem: "is compressed, and the library zlib that reads it is not on this machine",
        mend: "install zlib, or write the archive with numpy.savez")
    }
    do {
      inflater = try Inflater(zlib, kind: .raw)
    } catch {
      throw .cannotOpen(path: path, reason: "zlib cannot start")
    }
    self.packed = packed
    self.path = path
  }

  /// Decompresses bytes until `output` is full.
  @_lifetime(self: copy self)
  mutating func fill(_ output: inout MutableSpan<UInt8>) throws(FormatError) {
    var filled = 0
    while filled < output.count {
      var rest = output._mutatingExtracting(filled..<output.count)
      let step = try advance(into: &rest)
      guard step.read > 0 || step.written > 0 else {
        throw damaged("ends after fewer bytes than the archive's directory promises")
      }
      filled += step.written
    }
  }

  /// Reads the end of the stream, which must not contain more bytes.
  @_lifetime(self: copy self)
  mutating func finish() throws(FormatError) {
    var surplus: [UInt8] = [0]
    while !inflater.isFinished {
      var output = surplus.mutableSpan
      let step = try advance(into: &output)
      guard step.written == 0, step.read > 0 || inflater.isFinished else {
        throw damaged("does not end after the bytes that the archive's directory promises")
      }
    }
  }

  @_lifetime(self: copy self)
  private mutating func advance(
    into output: inout MutableSpan<UInt8>
  ) throws(FormatError) -> (read: Int, written: Int) {
    do {
      let step = try inflater.inflate(packed.extracting(droppingFirst: used), into: &output)
      used += step.read
      return step
    } catch {
      throw damaged("cannot be decompressed")
    }
  }

  private func damaged(_ problem: String) -> FormatError {
    .badArchive(path, nil, "is damaged: it \(problem)")
  }
}
