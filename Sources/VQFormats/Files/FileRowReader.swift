internal import Synchronization
public import VectorQuantization

/// Reads rows from a file on demand, so that clustering needs no memory for the observations.
///
/// ``ObservationFile`` maps files instead. Mapping needs no memory either, but memory statistics
/// count mapped pages, and a limit on the address space may prevent it. Reading is a little slower
/// than mapping, because it copies bytes. If the file becomes shorter during a fit, reading
/// reports an error.
public final class FileRowReader: RowReader {
  /// Where the numbers are in the file.
  public let layout: StorageLayout
  /// Whether the file holds a one-dimensional array, which counts as one column.
  public let isOneDimensional: Bool
  private let path: String
  private let file: FileDescriptor
  private let firstFailure = Mutex<FormatError?>(nil)

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The path of a `.npy`, `.fvecs`, `.bvecs` or `.ivecs` file.
  ///   - given: The format of the file; `nil` to recognise it by the first bytes or the name.
  /// - Throws: ``FormatError`` if the file cannot be read, has another format, or is a pipe.
  public init(opening path: String, as given: FileFormat? = nil) throws(FormatError) {
    let file = try FormatError.whenReading(path) { () throws(SystemError) in
      try FileDescriptor(reading: path)
    }
    let size = try FormatError.whenReading(path) { () throws(SystemError) -> Int? in
      switch try file.kind {
      case .regular(let byteCount): return byteCount
      case .folder: throw .isFolder
      case .stream: return nil
      }
    }
    guard let byteCount = size else {
      throw .invalid(
        path: path, place: nil,
        problem: "is a pipe, which cannot be read a tile at a time, which a memory limit requires",
        mend: "store it in a file first, or leave out the limit")
    }
    file.adviseSequential()
    var start = [UInt8](repeating: 0, count: min(byteCount, NPYHeader.maximumByteCount))
    try Self.read(file, of: path, from: 0, into: &start)
    guard !start.span.starts(with: ByteStream.gzipMagic) else {
      throw .invalid(
        path: path, place: nil,
        problem:
          "is compressed, and cannot be read a tile at a time, which a memory limit requires",
        mend: "unpack it with gunzip, or leave out the limit")
    }
    let isArray = start.span.starts(with: NPYHeader.magic)
    let format = given ?? (isArray ? .npy : FileFormat(extensionOf: path))

    switch format {
    case .npy:
      let header = try NPYHeader(parsing: start.span, path: path)
      layout = header.layout(startingAt: 0)
      isOneDimensional = header.isOneDimensional
      guard byteCount >= layout.end else {
        throw .truncated(path: path, expectedBytes: layout.end, foundBytes: byteCount)
      }
    case .fvecs, .bvecs, .ivecs:
      let vectors = try VectorsLayout(
        of: format?.onlyElementType ?? .float32, start: unsafe start.span.bytes,
        byteCount: byteCount, path: path)
      let other = try Self.firstOther(vectors, of: file)
      layout = try vectors.storage(exceptFor: other)
      isOneDimensional = false
    case .npz, .csv, .tsv, .png, .jpeg, .pbm, .pgm, .ppm, .pnm, .pam, nil:
      throw .invalid(
        path: path, place: nil,
        problem: "cannot be read a tile at a time, which a memory limit requires",
        mend: "store the observations as .npy, .fvecs, .bvecs or .ivecs, or leave out the limit")
    }
    self.path = path
    self.file = file
  }

  /// The first error, if any.
  public var failure: FormatError? { firstFailure.withLock { $0 } }

  /// Reads some of the file's bytes.
  ///
  /// - Parameters:
  ///   - offset: The offset of the first byte.
  ///   - bytes: Receives the bytes; its length is the number to read.
  /// - Returns: True if all could be read; if not, ``failure`` says why.
  public func read(from offset: Int, into bytes: inout MutableSpan<UInt8>) -> Bool {
    do throws(FormatError) {
      try Self.read(file, of: path, from: offset, into: &bytes)
      return true
    } catch {
      firstFailure.withLock { $0 = $0 ?? error }
      return false
    }
  }

  /// Checks the length of every row, a block of rows at a time.
  private static func firstOther(
    _ layout: VectorsLayout, of file: borrowing FileDescriptor
  ) throws(FormatError) -> (row: Int, columnCount: Int)? {
    let rowsAtOnce = max(1, (1 << 20) / layout.record)
    var block = [UInt8](repeating: 0, count: min(rowsAtOnce, layout.rowCount) * layout.record)
    for first in stride(from: 0, to: layout.rowCount, by: rowsAtOnce) {
      let rows = first..<min(first + rowsAtOnce, layout.rowCount)
      if block.count > rows.count * layout.record {
        block.removeLast(block.count - rows.count * layout.record)
      }
      try read(file, of: layout.path, from: first * layout.record, into: &block)
      if let other = layout.firstOther(rows, in: unsafe block.span.bytes) { return other }
    }
    return nil
  }

  private static func read(
    _ file: borrowing FileDescriptor, of path: String, from offset: Int,
    into bytes: inout [UInt8]
  ) throws(FormatError) {
    var room = bytes.mutableSpan
    try read(file, of: path, from: offset, into: &room)
  }

  private static func read(
    _ file: borrowing FileDescriptor, of path: String, from offset: Int,
    into bytes: inout MutableSpan<UInt8>
  ) throws(FormatError) {
    let found: Int
    do throws(SystemError) {
      found = try file.readBytes(from: offset, into: &bytes)
    } catch {
      throw .cannotOpen(path: path, reason: error.reason)
    }
    guard found == bytes.count else {
      throw .invalid(
        path: path, place: "byte \(offset + found)",
        problem: "is the end of the file, which was longer when it was opened",
        mend: "begin again, and leave the file alone meanwhile")
    }
  }
}
