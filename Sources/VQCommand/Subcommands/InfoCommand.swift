internal import VQFormats
internal import VectorQuantization

/// `vq info`: what files hold, or, without any, what this machine computes with.
struct InfoCommand: Subcommand {
  private let files: [String]
  private let selection: TableSelection

  static let syntax = Syntax(
    name: "info",
    summary: "say what files hold, or what this machine computes with",
    operands: .any("FILE"),
    usage: "[FILE...] [options]",
    options: TableSelection.options,
    example: "vq info observations.npy codebook.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    files = arguments.operands
    selection = try TableSelection(arguments)
  }

  var inputs: InputPaths { InputPaths() }

  func run(_ console: Console) throws {
    try console.output(files.isEmpty ? Self.machine() : contents(console))
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

  private func contents(_ console: Console) throws(FormatError) -> String {
    var table = TextTable(
      heading: [
        "file", "element type", "byte order", "order", "access", "rows", "columns", "bytes",
      ], wordColumnCount: 5)
    var notes = ""
    for path in files {
      try selection.check(FileFormat(extensionOf: path), of: path)
      guard FileFormat(extensionOf: path) == .npz else {
        table.rows.append(try row(on: path, console))
        continue
      }
      // An archive is worth listing even if some of its arrays cannot be read.
      for name in try NPZFile(opening: path).memberNames {
        let member = "\(path):\(name)"
        do {
          table.rows.append(try row(on: member, console))
        } catch {
          table.rows.append([member, "-", "-", "-", "none", "-", "-", "-"])
          notes += "\n\(error)\n"
        }
      }
    }
    return table.text + notes
  }

  private func row(on path: String, _ console: Console) throws(FormatError) -> [String] {
    let file = try ObservationFile(opening: path, selecting: selection)
    console.note(file.warnings)
    let access =
      switch file.access {
      case .mapped: file.isDirect ? "in place" : "widened"
      case .parsed: "parsed"
      case .decoded: "decoded"
      }
    let counts = [
      file.rowCount, file.columnCount,
      file.rowCount * file.columnCount * file.elementType.byteCount,
    ]
    return [
      path, file.elementType.rawValue,
      file.access == .parsed ? "text" : Self.byteOrder(of: file.layout),
      Self.order(of: file.layout), access,
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
