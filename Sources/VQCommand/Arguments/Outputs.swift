internal import VQFormats
internal import VectorQuantization

/// Files and folders that are complete, but not in their places yet: unless all of them could be
/// written, none appears.
struct StagedFiles {
  /// An array cannot hold what must not be copied; it can hold this.
  private final class Box {
    var file: AtomicFile?
    var folder: AtomicFolder?

    init(_ file: consuming AtomicFile) { self.file = consume file }
    init(_ folder: consuming AtomicFolder) { self.folder = consume folder }
  }

  private var boxes: [Box] = []

  mutating func add(_ file: consuming AtomicFile) {
    boxes.append(Box(file))
  }

  mutating func add(_ folder: consuming AtomicFolder) {
    boxes.append(Box(folder))
  }

  /// Puts all in their places, in the order in which they were added.
  ///
  /// If one cannot be moved there, those before it stay, and it and those behind it are removed.
  func commit() throws(FormatError) {
    for box in boxes {
      try box.file.take()?.commit()
      try box.folder.take()?.commit()
    }
  }
}

/// What became of the observations, to be written.
struct Assignment<Scalar: VectorScalar>: Sendable {
  let codebook: Matrix<Scalar>
  let codes: [Int32]
  /// The distance of each observation to its centroid; empty if nobody asked for it.
  let distances: [Scalar]
}

/// The files of results that a command was asked to write.
struct Outputs: Sendable {
  let codebook: String?
  let codes: String?
  let distances: String?
  /// The folder for a file of observations for each cluster.
  let clusters: String?

  /// Reads the options `--codes`, `--distances` and `--split-by-cluster`, and `--codebook` where it is
  /// an output.
  init(_ arguments: Arguments, writesCodebook: Bool) throws(CommandError) {
    codebook = writesCodebook ? try arguments.value(of: .codebookOutput) : nil
    codes = try arguments.value(of: .codesOutput)
    distances = try arguments.value(of: .distancesOutput)
    clusters = try arguments.value(of: .clusterFolder)
    try Self.checkDistinct([codebook, codes, distances, clusters])
    try TableSelection(arguments).check(labelledOutputs: [codes, distances])
  }

  /// Fails now if a file could not be written at the end, after all the work.
  func checkWritable() throws(FormatError) {
    try Self.checkWritable([codebook, distances])
    try Self.checkWritable([codes], holding: .int32)
    if let clusters { try AtomicFolder.checkCreatable(clusters) }
  }

  /// Fails now if there will be more clusters than files are written for.
  func check(clusterCount: Int) throws(CommandError) {
    guard clusters != nil, clusterCount > ClusterFolder.clusterLimit else { return }
    throw .failure(
      "\(Figures.grouped(clusterCount)) clusters are too many for a file each; leave out "
        + "--split-by-cluster, or look for \(Figures.grouped(ClusterFolder.clusterLimit)) at most")
  }

  /// The format for the parts of a file: text for text, arrays for all others.
  private static func clusterFormat(of path: String) -> FileFormat {
    let format = FileFormat(extensionOf: path)
    return format == .tsv ? .tsv : format == .csv ? .csv : .npy
  }

  /// Writes what was asked for.
  ///
  /// - Parameters:
  ///   - found: The results.
  ///   - observations: What they are about.
  ///   - path: The file of the observations, whose format the files of the clusters have.
  ///   - oneDimensional: Whether that file held an array of one dimension.
  ///   - captions: The words in that file.
  /// - Throws: ``FormatError`` if a file cannot be written; then none is.
  func write<Scalar: VectorScalar>(
    _ found: Assignment<Scalar>, about observations: MatrixSpan<Scalar>, from path: String,
    oneDimensional: Bool, captions: TableCaptions
  ) throws(FormatError) {
    var staged = StagedFiles()
    if let codebook {
      staged.add(
        try ResultFile.stage(
          found.codebook.span, captions: captions.ofColumns, oneDimensional: oneDimensional,
          replacing: codebook))
    }
    if let codes {
      staged.add(
        try ResultFile.stage(
          found.codes.span, captions: captions.besideLabels("code"), replacing: codes))
    }
    if let distances {
      staged.add(
        try ResultFile.stage(
          found.distances.span, captions: captions.besideLabels("distance"), replacing: distances))
    }
    if let clusters {
      staged.add(
        try ClusterFolder.stage(
          observations, codes: found.codes.span, clusterCount: found.codebook.rowCount,
          captions: captions, format: Self.clusterFormat(of: path), creating: clusters))
    }
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
