import Testing
import VQTestSupport
import VectorQuantization

/// Encoding finds the true nearest centroids, on every path through the kernels.
@Suite struct EncodingTests {
  // The loop over kernel sets is inside, so that the oracle runs once for all of them.
  @Test(
    "finds the nearest centroid with every kernel set",
    arguments: Arrangement.allCases, Shape.edgeCases)
  func findsTheTrueNearest(_ arrangement: Arrangement, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = arrangement.make(Scalar.self, shape, seed: 41)
      let drawn = observations.randomRows(shape.clusterCount, seed: 42)
      let averaged = Oracle.lloydStep(observations, drawn).centroids
      for book in [drawn, averaged] {
        let truth = Oracle.nearest(observations, book)
        let tolerance = Tolerance.distance(Scalar.self, columns: shape.columns)
        var first: [Scalar]?
        for kernels in KernelSet.available {
          let (codes, distances) = try Codebook(book).encode(observations.span, kernels: kernels)
          #expect(codes == truth.codes, "\(Scalar.self), \(kernels.name)")
          #expect(
            zip(distances, truth.distances).allSatisfy {
              agree(Double($0), $1, within: tolerance)
            }, "\(Scalar.self), \(kernels.name)")
          #expect(distances == first ?? distances, "\(Scalar.self), \(kernels.name)")
          first = distances
        }
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("finds the nearest centroid in large problems", arguments: ScalarKind.allCases, large)
  func findsTheTrueNearestInLargeProblems(_ scalar: ScalarKind, _ shape: Shape) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(shape, seed: 49)
      let book = observations.randomRows(shape.clusterCount, seed: 50)
      let truth = Oracle.nearest(observations, book)
      for kernels in KernelSet.available {
        let (codes, _) = try Codebook(book).encode(observations.span, kernels: kernels)
        #expect(codes == truth.codes, "\(kernels.name)")
      }
    }
    try check(scalar.type)
  }

  private static let large = [
    Shape.large, Shape(2000, 2, 700), Shape(500, 20, 300), Shape(60, 1000, 50),
  ]

  @Test("finds the nearest centroid at any magnitude", arguments: ScalarKind.allCases)
  func findsTheTrueNearestOfAnyMagnitude(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type, units: [Scalar]) throws {
      for columns in [1, 3, 9] {
        let ordinary = Matrix<Scalar>.blobs(rows: 150, columns: columns, clusters: 9, seed: 53)
        for unit in units {
          let observations = ordinary.mapElements { $0 * unit }
          let book = observations.randomRows(9, seed: 54)
          let truth = Oracle.nearest(observations, book)
          let tolerance = Tolerance.distance(Scalar.self, columns: columns)
          for kernels in KernelSet.available {
            let (codes, distances) = try Codebook(book).encode(observations.span, kernels: kernels)
            #expect(codes == truth.codes, "\(unit), \(columns) features, \(kernels.name)")
            #expect(
              zip(distances, truth.distances).allSatisfy {
                abs(Double($0) - Double(Scalar($1))) <= tolerance * $1
                  + Double(Scalar.leastNonzeroMagnitude) || $0 == Scalar($1)
              }, "\(unit), \(columns) features, \(kernels.name)")
          }
        }
      }
    }
    switch scalar {
    case .float:
      try check(Float.self, units: [0x1p-140, 1e-38, 1e-30, 1e-20, 1e15, 1e20, 1e30, 1e37])
    case .double:
      try check(Double.self, units: [0x1p-1063, 1e-308, 1e-250, 1e-160, 1e150, 1e200, 1e300])
    }
  }

  /// Scores are computed relative to the codebook, which here is far from the observations.
  @Test("finds the nearest centroid of a distant codebook", arguments: ScalarKind.allCases, [2, 7])
  func findsTheTrueNearestFarAway(_ scalar: ScalarKind, _ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(rows: 200, columns: columns, clusters: 4, seed: 55)
      let book = Matrix<Scalar>.blobs(rows: 30, columns: columns, clusters: 30, seed: 56)
      let outlier = [Scalar](repeating: 1e12, count: columns)
      for shifted in [
        book.mapElements { $0 + 1e4 }, book.mapElements { $0 / 1e4 },
        Matrix(outlier + book.elements, columns: columns),
      ] {
        let truth = Oracle.nearest(observations, shifted)
        for kernels in KernelSet.available {
          let (codes, _) = try Codebook(shifted).encode(observations.span, kernels: kernels)
          #expect(codes == truth.codes, "\(kernels.name)")
        }
      }
    }
    try check(scalar.type)
  }

  @Test("codes do not depend on workers or kernel set", arguments: ScalarKind.allCases)
  func isReproducible(_ scalar: ScalarKind) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let observations = Matrix<Scalar>.blobs(.parallel, seed: 43)
      let book = Codebook(observations.randomRows(Shape.parallel.clusterCount, seed: 44))
      let expected = try book.encode(observations.span)
      for kernels in KernelSet.available {
        for workers in [1, 2, 7] {
          let found = try book.encode(observations.span, workers: workers, kernels: kernels)
          #expect(found == expected, "\(kernels.name), \(workers) workers")
        }
      }
    }
    try check(scalar.type)
  }

  /// The centroids are one vector with its features rotated, all equally distant from the origin.
  ///
  /// A sum of rounded squares, however, depends on the order of the features.
  @Test("ties go to the lowest code, whatever the order of sums", arguments: 2...20)
  func tiesIgnoreOrderOfSums(_ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      var generator = TestGenerator(seed: UInt64(columns))
      let vector: [Scalar] = (0..<columns).map { _ in
        generator.longSignificand() * Scalar(1 << generator.integer(below: 7))
      }
      let rotations = (0..<columns).flatMap { vector[$0...] + vector[..<$0] }
      let book = Codebook(Matrix(rotations, columns: columns))
      let origin = Matrix([Scalar](repeating: 0, count: columns), columns: columns)
      for kernels in KernelSet.available {
        let (codes, _) = try book.encode(origin.span, kernels: kernels)
        #expect(codes == [0], "\(Scalar.self), \(kernels.name)")
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  /// One centroid differs from two others in the last bit of one feature.
  ///
  /// A fourth centroid is far away, so no translation and scale fits the other three alone.
  @Test("a difference of one ulp decides", arguments: 1...20)
  func lastBitDecides(_ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      var generator = TestGenerator(seed: UInt64(columns))
      let vector: [Scalar] = (0..<columns).map { _ in generator.longSignificand() }
      let far = vector.map { -2 * $0 }
      for column in 0..<columns {
        var nearer = vector
        nearer[column] = nearer[column].nextDown
        let book = Codebook(Matrix(vector + vector + nearer + far, columns: columns))
        let origin = Matrix([Scalar](repeating: 0, count: columns), columns: columns)
        for kernels in KernelSet.available {
          let (codes, _) = try book.encode(origin.span, kernels: kernels)
          #expect(codes == [2], "\(Scalar.self), \(kernels.name), feature \(column)")
        }
      }
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("a common offset changes nothing", arguments: Arrangement.allCases, [3, 8, 17])
  func offsetChangesNothing(_ arrangement: Arrangement, _ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      // Elements of at most 13 bits and their differences stay exact when 1024 is added.
      let observations = arrangement.make(Scalar.self, Shape(200, columns, 12), seed: 45)
        .mapElements { ($0 * 256).rounded(.down) / 256 }
      let book = observations.randomRows(12, seed: 46)
      let moved = observations.mapElements { $0 + 1024 }
      let movedBook = book.mapElements { $0 + 1024 }

      let found = try vq(observations.span, codebook: book)
      #expect(try vq(moved.span, codebook: movedBook) == found)
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }

  @Test("reads rows with gaps between them", arguments: ScalarKind.allCases, [1, 3, 5, 16])
  func readsStridedRows(_ scalar: ScalarKind, _ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let (rows, stride) = (101, columns + 3)
      let observations = Matrix<Scalar>.blobs(rows: rows, columns: columns, clusters: 5, seed: 47)
      let book = Codebook(observations.randomRows(5, seed: 48))
      var spread = [Scalar](repeating: .nan, count: (rows - 1) * stride + columns)
      for row in 0..<rows {
        for column in 0..<columns { spread[row * stride + column] = observations[row, column] }
      }
      let strided = MatrixSpan(spread.span, rows: rows, columns: columns, rowStride: stride)

      let expected = try book.encode(observations.span)
      #expect(try book.encode(strided) == expected)

      let found = try vq(observations.span, codebook: Matrix(copying: strided.rows(0..<40)))
      let packed = try vq(observations.span, codebook: observations.rows(at: Array(0..<40)))
      #expect(found == packed)

      let part = try book.encode(strided.rows(10..<90))
      #expect(part.codes == Array(expected.codes[10..<90]))
      #expect(part.distances == Array(expected.distances[10..<90]))
    }
    try check(scalar.type)
  }

  @Test("duplicates of a centroid are never chosen", arguments: ScalarKind.allCases, [1, 3, 20])
  func copiesAreNeverChosen(_ scalar: ScalarKind, _ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      let distinct = Matrix<Scalar>.blobs(rows: 7, columns: columns, clusters: 7, seed: 61)
      let observations = Matrix<Scalar>.blobs(rows: 300, columns: columns, clusters: 7, seed: 62)
      // Seven centroids, followed by duplicates of them in another order.
      let copies = Matrix(
        (0..<40).flatMap { code in
          (0..<columns).map { distinct[code < 7 ? code : code * 5 % 7, $0] }
        }, columns: columns)
      let (codes, distances) = try vq(observations.span, codebook: copies)
      let expected = try vq(observations.span, codebook: distinct)
      #expect(codes == expected.codes)
      #expect(distances == expected.distances)
    }
    try check(scalar.type)
  }

  @Test("no observations give no codes")
  func noObservations() throws {
    let none = Matrix<Float>(rows: 0, columns: 3) { _ in }
    let (codes, distances) = try Codebook([[1, 2, 3]] as Matrix<Float>).encode(none.span)
    #expect(codes.isEmpty && distances.isEmpty)
  }

  @Test(
    "unchecked centroids that are not finite are never the nearest",
    arguments: [Double.nan, .infinity, -.infinity], [1, 2, 4, 5, 9])
  func uncheckedNumbers(_ bad: Double, _ columns: Int) throws {
    func check<Scalar: VectorScalar>(_: Scalar.Type) throws {
      func row(_ value: Scalar) -> [Scalar] { [Scalar](repeating: value, count: columns) }
      let spoilt = row(3).dropLast() + [Scalar(bad)]

      let observations = Matrix(row(3) + spoilt + row(7), columns: columns)
      let sound = Matrix(row(8) + row(2), columns: columns)
      let (codes, distances) = try vq(observations.span, codebook: sound, checkFinite: false)
      #expect(codes == [1, 0, 0])
      #expect(distances[0].isFinite && !distances[1].isFinite && distances[2].isFinite)

      let spoiltBook = Matrix(spoilt + row(8) + row(2), columns: columns)
      let finite = Matrix(row(3) + row(7), columns: columns)
      let coded = try vq(finite.span, codebook: spoiltBook, checkFinite: false)
      #expect(coded.codes == [2, 1])
      #expect(coded.distances.allSatisfy { $0.isFinite })
    }
    for scalar in ScalarKind.allCases { try check(scalar.type) }
  }
}
