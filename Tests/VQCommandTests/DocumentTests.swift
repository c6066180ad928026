import Foundation
import Testing
import VQTestSupport

/// The examples in the documents and in `--help` work and print what is shown.
@Suite struct DocumentTests {
  @Test(
    "examples print what the document shows",
    arguments: [
      "GettingStarted", "Command", "Formats", "Tutorials/spreadsheet", "Tutorials/palette",
      "Tutorials/choosing-k",
      "Tutorials/codebook",
    ])
  func showsWhatIsPrinted(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Docs/Guide/\(name).md")
    let transcript = Transcript(try String(contentsOf: url, encoding: .utf8))
    #expect(!transcript.steps.isEmpty)
    let place = try TemporaryFolder()
    for step in transcript.steps {
      let outcome = try Program.shell(step.script, in: place.path(""))
      let printed = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init).dropLast()
      #expect(outcome.status == 0, "\(name).md, line \(step.line): \(outcome.output)")
      guard let output = step.output else { continue }
      #expect(
        Transcript.matches(printed, output),
        "\(name).md, line \(step.line) prints\n\(outcome.output)")
    }
  }

  /// Creates small files with the names that the examples use.
  private static let files = """
    vq generate --n 1000 --k 10 --seed 7 --output observations.npy
    vq whiten observations.npy --output whitened.npy --scale scale.npy
    vq kmeans2 observations.npy --k 16 --seed 7 --codebook codebook.npy --codes codes.npy
    printf 'P3 2 2 255 250 0 0 0 250 0 0 0 250 250 250 250' > photo.ppm
    vq palette photo.ppm photo.png
    """

  @Test("the example of each help page works", arguments: HelpTests.commands)
  func givesExamplesThatWork(_ command: String) throws {
    let place = try TemporaryFolder()
    let example = try #require(run([command, "--help"]).output.split(separator: "\n").last)
    let outcome = try Program.shell("\(Self.files)\n\(example)", in: place.path(""))
    #expect(outcome.status == 0, "\(outcome.output)")
  }
}
