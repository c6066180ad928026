// Reads and writes structures that begin with their own size. [unsafe]
//
// The caller may have been built with an older header, whose structures are shorter, or with a
// newer one. Fields that one side does not know are not touched, or have their defaults.

/// Reads the fields that the caller's structure has; the others have their defaults.
///
/// - Throws: If the size of the structure is missing or impossible.
@unsafe func read<Structure: BitwiseCopyable>(
  _ pointer: UnsafePointer<Structure>?, over defaults: Structure, named name: String
) throws(Failure) -> Structure {
  guard let pointer = unsafe pointer else { return defaults }
  let bytes = unsafe UnsafeRawPointer(pointer)
  let size = try unsafe checkedSize(of: bytes, as: Structure.self, named: name)
  var structure = defaults
  unsafe withUnsafeMutableBytes(of: &structure) {
    unsafe $0.copyMemory(
      from: UnsafeRawBufferPointer(start: bytes, count: min(size, MemoryLayout<Structure>.size)))
  }
  return structure
}

/// Checks that a result structure, if there is one, has a valid size before it is written to.
@unsafe func checkSize<Structure: BitwiseCopyable>(
  of pointer: UnsafeMutablePointer<Structure>?, named name: String
) throws(Failure) {
  guard let pointer = unsafe pointer else { return }
  _ = try unsafe checkedSize(of: UnsafeRawPointer(pointer), as: Structure.self, named: name)
}

/// The size in the first field of a structure.
///
/// In every version it is a multiple of the alignment, so that no field is cut in two.
@unsafe private func checkedSize<Structure: BitwiseCopyable>(
  of pointer: UnsafeRawPointer, as type: Structure.Type, named name: String
) throws(Failure) -> Int {
  let size = unsafe pointer.loadUnaligned(as: Int.self)
  if size < MemoryLayout<Int>.size || !size.isMultiple(of: MemoryLayout<Structure>.alignment) {
    throw .argument(
      "the size of \(name) is \(UInt(bitPattern: size)); set its first field to its sizeof, "
        + "\(MemoryLayout<Structure>.size) in this version")
  }
  return size
}

/// Writes the fields that the caller's structure has, except its size.
@unsafe func write<Structure: BitwiseCopyable>(
  _ structure: Structure, size: Int, to pointer: UnsafeMutablePointer<Structure>?
) {
  guard let pointer = unsafe pointer else { return }
  let head = MemoryLayout<Int>.size
  let end = min(size, MemoryLayout<Structure>.size)
  if end <= head { return }
  let target = unsafe UnsafeMutableRawBufferPointer(start: pointer, count: end)
  unsafe withUnsafeBytes(of: structure) {
    unsafe UnsafeMutableRawBufferPointer(rebasing: target[head..<end])
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[head..<end]))
  }
}

/// Sets the size and the defaults of an options structure.
@unsafe func fill<Structure: BitwiseCopyable>(
  _ pointer: UnsafeMutablePointer<Structure>?, with defaults: Structure, size: Int
) {
  guard let pointer = unsafe pointer, size >= MemoryLayout<Int>.size else { return }
  unsafe UnsafeMutableRawPointer(pointer).storeBytes(of: size, as: Int.self)
  unsafe write(defaults, size: size, to: pointer)
}
