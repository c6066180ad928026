/// Where observations come from.
package enum DataKind: Sendable, Hashable {
  /// Generated: around √n centres, with a spread wider than the distance between neighbours.
  case mixture
  /// Generated: around √n centres that lie far apart for their spread.
  case clean
  /// Generated: every feature uniform from 0 to 1, so that there are no clusters at all.
  case uniform
  /// Generated: a spectrum that decays, a few directions holding most of the variance, and noise.
  case spectrum
  /// Generated: around √n centres, a few of which have most of the observations.
  case heavyTailed
  /// Generated: whole numbers from 0 to 255, as pixels are, with near ties and duplicates.
  case lattice
  /// A file of that name, without extension, in the folder that `--data` names.
  case file(String)

  /// The word for it in lists and files.
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
