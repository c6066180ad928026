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
    try console.output(files.isEmpty ? Self.machine() : contents())
  }

  private static func machine() throws(ClusteringError) -> String {
    let available = KernelSet.available.map(\.name).joined(separator: ", ")
    var report = Report()
    report.add("version", "version", .text(Command.version))
    report.add("available", "kernel sets", .text(available))
    report.add("kernels", "kernels", .text(try KernelSet.preferred().name))
    report.add("workers", "workers", .count(KMeans(clusterCount: 1).workerLimit))
    return report.text(in: .table)
  }

  private func contents() throws(FormatError) -> String {
    var table = TextTable(
      heading: ["file", "element type", "rows", "columns", "bytes"], wordColumnCount: 2)
    for path in files { table.rows.append(try row(on: path)) }
    return table.text
  }

  private func row(on path: String) throws(FormatError) -> [String] {
    let format = FileFormat(extensionOf: path)
    try selection.check(format, of: path)
    switch format {
    case .csv, .tsv:
      let file = try ObservationFile(opening: path, selecting: selection)
      return Self.row(on: path, file.elementType, file.rowCount, file.columnCount)
    case .npy, nil:
      // Unlike a file of observations, this may hold codes.
      let file = try NPYFile(opening: path)
      return Self.row(on: path, file.elementType, file.rowCount, file.columnCount)
    }
  }

  private static func row(
    on path: String, _ type: ElementType, _ rows: Int, _ columns: Int
  ) -> [String] {
    let counts = [rows, columns, rows * columns * type.byteCount]
    return [path, type.rawValue] + counts.map { Figures.grouped($0) }
  }
}
