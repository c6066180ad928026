/// zlib's `z_stream`, field by field.
///
/// The value itself is safe. The caller that passes it to zlib ensures that its pointers are valid.
@safe struct ZlibStream {
  var nextIn: UnsafePointer<UInt8>?
  var availableIn: UInt32 = 0
  var totalIn: UInt = 0
  var nextOut: UnsafeMutablePointer<UInt8>?
  var availableOut: UInt32 = 0
  var totalOut: UInt = 0
  var message: UnsafePointer<CChar>?
  var state: OpaquePointer?
  var allocate: OpaquePointer?
  var free: OpaquePointer?
  var opaque: OpaquePointer?
  var dataType: Int32 = 0
  var adler: UInt = 0
  var reserved: UInt = 0
}

/// Constants of `zlib.h`.
enum ZlibConstant {
  static let version = "1"
  static let (noFlush, syncFlush, finish): (Int32, Int32, Int32) = (0, 2, 4)
  static let (ok, streamEnd, bufferError): (Int32, Int32, Int32) = (0, 1, -5)
  static let (deflated, rawWindow, memory, usual): (Int32, Int32, Int32, Int32) = (8, -15, 9, 0)
}
