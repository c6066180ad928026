internal import Foundation
internal import VQFormats
internal import VQPlot
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
  /// The distance of each observation to its centroid; empty if it was not requested.
  let distances: [Scalar]
}

/// The files of results that a command was asked to write.
struct Outputs: Sendable {
  let codebook: String?
  let codes: String?
  let distances: String?
  /// The table of the observations with their codes and distances.
  let table: String?
  /// The folder for a file of observations for each cluster.
  let clusters: String?
  let plot: String?

  /// Whether the distance of each observation is to be written.
  var needsDistances: Bool { distances != nil || table != nil }

  /// Reads the options `--codes`, `--distances`, `--output`, `--split-by-cluster` and `--plot`, and
  /// `--codebook` where it is an output.
  init(_ arguments: Arguments, writesCodebook: Bool) throws(CommandError) {
    codebook = writesCodebook ? try arguments.value(of: .codebookOutput) : nil
    codes = try arguments.value(of: .codesOutput)
    distances = try arguments.value(of: .distancesOutput)
    table = try arguments.value(of: .tableOutput)
    clusters = try arguments.value(of: .clusterFolder)
    plot = try arguments.value(of: .plotOutput)
    try Self.checkDistinct(paths)
    try ReadingOptions(arguments).check(labelledOutputs: [codes, distances])
  }

  /// The paths of all that there are.
  var paths: [String] { [codebook, codes, distances, table, clusters, plot].compactMap(\.self) }

  /// Fails now if a file could not be written at the end, after all the work.
  ///
  /// - Parameter observations: The file that the results are of.
  /// - Throws: ``FormatError`` if a name ends in no format for its numbers, no file can be made, or
  ///   the observations cannot be read again where that is needed.
  func checkWritable(from observations: String) throws(FormatError) {
    try Self.checkWritable([codebook, distances])
    try Self.checkWritable([codes], holding: .int32)
    if let table {
      try FileFormat.checkUncompressed(table)
      guard [.csv, .tsv, nil].contains(FileFormat(extensionOf: table)) else {
        throw .invalid(
          path: table, place: nil, problem: "is no name of a table", mend: "end the name in .csv")
      }
      try AtomicFile.checkReplaceable(table)
      try ObservationFile.checkReadableAgain(observations, for: "--output")
    }
    if let clusters {
      try AtomicFolder.checkCreatable(clusters)
      try ObservationFile.checkReadableAgain(observations, for: "--split-by-cluster")
    }
    if let plot { try PlotFile.checkWritable(plot) }
  }

  /// Fails now if there will be more clusters than files are written for.
  func check(clusterCount: Int) throws(CommandError) {
    guard clusters != nil, clusterCount > ClusterFolder.clusterLimit else { return }
    throw .failure(
      "\(Figures.grouped(clusterCount)) clusters are too many for a file each; leave out "
        + "--split-by-cluster, or look for \(Figures.grouped(ClusterFolder.clusterLimit)) at most")
  }

  /// Draws the clusters of the observations in a file, if a plot was asked for.
  func draw<Scalar: VectorScalar>(
    _ observations: Observations<Scalar>, codes: [Int32], centroids: Matrix<Scalar>,
    for session: Session
  ) throws(ClusteringError) -> Drawing? {
    guard plot != nil else { return nil }
    let file = session.path.split(separator: "/").last.map(String.init) ?? session.path
    let counts = [
      Figures.counted(observations.rowCount, "observation"),
      Figures.counted(centroids.rowCount, "cluster"),
    ]
    var plot = ClusterPlot(title: "\(file): \(counts.joined(separator: ", "))")
    plot.featureNames = session.captions.columnNames
    return try plot.drawing(of: observations, codes: codes, centroids: centroids)
  }

  /// Writes what was asked for.
  ///
  /// - Parameters:
  ///   - found: The results.
  ///   - session: The observations that they are of.
  ///   - drawing: The plot, if there is to be one.
  /// - Throws: ``FormatError`` if a file cannot be written; then none is.
  func write<Scalar: VectorScalar>(
    _ found: Assignment<Scalar>, for session: Session, plot drawing: Drawing?
  ) throws(FormatError) {
    var staged = StagedFiles()
    let captions = session.omitted.filled(session.captions)
    if let codebook {
      staged.add(
        try ResultFile.stage(
          found.codebook.span, captions: captions.ofColumns,
          oneDimensional: session.isOneDimensional, replacing: codebook))
    }
    if let codes {
      let all = session.omitted.filled(found.codes, with: -1)
      staged.add(
        try ResultFile.stage(all.span, captions: captions.besideLabels("code"), replacing: codes))
    }
    if let distances {
      let all = session.omitted.filled(found.distances, with: .nan)
      staged.add(
        try ResultFile.stage(
          all.span, captions: captions.besideLabels("distance"), replacing: distances))
    }
    if let table { staged.add(try stageTable(found, for: session, replacing: table)) }
    if let clusters { staged.add(try stageClusters(found, for: session, creating: clusters)) }
    if let plot, let drawing { staged.add(try PlotFile.stage(drawing, replacing: plot)) }
    try staged.commit()
  }

  private func stageTable<Scalar: VectorScalar>(
    _ found: Assignment<Scalar>, for session: Session, replacing path: String
  ) throws(FormatError) -> AtomicFile {
    if session.isTable {
      return try AnnotatedTable(
        of: session.path, options: session.reading, omitted: session.omitted
      ).stage(codes: found.codes, distances: found.distances, replacing: path)
    }
    let file = try ObservationFile(opening: session.path, options: session.reading)
    return try AnnotatedTable.stage(
      file.stored, names: session.captions.columnNames, codes: found.codes,
      distances: found.distances, replacing: path)
  }

  private func stageClusters<Scalar: VectorScalar>(
    _ found: Assignment<Scalar>, for session: Session, creating path: String
  ) throws(FormatError) -> AtomicFolder {
    let clusterCount = found.codebook.rowCount
    if session.isTable {
      return try ClusterFolder.stage(
        rowsOf: session.path, options: session.reading, omitted: session.omitted,
        codes: found.codes.span, clusterCount: clusterCount, creating: path)
    }
    let file = try ObservationFile(opening: session.path, options: session.reading)
    return try ClusterFolder.stage(
      file.stored, codes: found.codes.span, clusterCount: clusterCount,
      captions: session.captions, format: FileFormat(ofClustersOf: session.path), creating: path)
  }
}

extension Outputs {
  /// Fails if two results are to go to one file, be it by different names.
  static func checkDistinct(_ paths: [String?]) throws(CommandError) {
    var names: [String: String] = [:]
    for path in paths.compactMap(\.self) {
      guard let other = names.updateValue(path, forKey: place(of: path)) else { continue }
      let what = other == path ? "\(path) is" : "\(other) and \(path) are one file,"
      throw .usage("\(what) named for two outputs; give each a file of its own")
    }
  }

  /// The path of a file, which need not exist, without links.
  private static func place(of path: String) -> String {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().resolvingSymlinksInPath()
    return folder.appending(path: url.lastPathComponent).resolvingSymlinksInPath().path
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
