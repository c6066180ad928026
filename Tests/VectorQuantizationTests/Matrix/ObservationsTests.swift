import Testing
import VQTestSupport
import VectorQuantization

/// The storage form of observations has no influence on results.
@Suite struct ObservationsTests {
  /// Returns small whole numbers, which every element type can represent.
  private static func numbers<Scalar: VectorScalar>(_ shape: Shape) -> Matrix<Scalar> {
    Matrix<Scalar>.blobs(shape, seed: 801).mapElements { (number: Scalar) in
      Scalar(Int(8 * number).magnitude % 100)
    }
  }

  private static let shapes = [
    Shape(1, 1, 1), Shape(49, 17, 7), Shape(700, 1, 9), Shape(1201, 3, 20),
  ]

  @Test(
    "stored numbers of every type and order are clustered like scalars",
    arguments: ElementType.allCases, StoredMatrix.Order.allCases)
  func clustersStoredNumbers(_ type: ElementType, _ order: StoredMatrix.Order) throws {
    func check<Scalar: VectorScalar>(_ scalar: Scalar.Type, _ shape: Shape) throws {
      let numbers: Matrix<Scalar> = Self.numbers(shape)
      let search = KMeans(clusterCount: shape.clusterCount, maximumIterations: 8, seed: 5)
      let expected = try search.fit(numbers.span)
      for isBigEndian in [false, true] {
        let stored = StoredMatrix(numbers, as: type, isBigEndian: isBigEndian, order: order)
        let bytes = Observations<Scalar>(stored.span)
        #expect(try search.fit(bytes) == expected, "\(shape)")
        let read = Observations<Scalar>(reading: stored.reader())
        #expect(try search.fit(read) == expected, "\(shape), read")
      }
    }
    for shape in Self.shapes { try check(Float.self, shape) }
    try check(Double.self, Shape(700, 5, 9))
  }

  @Test(
    "every algorithm supports stored numbers", arguments: KMeans.Algorithm.allCases,
    KMeans.Initialization.allCases)
  func takesEveryAlgorithm(
    _ algorithm: KMeans.Algorithm, _ initialization: KMeans.Initialization
  ) throws {
    let shape = algorithm == .sorted ? Shape(900, 1, 12) : Shape(900, 5, 12)
    let numbers: Matrix<Float> = Self.numbers(shape)
    let stored = StoredMatrix(numbers, as: .uint8, order: .columns)
    let weights = (0..<shape.rows).map { Double($0 % 4) }
    var search = KMeans(
      clusterCount: shape.clusterCount, algorithm: algorithm, initialization: initialization,
      restarts: 2, seed: 6)
    let expected = try search.fit(numbers.span, weights: weights)
    for workers in [1, 3] {
      search.workers = workers
      let bytes = Observations<Float>(stored.span)
      #expect(try search.fit(bytes, weights: weights) == expected)
      let read = Observations<Float>(reading: stored.reader())
      #expect(try search.fit(read, weights: weights) == expected)
    }
  }

  @Test("sums by code have the same bits if a file is read in windows", arguments: [1, 4 << 20])
  func addsUpByCodeInWindows(_ window: Int) throws {
    // With so many clusters and features, sums are computed by code, and some clusters are relocated.
    let shape = Shape(6000, 40, 900)
    let numbers: Matrix<Float> = Self.numbers(shape)
    let stored = StoredMatrix(numbers, as: .int16)
    let start = numbers.rows(at: (0..<shape.clusterCount).map { $0 / 2 })
    for isWeighted in [false, true] {
      let weights = (0..<shape.rows).map { Double($0 % 3) * 0.3 }
      let given = isWeighted ? weights : nil
      var search = KMeans(clusterCount: shape.clusterCount, maximumIterations: 12)
      search.resources.readWindow = window
      search.workers = 2
      let expected = try search.fit(
        Observations(numbers.span), startingFrom: start, weights: given)
      let read = Observations<Float>(reading: stored.reader())
      #expect(try search.fit(read, startingFrom: start, weights: given) == expected)
      let bytes = Observations<Float>(stored.span)
      #expect(try search.fit(bytes, startingFrom: start, weights: given) == expected)
    }
  }

  @Test("stored numbers are encoded and whitened like scalars")
  func encodes() throws {
    let numbers: Matrix<Float> = Self.numbers(Shape(2000, 6, 1))
    let codebook = Codebook(numbers.rows(at: [3, 700, 1111, 1999]))
    let expected = try codebook.encode(numbers.span)
    let scale = try Whitening(fitting: numbers.span)
    for type in ElementType.allCases {
      let stored = StoredMatrix(numbers, as: type, isBigEndian: true, order: .records)
      let found = try codebook.encode(Observations(stored.span))
      #expect(found == expected)
      let read = try codebook.encode(Observations(reading: stored.reader()))
      #expect(read == expected)
      #expect(try Whitening<Float>(fitting: Observations(stored.span)) == scale)
      #expect(try Whitening<Float>(fitting: Observations(reading: stored.reader())) == scale)
    }
  }

  @Test("if a reader fails, the error names the tile that it failed to read")
  func endsWhereReadingFails() throws {
    let numbers: Matrix<Float> = Self.numbers(Shape(60_000, 4, 8))
    let stored = StoredMatrix(numbers, as: .uint8)
    let search = KMeans(clusterCount: 8, seed: 1)
    func row(of error: ClusteringError?) -> Int? {
      if case .unreadable(let row) = error { row } else { nil }
    }
    let failing = stored.reader(failingFrom: 40_000 * 4)
    let fit = #expect(throws: ClusteringError.self) {
      try search.fit(Observations<Float>(reading: failing))
    }
    #expect(try (39_000...40_000).contains(#require(row(of: fit))))
    let codebook = Codebook(numbers.rows(at: [1, 2, 3]))
    let encode = #expect(throws: ClusteringError.self) {
      try codebook.encode(Observations(reading: failing))
    }
    #expect(row(of: encode) == row(of: fit))
    #expect(throws: ClusteringError.self) {
      try Whitening<Float>(fitting: Observations(reading: failing))
    }
  }

  @Test("the error names the row and column of a stored number that is not finite")
  func findsWhatIsNotFinite() throws {
    var numbers: Matrix<Float> = Self.numbers(Shape(3000, 5, 1))
    numbers[2345, 3] = .infinity
    for type in [ElementType.float16, .bfloat16, .float32, .float64] {
      let stored = StoredMatrix(numbers, as: type, order: .columns)
      let expected = ClusteringError.notFinite(row: 2345, column: 3)
      #expect(throws: expected) {
        try KMeans(clusterCount: 2).fit(Observations<Double>(stored.span))
      }
      #expect(throws: expected) {
        try Codebook(Matrix<Float>([1, 2, 3, 4, 5], columns: 5)).encode(
          Observations(reading: stored.reader()))
      }
    }
  }
}
