internal import Foundation
internal import VQFormats
internal import VQPlot
internal import VectorQuantization

/// Complete files and folders that are not yet in their final places.
///
/// If one of them cannot be written, none of them appears.
struct StagedFiles {
  /// Holds a value that cannot be copied, so that an array can hold it.
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

  /// Moves all files and folders to their places, in the order in which they were added.
  ///
  /// If one cannot be moved, the earlier ones stay, and it and the later ones are removed.
  func commit() throws(FormatError) {
    for box in boxes {
      try box.file.take()?.commit()
      try box.folder.take()?.commit()
    }
  }
}

/// The codebook, codes and distances that are written as results.
struct Assignment<Scalar: VectorScalar>: Sendable {
  let codebook: Matrix<Scalar>
  let codes: [Int32]
  /// The distance of each observation to its centroid; empty if distances were not requested.
  let distances: [Scalar]
}

/// The result files that the command line requests.
struct Outputs: Sendable {
  let codebook: String?
  let codes: String?
  let distances: String?
  /// The input table, with codes and distances added.
  let table: String?
  /// The folder that gets one file of observations for each cluster.
  let clusters: String?
  let plot: String?

  /// Whether distances are written.
  var needsDistances: Bool { distances != nil || table != nil }

  /// Reads the options `--codes`, `--distances`, `--output`, `--split-by-cluster` and `--plot`, and
  /// `--codebook` if it is an output.
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

  /// All paths that were given.
  var paths: [String] { [codebook, codes, distances, table, clusters, plot].compactMap(\.self) }

  /// Checks before the work that the results can be written.
  ///
  /// - Parameter observations: The file of observations.
  /// - Throws: ``FormatError`` if an extension does not fit the numbers, a file cannot be created,
  ///   or the observations cannot be read again although a result needs it.
  func checkWritable(from observations: String) throws(FormatError) {
    try Self.checkWritable([codebook, distances])
    try Self.checkWritable([codes], holding: .int32)
    if let table {
      try FileFormat.checkUncompressed(table)
      guard [.csv, .tsv, nil].contains(FileFormat(extensionOf: table)) else {
        throw .invalid(
          path: table, place: nil, problem: "cannot hold a table",
          mend: "end the name in .csv or .tsv")
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

  /// Checks before the work that there are not too many clusters for `--split-by-cluster`.
  func check(clusterCount: Int) throws(CommandError) {
    guard clusters != nil, clusterCount > ClusterFolder.clusterLimit else { return }
    throw .failure(
      "--split-by-cluster cannot write \(Figures.grouped(clusterCount)) files; leave it out, or "
        + "use at most \(Figures.grouped(ClusterFolder.clusterLimit)) clusters")
  }

  /// Draws the clusters, if a plot was requested.
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

  /// Writes all requested results, or none.
  ///
  /// - Parameters:
  ///   - found: The results.
  ///   - session: The session of the observations.
  ///   - drawing: The plot, if one was requested.
  /// - Throws: ``FormatError`` if a file cannot be written; then no file is written.
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
  /// Throws if two results name the same file, even by different paths.
  static func checkDistinct(_ paths: [String?]) throws(CommandError) {
    var names: [String: String] = [:]
    for path in paths.compactMap(\.self) {
      guard let other = names.updateValue(path, forKey: place(of: path)) else { continue }
      let what = other == path ? "\(path) is" : "\(other) and \(path) are the same file,"
      throw .usage("\(what) named for two outputs; give each output its own file")
    }
  }

  /// Resolves the links in a path of a file, which need not exist.
  private static func place(of path: String) -> String {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().resolvingSymlinksInPath()
    return folder.appending(path: url.lastPathComponent).resolvingSymlinksInPath().path
  }

  /// Checks that result files can be written.
  ///
  /// - Parameters:
  ///   - paths: The files.
  ///   - elementType: The type of the numbers; by default float64, for results in any scalar type.
  /// - Throws: ``FormatError`` if an extension does not fit the numbers, or a file cannot be
  ///   created.
  static func checkWritable(
    _ paths: [String?], holding elementType: ElementType = .float64
  ) throws(FormatError) {
    for path in paths.compactMap(\.self) {
      _ = try FileFormat(ofResult: path, holding: elementType)
      try AtomicFile.checkReplaceable(path)
    }
  }
}
