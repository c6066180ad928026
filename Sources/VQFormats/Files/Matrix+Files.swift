public import VectorQuantization

extension Matrix {
  /// Reads a file of any format that ``ObservationFile`` supports.
  ///
  /// ```swift
  /// let table = try Matrix<Float>(contentsOf: "samples.csv")
  /// ```
  ///
  /// The formats are text tables, `.npy`, `.npz`, `.fvecs`, pictures and others, also compressed
  /// with gzip. Column names and row labels are not kept; ``ObservationFile/captions`` has them.
  ///
  /// - Parameters:
  ///   - path: The path of the file; `-` for standard input.
  ///   - options: What is known about the file, and which columns of a table to read.
  /// - Throws: ``FormatError`` if the file cannot be read, is an ambiguous table, or holds a number
  ///   that is too large for the scalar. Other numbers are rounded to the nearest scalar.
  /// - Complexity: O(rows · columns) in time and memory.
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

  /// Writes the matrix in the format of the path's extension: `.npy`, `.csv`, `.tsv` or `.fvecs`.
  ///
  /// The file is replaced in one step: if writing fails, the previous file is unchanged. `.fvecs`
  /// rounds to `Float`; numbers too large for `Float` become infinities.
  ///
  /// - Parameter path: The path of the file to replace or create.
  /// - Throws: ``FormatError`` if the extension names no such format, or the file cannot be
  ///   written.
  public func write(to path: String) throws(FormatError) {
    try ResultFile.stage(span, replacing: path).commit()
  }
}
