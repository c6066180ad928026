extension Zlib {
  /// Compresses a block to a piece of a raw deflate stream; the piece ends at a byte boundary.
  ///
  /// - Parameters:
  ///   - block: At most 1 GiB.
  ///   - dictionary: The bytes before the block; only the last 32 KiB have an effect.
  ///   - level: The effort, from 1 to 9.
  ///   - isLast: Whether the stream ends with the block.
  /// - Returns: The piece.
  /// - Throws: ``ZlibError/unusable``, for instance if there is not enough memory.
  package func deflate(
    _ block: Span<UInt8>, after dictionary: Span<UInt8>, level: Int, isLast: Bool
  ) throws(ZlibError) -> [UInt8] {
    var state = ZlibStream()
    // Incompressible bytes should fit in this buffer; if they do not, it grows and zlib is called
    // again.
    var bytes = [UInt8](repeating: 0, count: block.count + block.count >> 3 + 128)
    var written = 0
    // zlib keeps the address of its state, which is constant inside the closure.
    let result = unsafe withUnsafeMutablePointer(to: &state) { stream in
      var result = unsafe deflateInit(
        stream, Int32(level), ZlibConstant.deflated, ZlibConstant.rawWindow, ZlibConstant.memory,
        ZlibConstant.usual, ZlibConstant.version, Int32(MemoryLayout<ZlibStream>.size))
      guard result == ZlibConstant.ok else { return result }
      defer { _ = unsafe deflateEnd(stream) }
      if !dictionary.isEmpty {
        unsafe dictionary.extracting(last: 1 << 15).withUnsafeBufferPointer { buffer in
          result = unsafe deflateSetDictionary(stream, buffer.baseAddress, UInt32(buffer.count))
        }
      }
      return unsafe block.withUnsafeBufferPointer { input in
        unsafe stream.pointee.nextIn = input.baseAddress
        unsafe stream.pointee.availableIn = UInt32(input.count)
        repeat {
          if written == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
          let room = min(bytes.count - written, 1 << 30)
          unsafe bytes.withUnsafeMutableBufferPointer { output in
            unsafe stream.pointee.nextOut = output.baseAddress.map { unsafe $0 + written }
            unsafe stream.pointee.availableOut = UInt32(room)
            result = unsafe deflate(stream, isLast ? ZlibConstant.finish : ZlibConstant.syncFlush)
          }
          written += unsafe room - Int(stream.pointee.availableOut)
        } while unsafe stream.pointee.availableOut == 0 && result >= ZlibConstant.ok
        return result
      }
    }
    guard result == (isLast ? ZlibConstant.streamEnd : ZlibConstant.ok) else { throw .unusable }
    bytes.removeLast(bytes.count - written)
    return bytes
  }
}
