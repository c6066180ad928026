internal import VQFormats
internal import VectorQuantization

/// `vq decode`: replaces each code by its centroid, the approximate inverse of `vq assign`.
struct DecodeCommand: Subcommand {
  private let codes: String
  private let reading: ReadingOptions
  private let codebook: String
  private let output: String
  private let report: ReportStyle
  private let isQuiet: Bool

  private static let output = Option.text("--output", "OUT", "write the decoded observations here")
  /// The number of codes that are checked before their centroids are written.
  private static let codesAtOnce = 1 << 16

  static let syntax = Syntax(
    name: "decode",
    summary: "replace each code by its centroid",
    operands: .one("CODES"),
    usage: "CODES --codebook BOOK --output OUT [options]",
    options: [Option.codebookInput, output] + ReadingOptions.declarations + [
      Option.report, Option.quiet,
    ],
    example: "vq decode codes.npy --codebook codebook.npy --output decoded.npy")

  init(_ arguments: Arguments) throws(CommandError) {
    codes = arguments.operands[0]
    reading = try ReadingOptions(arguments)
    guard let codebook = try arguments.value(of: .codebookInput) else {
      throw .usage("name the file of centroids with --codebook")
    }
    guard let output = try arguments.value(of: Self.output) else {
      throw .usage("name the file to write with --output")
    }
    (self.codebook, self.output) = (codebook, output)
    try reading.check(labelledOutputs: [output])
    report = try arguments.value(of: Option.report)
    isQuiet = arguments.contains(Option.quiet)
  }

  var inputs: InputPaths { InputPaths(codebook: codebook) }

  func run(_ console: Console) throws {
    var session = Session(of: codes, reading, console: console)
    try Outputs.checkWritable([output])
    let book = try ObservationFile(opening: codebook)
    guard book.rowCount > 0, book.columnCount > 0 else {
      throw ClusteringError.emptyCodebook(rowCount: book.rowCount, columnCount: book.columnCount)
    }
    let file = try ObservationFile(opening: codes, options: reading)
    console.note(book.notes)
    try session.take(file)
    guard file.columnCount == 1 else {
      throw CommandError.failure("\(codes) has \(file.columnCount) columns; codes are one column")
    }

    let line = ProgressLine(on: console, isQuiet: isQuiet)
    defer { line.clear() }
    var writer = try RowWriter(
      replacing: output, elementType: book.elementType, rowCount: file.rowCount,
      columnCount: book.columnCount, isOneDimensional: book.isOneDimensional,
      captions: book.captions.labelled(by: file.captions))
    for start in stride(from: 0, to: file.rowCount, by: Self.codesAtOnce) {
      line.update {
        "decoding \(Figures.grouped(start)) of \(Figures.grouped(file.rowCount)) codes"
      }
      let rows = start..<min(file.rowCount, start + Self.codesAtOnce)
      try writer.append(centroids(rows, of: file.stored, count: book.rowCount), of: book.stored)
    }
    try writer.finish().commit()
    line.clear()

    var report = Report()
    report.add("k", "clusters", .count(book.rowCount))
    report.addOutput(
      rows: file.rowCount, columns: book.columnCount, of: book.elementType,
      seconds: session.elapsed)
    try console.output(report.text(in: self.report))
  }

  /// Reads some codes, and checks that each is a row of a codebook of `count` centroids.
  private func centroids(
    _ rows: Range<Int>, of codes: StoredSpan, count: Int
  ) throws(CommandError) -> [Int] {
    var found: [Int] = []
    found.reserveCapacity(rows.count)
    for row in rows {
      guard let code = codes.wholeNumber(row: row, column: 0), (0..<count).contains(code) else {
        let number = codes.wholeNumber(row: row, column: 0).map(String.init)
        throw .failure(
          "\(self.codes): the code in row \(row + 1) (counted from 1) is "
            + "\(number ?? "\(codes[row, 0])"); codes of \(codebook) are whole numbers from 0 to "
            + "\(count - 1)")
      }
      found.append(code)
    }
    return found
  }
}
