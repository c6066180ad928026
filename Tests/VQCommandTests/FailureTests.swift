import Testing
import VQTestSupport
import VectorQuantization

/// Invalid data gives status 1 and one error message that names the file; no output is changed.
@Suite struct FailureTests {
  private let place: TemporaryFolder
  private let good: String

  init() throws {
    place = try TemporaryFolder()
    good = try place.write(Matrix<Float>.heaps, to: "good.npy")
  }

  /// Runs a command that must fail, with outputs of which one exists, and returns its error
  /// message.
  private func failure(of arguments: [String]) throws -> String {
    let kept = try place.write([1, 2, 3], to: "codes.npy")
    let before = try place.names
    let outcome = run(
      arguments + ["--codes", kept, "--distances", place.path("distances.npy"), "--quiet"])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(outcome.errors.hasPrefix("vq \(arguments[0]): "))
    #expect(try place.names == before)
    #expect(try place.bytes("codes.npy") == [1, 2, 3])
    return outcome.errors
  }

  private static let commands = ["kmeans", "kmeans2", "fit"]

  @Test(
    "refuses files without observations or features", arguments: commands, [(0, 3), (3, 0), (0, 0)])
  func wantsObservations(_ command: String, _ size: (rows: Int, columns: Int)) throws {
    let none = Matrix<Float>(rows: size.rows, columns: size.columns) { _ in }
    let path = try place.write(none, to: "empty.npy")
    let sentence = try failure(of: [command, path, "--k", "1"])
    #expect(sentence.contains("empty.npy: the observations are \(size.rows) x \(size.columns); "))
  }

  @Test("refuses an empty codebook", arguments: commands + ["assign"], [(0, 3), (3, 0)])
  func wantsCentroids(_ command: String, _ size: (rows: Int, columns: Int)) throws {
    let none = Matrix<Double>(rows: size.rows, columns: size.columns) { _ in }
    let option = command == "assign" ? "--codebook" : "--start"
    let book = try place.write(none, to: "empty.npy")
    let sentence = try failure(of: [command, good, option, book])
    #expect(sentence.contains("empty.npy: the codebook is \(size.rows) x \(size.columns); "))
  }

  @Test("names a table without numbers", arguments: ["", "\n\n", "one,two\n"])
  func namesAnEmptyTable(_ text: String) throws {
    let path = try place.write(text.utf8, to: "empty.csv")
    #expect(try failure(of: ["fit", path, "--k", "1"]).contains("empty.csv holds no numbers"))
  }

  @Test("names the row and column of a NaN", arguments: commands + ["assign"])
  func namesANaN(_ command: String) throws {
    var observations = Matrix<Float>.heaps
    observations[17, 2] = .nan
    let path = try place.write(observations, to: "nan.npy")
    let start = command == "assign" ? ["--codebook", good] : ["--k", "3"]
    let sentence = try failure(of: [command, path] + start)
    #expect(sentence.contains("nan.npy: "))
    #expect(sentence.contains("row 18, column 3 (counted from 1)"))
  }

  @Test("refuses more clusters than observations", arguments: ["kmeans", "fit"])
  func wantsFewerClusters(_ command: String) throws {
    let sentence = try failure(of: [command, good, "--k", "201"])
    #expect(sentence.contains("good.npy: "))
    #expect(sentence.contains("201") && sentence.contains("200"))
  }

  @Test("refuses a codebook with another number of features", arguments: commands + ["assign"])
  func wantsAsManyFeatures(_ command: String) throws {
    let book = try place.write([[1, 2]] as Matrix<Float>, to: "book.npy")
    let option = command == "assign" ? "--codebook" : "--start"
    let sentence = try failure(of: [command, good, option, book])
    #expect(sentence.contains("book.npy: "))
    #expect(sentence.contains("3 features") && sentence.contains("has 2"))
  }

  @Test func namesANaNInTheCodebook() throws {
    let book = try place.write([[1, 2, 3], [1, .nan, 3]] as Matrix<Double>, to: "book.npy")
    let sentence = try failure(of: ["assign", good, "--codebook", book])
    #expect(sentence.contains("book.npy: "))
    #expect(sentence.contains("row 2, column 2 (counted from 1)"))
  }

  @Test func namesAMissingFile() throws {
    #expect(try failure(of: ["fit", place.path("none.npy"), "--k", "2"]).contains("none.npy"))
    #expect(
      try failure(of: ["fit", good, "--start", place.path("no.csv")]).contains("no.csv"))
  }

  @Test func namesATruncatedFile() throws {
    let path = try place.write(place.bytes("good.npy").dropLast(5), to: "short.npy")
    #expect(try failure(of: ["kmeans", path, "--k", "2"]).contains("short.npy ends after "))
  }

  @Test func namesARaggedLine() throws {
    let path = try place.write("1,2\n3,4\n5\n".utf8, to: "ragged.csv")
    #expect(try failure(of: ["kmeans", path, "--k", "2"]).contains("ragged.csv, line 3"))
  }

  @Test func wantsAWeightForEachObservation() throws {
    let few = try place.write([[1], [1]] as Matrix<Float>, to: "few.npy")
    #expect(
      try failure(of: ["fit", good, "--k", "2", "--weights", few])
        .contains("few.npy: there are 2 weights for 200 observations"))
    let wide = try failure(of: ["fit", good, "--k", "2", "--weights", good])
    #expect(wide.contains("good.npy has 3 columns; weights are one column"))
  }

  @Test func wantsNumbersThatTheScalarCanHold() throws {
    let large = try place.write([[1, 1, 1], [1, 1, 1e300]] as Matrix<Double>, to: "large.npy")
    let sentence = try failure(of: ["fit", good, "--start", large])
    #expect(sentence.contains("large.npy: the number in row 2, column 3 (counted from 1)"))
    #expect(sentence.contains("too large for float32"))
  }

  @Test func wantsAKernelSetThatRunsHere() throws {
    let sentence = try failure(of: ["fit", good, "--k", "2", "--kernels", "abacus"])
    #expect(sentence.contains("\"abacus\"") && sentence.contains("serial"))
  }

  @Test("refuses outputs that cannot be written", arguments: ["none/book.npy", "book.txt", "."])
  func wantsWritableOutputs(_ name: String) throws {
    let book = place.path(name)
    let sentence = try failure(of: ["fit", good, "--k", "2", "--codebook", book])
    #expect(sentence.contains(book))
  }

  /// The observations are missing too, so an error message about the output came before any work.
  @Test("checks the outputs first", arguments: commands + ["assign", "whiten"])
  func looksAtOutputsFirst(_ command: String) throws {
    let options =
      switch command {
      case "assign": ["--codebook", good, "--codes"]
      case "whiten": ["--output", place.path("white.npy"), "--scale"]
      default: ["--k", "3", "--distances", place.path("distances.npy"), "--codes"]
      }
    let output = place.path("none/output.npy")
    let outcome = run([command, place.path("none.npy")] + options + [output])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("vq \(command): cannot write \(output): "))
    #expect(try place.names == ["good.npy"])
  }

  @Test func leavesNothingIfOneOutputFails() throws {
    let full = try place.link("full.npy", to: "/dev/full")
    let sentence = try failure(of: ["fit", good, "--k", "2", "--codebook", full])
    #expect(sentence.contains("cannot write") && sentence.contains("full.npy"))
  }
}
