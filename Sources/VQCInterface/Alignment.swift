// Where numbers may lie. [unsafe]
//
// Observations may begin at any byte, since they are read a tile at a time. All else is worked on where
// it is, and the machine may end a program that does so at other addresses than a number's own.

/// Refuses memory whose address is not one of an element.
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
