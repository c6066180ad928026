import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Columns are chosen, labels appear next to results, and clusters are written to files.
@Suite struct TableCommandTests {
  private let place: TemporaryFolder
  private let table: String

  init() throws {
    place = try TemporaryFolder()
    table = try place.write(
      #"""
      plant,width,height,kind
      "A1, north",5,1,rose
      A2,5,2,rose
      "B ""1""",60,41,fir
      B2,60,42,fir

      """#.utf8, to: "plants.csv")
  }

  private let chosen = ["--columns", "width,height", "--labels-column", "plant"]

  @Test("writes each code next to its label", arguments: ["fit", "kmeans", "kmeans2"])
  func keepsLabels(_ command: String) throws {
    let outcome = run(
      [command, table, "--k", "2", "--init", "plusplus"].filter {
        command != "kmeans" || !["--init", "plusplus"].contains($0)
      } + chosen + [
        "--seed", "1", "--codes", place.path("codes.csv"), "--distances", place.path("far.tsv"),
        "--codebook", place.path("book.csv"),
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = try place.text("codes.csv").split(separator: "\n")
    let codes = lines.compactMap(\.last)
    #expect(
      lines.map { $0.dropLast() }
        == ["plant,cod", "\"A1, north\",", "A2,", "\"B \"\"1\"\"\",", "B2,"])
    #expect(codes[1] == codes[2] && codes[3] == codes[4] && codes[1] != codes[3])
    #expect(try place.text("far.tsv").hasPrefix("plant\tdistance\nA1, north\t0.5\n"))
    #expect(try place.text("book.csv").hasPrefix("width,height\n"))
  }

  @Test("writes a file for each cluster", arguments: ["assign", "fit"])
  func splitsByCluster(_ command: String) throws {
    let book = try place.write("60,41.5\n1000,1000\n5,1.5\n".utf8, to: "book.csv")
    let start = command == "fit" ? ["--start", book, "--empty", "keep"] : ["--codebook", book]
    let outcome = run(
      [command, table] + start + chosen + ["--split-by-cluster", place.path("clusters")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try place.text("clusters/cluster-000.csv")
        == "plant,width,height,kind\n\"B \"\"1\"\"\",60,41,fir\nB2,60,42,fir\n")
    #expect(try place.text("clusters/cluster-001.csv") == "plant,width,height,kind\n")
    #expect(
      try place.text("clusters/cluster-002.csv")
        == "plant,width,height,kind\n\"A1, north\",5,1,rose\nA2,5,2,rose\n")
    #expect(try place.names == ["book.csv", "clusters", "plants.csv"])
  }

  @Test func splitsArraysInTheirScalar() throws {
    let heaps = Matrix<Float>.heaps
    let path = try place.write(heaps, to: "obs.npy")
    let outcome = run([
      "fit", path, "--k", "3", "--codes", place.path("codes.npy"), "--split-by-cluster",
      place.path("clusters"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let codes = try place.codes("codes.npy")
    for code in 0..<3 {
      let cluster = try place.matrix("clusters/cluster-00\(code).npy", of: Float.self)
      #expect(cluster == heaps.rows(at: codes.indices.filter { codes[$0] == code }))
    }
  }

  @Test func whitensBesideLabels() throws {
    let outcome = run(["whiten", table] + chosen + ["--output", place.path("white.csv")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try place.text("white.csv").hasPrefix("plant,width,height\n\"A1, north\","))
  }

  @Test func keepsLabelsOnTheWayBack() throws {
    let (codes, book) = (place.path("codes.csv"), place.path("book.csv"))
    let labels = ["--labels-column", "plant"]
    let scale = try place.write("2\n0.5\n".utf8, to: "scale.csv")
    let fit = ["fit", table, "--k", "2", "--seed", "1", "--codes", codes, "--codebook", book]
    let steps = [
      fit + chosen,
      ["decode", codes, "--codebook", book, "--output", place.path("near.csv")] + labels,
      ["unwhiten", place.path("near.csv"), "--scale", scale, "--output", place.path("units.csv")]
        + labels,
      ["sample", place.path("units.csv"), "--count", "4", "--output", place.path("all.csv")]
        + labels,
    ]
    for step in steps { #expect(run(step).status == 0, "\(run(step).errors)") }
    #expect(
      try place.text("near.csv").hasPrefix("plant,width,height\n\"A1, north\",5.0,1.5\nA2,"))
    #expect(
      try place.text("units.csv").hasPrefix("plant,width,height\n\"A1, north\",10.0,0.75\nA2,"))
    #expect(try place.text("all.csv") == place.text("units.csv"))
  }

  @Test func looksAtChosenColumns() throws {
    let outcome = run(["sample", table, "--fraction", "1", "--output", place.path("a.csv")])
    #expect(outcome.errors.contains("left out 2 columns without numbers: plant, kind"))
    #expect(try place.text("a.csv").hasPrefix("width,height\n5.0,1.0\n"))
    let chosen = ["--columns", "2,height", "--output", place.path("b.csv")]
    #expect(run(["sample", table, "--fraction", "1"] + chosen).errors == "")
  }

  @Test(
    "requires a text file for labels",
    arguments: [
      ["fit", "--k", "2", "--codes"], ["fit", "--k", "2", "--distances"], ["whiten", "--output"],
    ])
  func wantsTextForLabels(_ words: [String]) {
    let outcome = run(
      [words[0], table] + words.dropFirst() + [place.path("out.npy"), "--labels-column", "plant"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("out.npy cannot hold labels; end the name in .csv or .tsv"))
  }

  @Test("columns can be chosen only in tables", arguments: ["fit", "whiten", "info"])
  func choosesColumnsOfTablesOnly(_ command: String) throws {
    let path = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let more = ["fit": ["--k", "2"], "whiten": ["--output", place.path("w.csv")]]
    let outcome = run([command, path, "--columns", "1"] + (more[command] ?? []))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("obs.npy is not a table in text"))
  }

  @Test func wantsAnEmptyFolder() throws {
    let outcome = run(
      ["fit", place.path("none.csv"), "--k", "2", "--split-by-cluster", place.path("")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("is a folder that is not empty"))
  }

  @Test func wantsNotTooManyClusters() {
    let outcome = run(
      ["fit", table, "--k", "100001", "--split-by-cluster", place.path("clusters")] + chosen)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("--split-by-cluster cannot write 100,001 files"))
  }

  @Test func leavesNoFolderIfAnOutputFails() throws {
    let full = try place.link("full.csv", to: "/dev/full")
    let outcome = run(
      ["fit", table, "--k", "2", "--codes", full, "--split-by-cluster", place.path("clusters")]
        + chosen)
    #expect(outcome.status == 1)
    #expect(try place.names == ["full.csv", "plants.csv"])
  }
}
