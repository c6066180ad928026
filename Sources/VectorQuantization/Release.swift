/// Which release of the library this is.
package enum Release {
  /// Its version, as of Semantic Versioning.
  package static let version = "0.1.0"
}
