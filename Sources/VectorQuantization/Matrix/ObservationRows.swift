/// A number type for rows that are written as arrays: the scalars, and integers.
///
/// Integers are converted to the ``Scalar`` of their type.
public protocol ObservationNumber<Scalar> {
  /// The scalar type to compute in.
  ///
  /// It is `Float` if a `Float` can represent every value of the type, and `Double` otherwise: see
  /// ``ElementType/scalarType``.
  associatedtype Scalar: VectorScalar

  /// Converts numbers to scalars.
  ///
  /// - Parameter numbers: The numbers to convert.
  /// - Returns: The same numbers, each rounded to the nearest scalar.
  static func scalars(_ numbers: [Self]) -> [Scalar]
}

extension ObservationNumber where Scalar == Self {
  /// Returns the numbers unchanged.
  ///
  /// - Parameter numbers: The numbers.
  /// - Returns: `numbers`.
  public static func scalars(_ numbers: [Self]) -> [Self] { numbers }
}

extension ObservationNumber where Self: BinaryInteger {
  /// Converts integers to scalars.
  ///
  /// - Parameter numbers: The integers to convert.
  /// - Returns: The same numbers, each rounded to the nearest scalar.
  public static func scalars(_ numbers: [Self]) -> [Scalar] { numbers.map { Scalar($0) } }
}

// The protocols name the associated type `Scalar`. The types below use another name, because a type can
// have only one member `Scalar`, and the protocols of a program may need it.

extension Float: ObservationNumber {
  /// `Float`: no conversion is needed.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension Double: ObservationNumber {
  /// `Double`: no conversion is needed.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Int8: ObservationNumber {
  /// `Float`, which represents every value of this type.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension UInt8: ObservationNumber {
  /// `Float`, which represents every value of this type.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension Int16: ObservationNumber {
  /// `Float`, which represents every value of this type.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension UInt16: ObservationNumber {
  /// `Float`, which represents every value of this type.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Float
}

extension Int32: ObservationNumber {
  /// `Double`, which represents every value of this type.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension UInt32: ObservationNumber {
  /// `Double`, which represents every value of this type.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Int64: ObservationNumber {
  /// `Double`, which represents integers of up to 53 bits exactly and rounds others to the nearest
  /// value.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension UInt64: ObservationNumber {
  /// `Double`, which represents integers of up to 53 bits exactly and rounds others to the nearest
  /// value.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Int: ObservationNumber {
  /// `Double`, which represents integers of up to 53 bits exactly and rounds others to the nearest
  /// value.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension UInt: ObservationNumber {
  /// `Double`, which represents integers of up to 53 bits exactly and rounds others to the nearest
  /// value.
  @_implements(ObservationNumber,Scalar)
  public typealias _ObservationScalar = Double
}

extension Array: ObservationSource where Element: Collection, Element.Element: ObservationNumber {
  /// The scalar type of the numbers.
  @_implements(ObservationSource,Scalar)
  public typealias _ObservationScalar = Element.Element.Scalar

  /// Copies the rows into a matrix, and calls a closure with a view of it.
  ///
  /// - Parameter body: Called once, with the observations.
  /// - Returns: The result of `body`.
  /// - Throws: The error of `body`, or ``ClusteringError/raggedRows(row:expected:found:)`` if the
  ///   rows differ in length.
  public func withObservations<Result>(
    _ body: (borrowing Observations<Element.Element.Scalar>) throws(ClusteringError) -> Result
  ) throws(ClusteringError) -> Result {
    let matrix = try Matrix<Element.Element.Scalar>(joining: self) {
      Element.Element.scalars(Array<Element.Element>($0))
    }
    return try body(Observations(matrix.span))
  }
}
