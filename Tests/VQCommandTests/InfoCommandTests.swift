import Testing
import VQTestSupport
import VectorQuantization

/// `vq info` describes files, and this machine.
@Suite struct InfoCommandTests {
  @Test func saysWhatFilesHold() throws {
    let place = try TemporaryFolder()
    let observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let codes = place.path("codes.npy")
    #expect(run(["fit", observations, "--k", "2", "--codes", codes]).status == 0)

    let outcome = run(["info", observations, codes])
    #expect(outcome.status == 0)
    let fields = outcome.output.split(separator: "\n").map { $0.split(separator: " ") }
    #expect(
      fields.dropFirst().map { $0.dropFirst().joined(separator: " ") } == [
        "float32 little-endian by row in place 200 3 2,400",
        "int32 little-endian by row widened 200 1 800",
      ])
  }

  @Test func saysHowNumbersAreStored() throws {
    let place = try TemporaryFolder()
    let observations = try place.write(Matrix<Float>.heaps, to: "obs.fvecs")
    let bytes = place.path("bytes.npy")
    #expect(
      run(["generate", "--n", "9", "--d", "2", "--type", "uint8", "--output", bytes]).status == 0)
    let lines = run(["info", observations, bytes]).output.split(separator: "\n").dropFirst()
    let fields = lines.map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
    #expect(
      fields == [
        "float32 little-endian records in place 200 3 2,400", "uint8 - by row widened 9 2 18",
      ])
  }

  @Test func saysHowATableIsRead() throws {
    let place = try TemporaryFolder()
    let path = try place.write("id;x;kind\n7;1,5;a\n9;NA;b\n8;2,5;a\n".utf8, to: "table.txt")
    let output = run(["info", path]).output
    for words in [
      "table.txt: a table in text of 3 rows and 3 columns", "separator      semicolon",
      "decimal mark   comma", "header         yes",
    ] {
      #expect(output.contains(words))
    }
    let rows = output.split(separator: "\n").suffix(3).map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(
      rows == [
        "1 id numeric 0 7.00000 9.00000 8.00000 0.816497 7; 9; 8",
        "2 x numeric 1 1.50000 2.50000 2.00000 0.500000 1,5; 2,5",
        "3 kind text 0 - - - - a; b",
      ])
  }

  @Test("shows names that are not UTF-8 as Latin-1, also in the reasons")
  func showsLatin1() throws {
    let place = try TemporaryFolder()
    let path = try place.write([0x67, 0x72, 0xF6, 0xDF, 0x65, 0x0A, 0x31, 0x0A], to: "l.csv")
    let output = run(["info", path]).output
    #expect(output.contains("größe"))
    #expect(!output.contains("\u{FFFD}"))
  }

  @Test func saysWhatIsGoodBeforeWhatIsBad() throws {
    let place = try TemporaryFolder()
    let good = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let outcome = run(["info", good, place.path("none.npy")])
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("obs.npy"))
    #expect(outcome.errors.contains("none.npy"))
  }

  @Test func saysWhatTheMachineComputesWith() {
    let outcome = run(["info"])
    #expect(outcome.status == 0)
    #expect(KernelSet.available.allSatisfy { outcome.output.contains($0.name) })
    #expect(outcome.output.contains("workers"))
    #expect(outcome.output.contains("version"))
  }
}
