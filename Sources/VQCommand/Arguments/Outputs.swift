internal import VQFormats
internal import VectorQuantization

/// Files that are complete, but not in their places yet: unless all of them could be written, none
/// appears.
struct StagedFiles {
  /// An array cannot hold what must not be copied; it can hold this.
  private final class Box {
    var file: AtomicFile?

    init(_ file: consuming AtomicFile) { self.file = consume file }
  }

  private var boxes: [Box] = []

  mutating func add(_ file: consuming AtomicFile) {
    boxes.append(Box(file))
  }

  /// Puts every file in its place, in the order in which they were added.
  ///
  /// If one cannot be moved there, those before it stay, and it and those behind it are removed.
  func commit() throws(FormatError) {
    for box in boxes { try box.file.take()?.commit() }
  }
}

/// The files of results that a command was asked to write.
struct Outputs: Sendable {
  let codebook: String?
  let codes: String?
  let distances: String?

  /// Reads the options `--codes` and `--distances`, and `--codebook` where it is an output.
  init(_ arguments: Arguments, writesCodebook: Bool) throws(CommandError) {
    codebook = writesCodebook ? try arguments.value(of: .codebookOutput) : nil
    codes = try arguments.value(of: .codesOutput)
    distances = try arguments.value(of: .distancesOutput)
    try Self.checkDistinct([codebook, codes, distances])
  }

  /// Fails now if a file could not be written at the end, after all the work.
  func checkWritable() throws(FormatError) {
    try Self.checkWritable([codebook, distances])
    try Self.checkWritable([codes], holding: .int32)
  }

  /// Writes what was asked for.
  func write<Scalar: VectorScalar>(
    codebook centroids: MatrixSpan<Scalar>, oneDimensional: Bool, codes found: [Int32],
    distances measured: [Scalar]
  ) throws(FormatError) {
    var staged = StagedFiles()
    if let codebook {
      staged.add(
        try ResultFile.stage(centroids, oneDimensional: oneDimensional, replacing: codebook))
    }
    if let codes { staged.add(try ResultFile.stage(found.span, replacing: codes)) }
    if let distances { staged.add(try ResultFile.stage(measured.span, replacing: distances)) }
    try staged.commit()
  }
}

extension Outputs {
  /// Fails if two results are to go to one file.
  static func checkDistinct(_ paths: [String?]) throws(CommandError) {
    var seen: Set<String> = []
    for path in paths.compactMap(\.self) where !seen.insert(path).inserted {
      throw .usage("\(path) is named for two outputs; give each a file of its own")
    }
  }

  /// Fails if a result file could not be written.
  ///
  /// - Parameters:
  ///   - paths: The files.
  ///   - elementType: The type of the numbers to write; by default a scalar.
  /// - Throws: ``FormatError`` if a name ends in no format for such numbers, or no file can be made.
  static func checkWritable(
    _ paths: [String?], holding elementType: ElementType = .float64
  ) throws(FormatError) {
    for path in paths.compactMap(\.self) {
      _ = try FileFormat(ofResult: path, holding: elementType)
      try AtomicFile.checkReplaceable(path)
    }
  }
}
