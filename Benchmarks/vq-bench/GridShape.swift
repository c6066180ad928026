import VectorQuantization

/// One problem of the grid on which the algorithms are compared.
package struct GridShape: Sendable, Hashable {
  package let data: DataKind
  package let n: Int
  package let d: Int
  package let k: Int
  package let scalar: Scenario.ScalarType

  /// The name of the shape: the kind of data, n x d, k and the scalar, as in
  /// `clean-2000x16-50-f32`.
  package var name: String { "\(data.name)-\(n)x\(d)-\(k)-\(scalar)" }

  /// The number of iterations of each fit.
  package static let iterations = 15

  init(_ data: DataKind, _ n: Int, _ d: Int, _ k: Int, _ scalar: Scenario.ScalarType = .f32) {
    self.data = data
    (self.n, self.d, self.k) = (n, d, k)
    self.scalar = scalar
  }
}

extension GridShape {
  /// The shapes that the names select, in the order of the table; all shapes if there are no names.
  ///
  /// A name is that of a shape, or a part of it between dashes: a kind of data, a size, or a
  /// scalar.
  package static func selected(by names: [String]) throws(BenchError) -> [GridShape] {
    for name in names where !all.contains(where: { $0.answers(to: name) }) {
      let kinds = Set(all.map(\.data.name)).sorted().joined(separator: ", ")
      throw .usage(
        "there is no shape \(name) in the grid; give a kind of data (\(kinds)), a size as in "
          + "\(all[0].n)x\(all[0].d), a scalar, or a whole name as in \(all[0].name)")
    }
    if names.isEmpty { return all }
    return all.filter { shape in names.contains { shape.answers(to: $0) } }
  }

  private func answers(to word: String) -> Bool {
    word == name || name.split(separator: "-").contains { $0 == word }
  }
}
