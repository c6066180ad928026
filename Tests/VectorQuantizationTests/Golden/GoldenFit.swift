import VQTestSupport
import VectorQuantization

/// One fit of the golden table: observations, the form they have, starts and options.
struct GoldenFit: Sendable {
  /// How observations are handed over.
  enum Form: Sendable {
    case scalars
    /// Columns of a wider matrix.
    case slice
    case stored(ElementType, isBigEndian: Bool, StoredMatrix.Order)
    case read(ElementType, StoredMatrix.Order)
  }

  /// The centroids that runs start from.
  enum Starts: Sendable {
    /// As `initialization` says.
    case chosen
    /// Random rows, for each restart.
    case rows
    /// Random rows, every third of them moved far away from all observations.
    case far
    /// Random rows, each of them twice.
    case twins
  }

  var label: String
  var scalar: ScalarKind
  var input: GoldenInput
  var shape: Shape
  var isWeighted = false
  var form = Form.scalars
  var starts = Starts.chosen
  var keepsLastAssignment = false
  /// The number of the checkpoint to go on from; the last one if there are fewer.
  var checkpoint: Int?
  var search: KMeans

  /// A fit of a few iterations.
  init(
    _ label: String, _ scalar: ScalarKind, _ input: GoldenInput, _ shape: Shape,
    _ change: (inout GoldenFit) -> Void = { _ in }
  ) {
    self.label = label
    self.scalar = scalar
    self.input = input
    self.shape = shape
    search = KMeans(clusterCount: shape.clusterCount)
    search.seed = 7
    search.maximumIterations = 12
    search.initialization = .points
    change(&self)
  }

  var problem: GoldenProblem {
    let words = [label, "\(scalar)", "\(input)", "\(shape.rows)x\(shape.columns)"]
    let name = (words + ["k\(shape.clusterCount)"]).joined(separator: " ")
    return GoldenProblem(name: isWeighted ? name + " weighted" : name) { setting in
      hash(scalar.type, setting)
    }
  }

  private func hash<Scalar: VectorScalar>(_: Scalar.Type, _ setting: GoldenSetting) -> GoldenHash {
    var search = search
    search.workers = setting.workers
    search.kernels = setting.kernels
    let observations = input.make(Scalar.self, shape)
    let starts = makeStarts(observations)
    var hash = GoldenHash()
    do throws(ClusteringError) {
      hash.add(try fit(observations, search, starts))
    } catch {
      hash.add(error)
    }
    return hash
  }

  private func makeStarts<Scalar: VectorScalar>(_ observations: Matrix<Scalar>) -> [Matrix<Scalar>]
  {
    let k = shape.clusterCount
    switch starts {
    case .chosen: return []
    case .rows:
      return (0..<search.restarts).map { observations.randomRows(k, seed: UInt64($0)) }
    case .far:
      var start = observations.randomRows(k, seed: 1)
      for code in stride(from: 0, to: k, by: 3) {
        for column in 0..<shape.columns { start[code, column] += Scalar(100 * (code + 1)) }
      }
      return [start]
    case .twins:
      let rows = (0..<k).map { $0 / 2 * 13 % shape.rows }
      return [observations.rows(at: rows)]
    }
  }
}
