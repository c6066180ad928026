internal import VQFormats
internal import VectorQuantization

/// `vq info`: describes files and how they are read, or, without files, this machine.
struct InfoCommand: Subcommand {
  private let files: [String]
  private let reading: ReadingOptions

  static let syntax = Syntax(
    name: "info",
    summary: "describe files and how they are read, or this machine",
    operands: .any("FILE"),
    usage: "[FILE...] [options]",
    options: ReadingOptions.declarations,
    example: "vq info observations.npy codebook.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    files = arguments.operands
    reading = try ReadingOptions(arguments)
  }

  var inputs: InputPaths { InputPaths() }

  func run(_ console: Console) throws {
    if files.isEmpty { return try console.output(Self.machine()) }
    // If one file is invalid, the files before it are still printed, and then the error.
    var arrays = TextTable(
      heading: [
        "file", "element type", "byte order", "order", "access", "rows", "columns", "bytes",
      ], wordColumnCount: 5)
    var tables: [String] = []
    var notes: [String] = []
    let outcome = Result {
      for path in files {
        if FileFormat(extensionOf: path) == .npz {
          notes += try addArchive(path, to: &arrays)
          continue
        }
        switch try FileSummary(of: path, options: reading) {
        case .table(let summary):
          tables.append(TableDescription(path: path, summary: summary).text)
          notes += summary.notes
        case .observations(let file):
          let access = Self.word(for: file.access, isDirect: file.isDirect)
          arrays.rows.append(Self.row(on: path, file.layout, access))
          notes += file.notes
        }
      }
    }
    let parts = (arrays.rows.isEmpty ? [] : [arrays.text]) + tables
    try console.output(parts.joined(separator: "\n"))
    console.note(notes)
    try outcome.get()
  }

  private static func machine() throws(ClusteringError) -> String {
    let available = KernelSet.available.map(\.name).joined(separator: ", ")
    var report = Report()
    report.add("version", "version", .text(Release.version))
    report.add("available", "kernel sets", .text(available))
    report.add("kernels", "kernels", .text(try KernelSet.preferred().name))
    report.add("workers", "workers", .count(KMeans(clusterCount: 1).workerLimit))
    return report.text(in: .table)
  }

  /// Adds each array of an archive to the table of arrays.
  ///
  /// - Returns: Notes for the user.
  private func addArchive(
    _ path: String, to table: inout TextTable
  ) throws(FormatError) -> [String] {
    try reading.checkNoTable(path)
    var notes: [String] = []
    // Lists the archive even if some of its arrays cannot be read.
    let archive = try NPZFile(opening: path)
    for name in archive.memberNames {
      let member = "\(path):\(name)"
      do {
        // Reads only headers: checksums are verified when an array is used.
        let array = try archive.summary(ofArray: name)
        let access = Self.word(for: array.access, isDirect: array.isDirect)
        table.rows.append(Self.row(on: member, array.layout, access))
      } catch {
        table.rows.append([member, "-", "-", "-", "none", "-", "-", "-"])
        notes.append("\(error)")
      }
    }
    return notes
  }

  private static func word(for access: ObservationFile.Access, isDirect: Bool) -> String {
    switch access {
    case .mapped: isDirect ? "in place" : "widened"
    case .parsed: "parsed"
    case .decoded: "decoded"
    case .inflated: "inflated"
    }
  }

  private static func row(
    on path: String, _ layout: StorageLayout, _ access: String
  ) -> [String] {
    let counts = [
      layout.rowCount, layout.columnCount,
      layout.rowCount * layout.columnCount * layout.elementType.byteCount,
    ]
    return [
      path, layout.elementType.rawValue, byteOrder(of: layout), order(of: layout), access,
    ] + counts.map { Figures.grouped($0) }
  }

  private static func byteOrder(of layout: StorageLayout) -> String {
    if layout.elementType.byteCount == 1 { return "-" }
    return layout.isBigEndian ? "big-endian" : "little-endian"
  }

  private static func order(of layout: StorageLayout) -> String {
    if layout.columnStride > layout.rowStride { return "by column" }
    let rowByteCount = layout.columnCount * layout.elementType.byteCount
    return layout.rowStride > rowByteCount ? "records" : "by row"
  }
}
