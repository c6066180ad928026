/// The errors that zlib reports.
package enum ZlibError: Error {
  /// The bytes are not a stream of the expected kind, or their checksum is wrong.
  case corrupt
  /// zlib has not enough memory, or rejects the layout of the stream structure.
  case unusable
}
