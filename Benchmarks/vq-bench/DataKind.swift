/// The sources of observations.
package enum DataKind: Sendable, Hashable {
  /// Generated around √n centres, with a spread larger than the distance between neighbouring
  /// centres.
  case mixture
  /// Generated around √n centres that are far apart compared with their spread.
  case clean
  /// Generated with every feature uniform from 0 to 1, so that there are no clusters.
  case uniform
  /// Generated with a decaying spectrum: a few directions have most of the variance, plus noise.
  case spectrum
  /// Generated around √n centres, a few of which have most of the observations.
  case heavyTailed
  /// Generated as whole numbers from 0 to 255, like pixels, with near ties and duplicates.
  case lattice
  /// A file with this name, without its extension, in the folder of `--data`.
  case file(String)

  /// The name in lists and files.
  package var name: String {
    switch self {
    case .mixture: "mixture"
    case .clean: "clean"
    case .uniform: "uniform"
    case .spectrum: "spectrum"
    case .heavyTailed: "heavy"
    case .lattice: "lattice"
    case .file(let name): name
    }
  }
}
