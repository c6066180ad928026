internal import VQFormats
internal import VectorQuantization

/// The requested size of a palette.
enum PaletteSize: Sendable, Equatable {
  /// At most this many colours.
  case colours(Int)
  /// The fewest colours that reach a peak signal-to-noise ratio, in decibels.
  case quality(Double)

  /// The maximum number of colours of a palette.
  static let maximum = 256
}

/// The search for a palette.
struct PaletteSearch: Sendable {
  let size: PaletteSize
  let space: ColourSpace
  /// The search; its number of clusters is a placeholder.
  let search: KMeans

  /// Finds the palette.
  ///
  /// Error messages name the picture by `path`.
  func palette(
    for picture: ColourCount, of path: String, line: ProgressLine
  ) throws -> ColourPalette {
    let sample = ColourSample(of: picture, in: space)
    switch size {
    case .colours(let count):
      guard count >= picture.minimumPaletteSize else {
        throw CommandError.failure(
          "\(path) has transparent pixels, which take one colour of the palette; "
            + "ask for at least \(picture.minimumPaletteSize) with --colors")
      }
      return try palette(of: count, for: sample, line)
    case .quality(let psnr):
      return try fewest(reaching: psnr, for: sample, of: path, line)
    }
  }

  private func palette(
    of count: Int, for sample: ColourSample, _ line: ProgressLine
  ) throws(ClusteringError) -> ColourPalette {
    var search = search
    search.clusterCount = count
    return try ColourPalette(for: sample, search: search) { iteration in
      line.update { "\(count) colours: iteration \(iteration)" }
    }
  }

  /// Doubles the number of colours until the quality is reached, then bisects.
  ///
  /// Bisection assumes that more colours give a better quality, which holds except for chance.
  private func fewest(
    reaching psnr: Double, for sample: ColourSample, of path: String, _ line: ProgressLine
  ) throws -> ColourPalette {
    var enough = sample.picture.minimumPaletteSize
    var tooFew = enough - 1
    var best = try palette(of: enough, for: sample, line)
    while best.error.psnr < psnr {
      guard enough < PaletteSize.maximum else {
        throw CommandError.failure(
          "\(path): \(PaletteSize.maximum) colours reach only "
            + "\(Figures.fixed(best.error.psnr, decimals: 2)) dB; ask for less with --quality")
      }
      tooFew = enough
      enough *= 2
      best = try palette(of: enough, for: sample, line)
    }
    while enough - tooFew > 1 {
      let middle = (tooFew + enough) / 2
      let tried = try palette(of: middle, for: sample, line)
      if tried.error.psnr >= psnr {
        (enough, best) = (middle, tried)
      } else {
        tooFew = middle
      }
    }
    return best
  }
}
