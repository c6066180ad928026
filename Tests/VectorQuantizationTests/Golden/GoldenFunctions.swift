import VQTestSupport
import VectorQuantization

extension GoldenProblem {
  /// SciPy's four functions, encoding, decoding and whitening.
  static let functions = GoldenFunction.allCases.flatMap { function in
    ScalarKind.allCases.flatMap { scalar in
      let inputs: [(GoldenInput, Shape)] = [
        (.blobs, Shape(500, 1, 6)), (.blobs, Shape(500, 7, 12)), (.lattice, Shape(500, 3, 9)),
        (.offset(1e4), Shape(300, 16, 5)), (.duplicates, Shape(300, 4, 5)),
        (.mixed, Shape(300, 5, 7)),
      ]
      return inputs.map { input, shape in
        let size = "\(shape.rows)x\(shape.columns) k\(shape.clusterCount)"
        return GoldenProblem(name: "\(function)-function \(scalar) \(input) \(size)") { setting in
          try function.hash(scalar.type, input, shape, setting)
        }
      }
    }
  }
}

/// The calls of ``GoldenProblem/functions``.
private enum GoldenFunction: CaseIterable {
  case encode, vq, kmeans, kmeans2, whitening

  func hash<Scalar: VectorScalar>(
    _: Scalar.Type, _ input: GoldenInput, _ shape: Shape, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    let observations = input.make(Scalar.self, shape)
    return switch self {
    case .encode: try Self.encode(observations, shape, setting)
    case .vq: try Self.vq(observations, shape, setting)
    case .kmeans: try Self.kmeans(observations, shape, setting)
    case .kmeans2: try Self.kmeans2(observations, shape, setting)
    case .whitening: try Self.whitening(observations, shape, setting)
    }
  }

  private static func encode<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ shape: Shape, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    let book = Codebook(observations.randomRows(shape.clusterCount, seed: 3))
    let (codes, distances) = try book.encode(
      observations.span, workers: setting.workers, kernels: setting.kernels)
    var hash = GoldenHash()
    hash.add(codes)
    hash.add(distances)
    hash.add(try book.decode(codes.span))
    let shifted = codes.map { ($0 + 1) % Int32(shape.clusterCount) }
    hash.add(
      try book.distances(
        from: Observations(observations.span), codes: shifted, workers: setting.workers,
        kernels: setting.kernels))
    return hash
  }

  /// One centroid and one observation are not finite.
  private static func vq<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ shape: Shape, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    var observations = observations
    var book = observations.randomRows(shape.clusterCount, seed: 3)
    book[2, 0] = .nan
    observations[200, 0] = .infinity
    observations[201, 0] = .nan
    let (codes, distances) = try VectorQuantization.vq(
      observations.span, codebook: book, checkFinite: false, workers: setting.workers)
    var hash = GoldenHash()
    hash.add(codes)
    hash.add(distances)
    return hash
  }

  private static func kmeans<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ shape: Shape, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    let start = observations.randomRows(shape.clusterCount, seed: 3)
    let drawn = try VectorQuantization.kmeans(
      observations.span, k: shape.clusterCount, restarts: 3, seed: 5, workers: setting.workers)
    let given = try VectorQuantization.kmeans(
      observations.span, startingFrom: start, threshold: 1e-3, workers: setting.workers)
    var hash = GoldenHash()
    for (codebook, distortion) in [drawn, given] {
      hash.add(codebook)
      hash.add(distortion)
    }
    return hash
  }

  private static func kmeans2<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ shape: Shape, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    let start = observations.randomRows(shape.clusterCount, seed: 3)
    let drawn = try VectorQuantization.kmeans2(
      observations.span, k: shape.clusterCount, iterations: 5, seed: 5, workers: setting.workers)
    let given = try VectorQuantization.kmeans2(
      observations.span, startingFrom: start, iterations: 30, workers: setting.workers)
    var hash = GoldenHash()
    for (centroids, codes) in [drawn, given] {
      hash.add(centroids)
      hash.add(codes)
    }
    return hash
  }

  /// One feature is constant where there are several.
  private static func whitening<Scalar: VectorScalar>(
    _ observations: Matrix<Scalar>, _ shape: Shape, _ setting: GoldenSetting
  ) throws -> GoldenHash {
    var observations = observations
    if shape.columns > 1 {
      for row in 0..<shape.rows { observations[row, 1] = 0.1 }
    }
    let whitening = try Whitening(
      fitting: Observations(observations.span), checkFinite: true, workers: setting.workers,
      stop: nil)
    let whitened = try whitening.apply(to: observations.span)
    var hash = GoldenHash()
    hash.add(whitening.scale)
    hash.add(whitening.constantFeatures)
    hash.add(whitened)
    hash.add(try whitening.undo(on: whitened.span))
    return hash
  }
}
