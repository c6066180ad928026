// Checks the alignment of memory. [unsafe]
//
// Observations may begin at any address, because they are read a tile at a time. All other arrays
// are used in place, where an access to an unaligned number may end the process.

/// Throws an error if an address is not aligned to its elements.
@unsafe func checkAlignment<Element>(
  of pointer: UnsafePointer<Element>?, named name: String
) throws(Failure) {
  let alignment = MemoryLayout<Element>.alignment
  if !UInt(bitPattern: pointer).isMultiple(of: UInt(alignment)) {
    throw .argument("\(name) does not begin at a multiple of \(alignment) bytes; copy it to one")
  }
}

@unsafe func checkAlignment<Element>(
  of pointer: UnsafeMutablePointer<Element>?, named name: String
) throws(Failure) {
  try unsafe checkAlignment(of: UnsafePointer(pointer), named: name)
}
