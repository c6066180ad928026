/// A type of number that rows may be written in: the scalars, and integers, which are converted.
public protocol ObservationNumber<Scalar> {
  /// The scalar that the numbers are computed with.
  ///
  /// `Float` if it holds every value of the type, else `Double`: see ``ElementType/scalarType``.
  associatedtype Scalar: VectorScalar

  /// Converts numbers.
  ///
  /// - Parameter numbers: The numbers.
  /// - Returns: The same numbers, each rounded to the nearest that the scalar has.
  static func scalars(_ numbers: [Self]) -> [Scalar]
}

extension ObservationNumber where Scalar == Self {
  /// Returns the numbers themselves.
  ///
  /// - Parameter numbers: The numbers.
  /// - Returns: `numbers`.
  public static func scalars(_ numbers: [Self]) -> [Self] { numbers }
}

extension ObservationNumber where Self: BinaryInteger {
  /// Converts integers.
  ///
  /// - Parameter numbers: The integers.
  /// - Returns: The same numbers, each rounded to the nearest that the scalar has.
  public static func scalars(_ numbers: [Self]) -> [Scalar] { numbers.map { Scalar($0) } }
}

// The protocols say `Scalar`; the types get another name, since a program's own protocols say `Scalar` too,
// and a type can have one of that name.

extension Float: ObservationNumber {
  /// Floats are computed with as they are.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension Double: ObservationNumber {
  /// Doubles are computed with as they are.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Int8: ObservationNumber {
  /// A `Float` holds all of them.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension UInt8: ObservationNumber {
  /// A `Float` holds all of them.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension Int16: ObservationNumber {
  /// A `Float` holds all of them.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension UInt16: ObservationNumber {
  /// A `Float` holds all of them.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension Int32: ObservationNumber {
  /// A `Double` holds all of them.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension UInt32: ObservationNumber {
  /// A `Double` holds all of them.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Int64: ObservationNumber {
  /// A `Double` holds those of up to 53 bits, and the nearest to others.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension UInt64: ObservationNumber {
  /// A `Double` holds those of up to 53 bits, and the nearest to others.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Int: ObservationNumber {
  /// A `Double` holds those of up to 53 bits, and the nearest to others.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension UInt: ObservationNumber {
  /// A `Double` holds those of up to 53 bits, and the nearest to others.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Array: ObservationSource where Element: Collection, Element.Element: ObservationNumber {
  /// The scalar of the numbers.
  @_implements(ObservationSource,Scalar)
  public typealias _ObservationScalar = Element.Element.Scalar

  /// Lends a matrix of the rows.
  ///
  /// - Parameter body: Is called once, with the observations.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or ``ClusteringError/raggedRows(row:expected:found:)``.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Element.Element.Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    let matrix = try Matrix<Element.Element.Scalar>(joining: self) {
      Element.Element.scalars(Array<Element.Element>($0))
    }
    return try body(Observations(matrix.span))
  }
}
