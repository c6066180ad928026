/// The release of the library.
package enum Release {
  /// The version number, according to Semantic Versioning.
  package static let version = "0.1.0"
}
