internal import Foundation

/// Gives damaged files to every reader: each must open a file or report an error, whatever the file
/// contains.
///
/// Each reader runs in its own process, so that crashes and hangs are noticed.
@main struct Fuzz {
  private static let usage = """
    usage: vq-fuzz [READER ...] [--seconds 10] [--seed N] [--keep FOLDER]
           vq-fuzz READER --replay FILE

    Gives damaged files to each reader for the given time. If a reader crashes, hangs, uses more
    memory than its file justifies, or reports an error that is not one line with the file and
    what to do, the file is kept for --replay. Readers:
    \(FuzzedReader.allCases.map(\.rawValue).joined(separator: ", ")).

    """

  static func main() {
    do {
      exit(try run(Array(CommandLine.arguments.dropFirst())))
    } catch {
      say("vq-fuzz: \(error)\n")
      exit(1)
    }
  }

  private static func run(_ words: [String]) throws -> Int32 {
    var (readers, options) = ([FuzzedReader](), [String: String]())
    var words = words[...]
    while let word = words.popFirst() {
      if let reader = FuzzedReader(rawValue: word) {
        readers.append(reader)
      } else if ["--seconds", "--seed", "--keep", "--replay", "--within"].contains(word),
        let value = words.popFirst()
      {
        options[word] = value
      } else {
        say(usage)
        return 64
      }
    }
    if readers.isEmpty { readers = FuzzedReader.allCases }
    let seconds = options["--seconds"].flatMap(Int.init) ?? 10
    let seed = options["--seed"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1 << 32)
    if let path = options["--replay"] { return try replay(path, to: readers[0]) }
    if let folder = options["--within"] {
      let campaign = Campaign(
        reader: readers[0], seed: seed, time: .seconds(seconds), folder: folder)
      let (summary, isGood) = try campaign.run()
      say("\(readers[0]): \(summary)\n")
      return isGood ? 0 : 1
    }
    let results = try readers.map { reader in
      if let obstacle = reader.obstacle {
        say("\(reader): SKIPPED, since \(obstacle)\n")
        return true
      }
      let keep = options["--keep"] ?? "."
      return try Guardian(seed: seed, seconds: seconds, keep: keep).watch(reader)
    }
    return results.allSatisfy(\.self) ? 0 : 1
  }

  private static func replay(_ path: String, to reader: FuzzedReader) throws -> Int32 {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let verdict = Trial(reader: reader, path: path, bytes: bytes).run()
    say("\(reader): \(verdict)\n")
    if case .failure = verdict { return 1 }
    return 0
  }

  static func say(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}
