/// What zlib finds wrong.
package enum ZlibError: Error {
  /// The bytes are no stream of the expected kind, or their checksum is wrong.
  case corrupt
  /// zlib has no memory, or does not know the stream's layout.
  case unusable
}
