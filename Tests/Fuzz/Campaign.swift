internal import Foundation
internal import VQFormats
internal import VectorQuantization

/// Gives damaged files to one reader until the time is up or the reader fails.
///
/// Every input is a function of the seed and its number.
struct Campaign {
  let reader: FuzzedReader
  let seed: UInt64
  let time: Duration
  /// The folder for the inputs; after a crash it contains the input that caused it.
  let folder: String

  /// Runs the campaign; returns a summary, and whether it succeeded.
  func run() throws -> (summary: String, isGood: Bool) {
    let seeds = try SeedFiles(for: reader, in: folder)
    let end = ContinuousClock.now + time
    var (count, opened) = (0, 0)
    // The first use of a format allocates memory that does not count for the reader.
    for name in reader.extensions {
      _ = try trial(seeds.of(name)[0], named: name)
    }
    while ContinuousClock.now < end {
      var mutator = Mutator(seed: seed, stream: count)
      let name = mutator.pick(reader.extensions)
      let verdict = try trial(mutator.input(from: seeds, named: name), named: name)
      count += 1
      if case .failure(let fault) = verdict { return ("input \(count) \(fault)", false) }
      if verdict == .opened { opened += 1 }
    }
    return ("\(count) inputs, of which \(opened) could be read", true)
  }

  private func trial(_ bytes: [UInt8], named name: String) throws -> Trial.Verdict {
    let path = "\(folder)/input.\(name)"
    var file = try AtomicFile(replacing: path)
    try file.write(bytes.span)
    try file.commit()
    let verdict = Trial(reader: reader, path: path, bytes: bytes).run()
    // After a failure the input stays in the folder.
    if case .failure = verdict { return verdict }
    try FileManager.default.removeItem(atPath: path)
    return verdict
  }
}
