public import VectorQuantization

extension Matrix {
  /// Reads a file of any format that ``ObservationFile`` reads: a table in text, `.npy`, `.npz`,
  /// `.fvecs`, a picture and others, also compressed with gzip.
  ///
  /// ```swift
  /// let table = try Matrix<Float>(contentsOf: "samples.csv")
  /// ```
  ///
  /// Names of columns and labels of rows are not kept; ``ObservationFile/captions`` has them.
  ///
  /// - Parameters:
  ///   - path: The path of the file; `-` for standard input.
  ///   - options: What is known of the file, and which columns of a table to read.
  /// - Throws: ``FormatError`` if the file cannot be read, is a table that can be read in two ways, or
  ///   holds a number that is too large for the scalar. Other numbers are rounded to the nearest.
  /// - Complexity: O(rows · columns), in memory too.
  public init(
    contentsOf path: String, options: ReadingOptions = .automatic
  ) throws(FormatError) {
    let file = try ObservationFile(opening: path, options: options)
    self = file.widened(as: Scalar.self)
    for place in elements.indices where elements[place].isInfinite {
      let (row, column) = (place / columnCount, place % columnCount)
      let stored = file.stored[row, column]
      if stored.isInfinite { continue }
      throw .invalid(
        path: path, place: "row \(row + 1), column \(column + 1)",
        problem: "is \(stored), too large for \(Scalar.self)",
        mend: "read a Matrix<Double>, or scale the numbers down")
    }
  }

  /// Writes the matrix in the format that the extension names: `.npy`, `.csv`, `.tsv` or `.fvecs`.
  ///
  /// The file is whole, or the one before is still there. `.fvecs` rounds to `Float`, numbers too large
  /// for it to infinities.
  ///
  /// - Parameter path: The path of the file to replace or create.
  /// - Throws: ``FormatError`` if the extension names no such format, or the file cannot be written.
  public func write(to path: String) throws(FormatError) {
    try ResultFile.stage(span, replacing: path).commit()
  }
}
