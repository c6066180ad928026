internal import VQFormats
internal import VectorQuantization

/// Gives one file to one reader.
struct Trial {
  let reader: FuzzedReader
  let path: String
  let bytes: [UInt8]

  enum Verdict: Equatable {
    case opened
    case refused
    /// The reader did something that it must not do.
    case failure(String)
  }

  /// Reads the file; returns whether the reader behaved correctly.
  func run() -> Verdict {
    let gauge = MemoryGauge()
    let outcome = Result { () throws(FormatError) in try open() }
    let (growth, limit) = (gauge.growth, reader.memoryLimit(byteCount: bytes.count))
    if growth > limit {
      return .failure(
        "took \(growth >> 20) MB for \(bytes.count) bytes, and may take \(limit >> 20)")
    }
    switch outcome {
    case .success: return .opened
    case .failure(let error): return Self.complaint(about: "\(error)", path: path) ?? .refused
    }
  }

  /// Checks an error message about a file.
  private static func complaint(about sentence: String, path: String) -> Verdict? {
    let isOneLine = sentence.unicodeScalars.allSatisfy {
      !$0.properties.generalCategory.isControl
    }
    if !isOneLine { return .failure("is not one line of text: \(sentence.debugDescription)") }
    if !sentence.contains(path) { return .failure("does not name the file: \(sentence)") }
    if !sentence.contains("; ") { return .failure("says no mend: \(sentence)") }
    if sentence.utf8.count > 1000 { return .failure("is long: \(sentence)") }
    return nil
  }

  /// All other choices of a trial depend only on the file, so that the trial can be repeated.
  private var choices: Xoshiro256 {
    var hash = BitHash()
    for byte in bytes { hash.add(UInt64(byte)) }
    return Xoshiro256(seed: hash.value, restart: 0)
  }

  private func open() throws(FormatError) {
    var choices = choices
    switch reader {
    case .npy, .npz, .fvecs, .bvecs, .ivecs:
      Self.touch(try ObservationFile(opening: path), &choices)
    case .csv, .tsv, .gz: try TableTrial(path: path).open(&choices)
    case .png, .jpeg, .netpbm: try readPicture()
    case .checkpoint: try resume()
    case .codes: try decode()
    case .rows: try readRows(&choices)
    }
  }

  // MARK: Uses of a file that opens

  /// Reads the first and the last number, and occasionally all of them.
  static func touch(_ file: borrowing ObservationFile, _ choices: inout Xoshiro256) {
    let (rows, columns) = (file.rowCount, file.columnCount)
    guard rows > 0, columns > 0 else { return }
    _ = file.stored[0, 0] + file.stored[rows - 1, columns - 1]
    guard choices.integer(below: 8) == 0, rows * columns < 1 << 16 else { return }
    let search = KMeans(clusterCount: 2, maximumIterations: 2, seed: 1, workers: 1)
    if file.scalarType == .float32 {
      _ = try? search.fit(Observations<Float>(file.stored))
      _ = file.widened(as: Float.self)
    } else {
      _ = try? search.fit(Observations<Double>(file.stored))
      _ = file.widened(as: Double.self)
    }
  }

  /// Reads a picture, and writes its metadata to another one.
  private func readPicture() throws(FormatError) {
    let file = try ImageFile(reading: path)
    let image = file.image
    precondition(image.inBytes.count == image.width * image.height * image.channelCount)
    for warning in file.warnings {
      precondition(
        warning.contains(path)
          && warning.unicodeScalars.allSatisfy { !$0.properties.generalCategory.isControl },
        "a warning is one line that names the file")
    }
    guard file.metadata != .none else { return }
    let colour = IndexedImage(
      width: 1, height: 1, indices: [0], palette: [Colour(red: 1, green: 2, blue: 3)])
    let written = path + ".png"
    try PNGWriter.stage(colour, replacing: written, metadata: file.metadata).commit()
    let warnings = try ImageFile(reading: written).warnings
    precondition(warnings.isEmpty, "what is kept is in order")
  }

  /// Does the same as `vq decode`.
  private func decode() throws(FormatError) {
    let file = try ObservationFile(opening: path)
    let book = Matrix<Float>([1, 2, 3, 4, 5, 6], columns: 2)
    guard file.columnCount == 1 else { return }
    var codes: [Int] = []
    for row in 0..<file.rowCount {
      guard let code = file.stored.wholeNumber(row: row, column: 0), (0..<3).contains(code) else {
        return
      }
      codes.append(code)
    }
    var writer = try RowWriter(
      replacing: path + ".npy", elementType: .float32, rowCount: codes.count, columnCount: 2)
    try writer.append(codes, of: StoredSpan(book.span))
    try writer.finish().commit()
  }

  /// Reads rows like `--memory`: the first and the last, or all of them.
  private func readRows(_ choices: inout Xoshiro256) throws(FormatError) {
    let file = try FileRowReader(opening: path)
    let layout = file.layout
    let mapped = try ObservationFile(opening: path).layout
    precondition(mapped == layout, "one file has one layout")
    guard layout.rowCount > 0, layout.columnCount > 0 else { return }
    var room = [UInt8](repeating: 0, count: layout.elementType.byteCount)
    for offset in [layout.offset, layout.end - room.count] {
      var span = room.mutableSpan
      precondition(file.read(from: offset, into: &span), "the file is as long as it says")
    }
    guard choices.integer(below: 4) == 0 else { return }
    let search = KMeans(clusterCount: 2, maximumIterations: 2, seed: 1, workers: 1)
    if layout.elementType.scalarType == .float32 {
      _ = try? search.fit(Observations<Float>(reading: file))
    } else {
      _ = try? search.fit(Observations<Double>(reading: file))
    }
    precondition(file.failure == nil, "the file is as long as it says")
  }

  /// Resumes from a checkpoint, if the file is one.
  private func resume() throws(FormatError) {
    for restarts in [1, 3] {
      guard let checkpoint = Checkpoint<Float>(decoding: bytes) else {
        throw .invalid(path: path, place: nil, problem: "is no checkpoint", mend: "give one")
      }
      precondition(
        Checkpoint<Float>(decoding: checkpoint.encoded) != nil, "it can be written again")
      _ = checkpoint.iterations + checkpoint.finishedRestarts
      _ = try? Self.resumableSearch(restarts: restarts).fit(
        Observations(Self.resumable.span),
        checkpointing: Checkpointing(resuming: checkpoint, isDue: { false }, save: { _ in }))
    }
  }

  static var resumable: Matrix<Float> {
    Matrix((0..<40).map { Float($0 * $0 % 17) }, columns: 2)
  }

  static func resumableSearch(restarts: Int) -> KMeans {
    return KMeans(clusterCount: 3, restarts: restarts, seed: 3, workers: 1)
  }
}

extension Unicode.GeneralCategory {
  /// Whether a character of this category ends a line or has no visible form.
  fileprivate var isControl: Bool {
    [.control, .lineSeparator, .paragraphSeparator].contains(self)
  }
}
