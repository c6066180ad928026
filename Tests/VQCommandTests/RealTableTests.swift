import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// A table from a user is read as it is, and written with its clusters.
@Suite struct RealTableTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func write(_ text: String, _ name: String) throws -> String {
    try place.write(text.utf8, to: name)
  }

  // MARK: Results in the table

  @Test(
    "writes the table, byte for byte, with clusters and distances",
    arguments: [
      (
        "# note\r\nname;x;y\r\n\r\n\"a;\"\"b\";1,50;2\r\nc;NA;3\r\nd;1,5;2\r\n;;\r\n",
        "# note\r\nname;x;y;cluster;distance\r\n\r\n\"a;\"\"b\";1,50;2;0;0,0\r\nc;NA;3;;\r\nd;1,5;2;0;0,0\r\n;;\r\n"
      ),
      ("1,2\n1,2", "1,2,0,0.0\n1,2,0,0.0"),
      ("x,y\n1,2,\n1,2,\n", "x,y,,cluster,distance\n1,2,,0,0.0\n1,2,,0,0.0\n"),
      ("x y\n1 2 \n1 2\n", "x y cluster distance\n1 2  0 0.0\n1 2 0 0.0\n"),
      ("\u{FEFF}x\ty\n1\t2\n", "\u{FEFF}x\ty\tcluster\tdistance\n1\t2\t0\t0.0\n"),
      (
        "\"x\",\"y\"\n\"r1\",1,2\n\"r2\",1,2\n",
        "\"x\",\"y\",cluster,distance\n\"r1\",1,2,0,0.0\n\"r2\",1,2,0,0.0\n"
      ),
    ])
  func writesTheTableAgain(_ text: String, _ expected: String) throws {
    let path = try write(text, "table.csv")
    let outcome = run([
      "fit", path, "--k", "1", "--missing-rows", "skip", "--output", place.path("out.csv"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try place.text("out.csv") == expected)
  }

  /// `-` is standard input for reading, and a file of that name for writing.
  @Test func writesAFileOfAnyName() throws {
    _ = try write("x,y\n1,2\n1,2\n", "table.csv")
    let script = "vq fit table.csv --k 1 --output - > /dev/null && cat ./-"
    let outcome = try Program.shell(script, in: place.path(""))
    #expect(outcome.output == "x,y,cluster,distance\n1,2,0,0.0\n1,2,0,0.0\n")
  }

  @Test func refusesATableThatHasClustersAlready() throws {
    let path = try write("x,cluster\n1,0\n2,1\n", "table.csv")
    let outcome = run(["fit", path, "--k", "1", "--output", place.path("out.csv")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("has a column \"cluster\" already"))
    #expect(try place.names == ["table.csv"])
  }

  @Test("refuses results with the name of a compressed file", arguments: ["codes", "output"])
  func refusesCompressedResults(_ option: String) throws {
    let path = try write("x,y\n1,2\n3,4\n", "table.csv")
    let outcome = run(["fit", path, "--k", "1", "--\(option)", place.path("out.csv.gz")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("leave out .gz"))
    #expect(try place.names == ["table.csv"])
  }

  @Test("explains why a table cannot be read in tiles, with any options")
  func refusesTablesInTiles() throws {
    let path = try write("x,y\n1,2\n3,4\n", "table.csv")
    let outcome = run(["fit", path, "--k", "1", "--memory", "1G", "--missing-rows", "skip"])
    #expect(outcome.errors.contains("cannot be read a tile at a time"))
  }

  @Test("notes a column of row numbers unless columns are chosen")
  func notesAnIndexOnce() throws {
    let path = try write("id,x,y\n1,2.5,3\n2,4,1\n3,1,1\n", "table.csv")
    let fit = ["fit", path, "--k", "1"]
    #expect(run(fit).errors.contains("numbers the rows"))
    #expect(!run(fit + ["--columns", "x,y"]).errors.contains("numbers the rows"))
  }

  @Test func writesArraysAsTables() throws {
    let path = try place.write([[1, 2], [3, 4]] as Matrix<Float>, to: "obs.npy")
    let outcome = run(["fit", path, "--k", "1", "--output", place.path("out.csv")])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try place.text("out.csv")
        == "feature 1,feature 2,cluster,distance\n1,2,0,1.4142135\n3,4,0,1.4142135\n")
  }

  @Test func keepsCodesAndLabelsInStepWithGaps() throws {
    let path = try write("id,x,y\na,1,2\nb,,3\nc,1,2\n", "table.csv")
    let fit = ["fit", path, "--k", "1", "--missing-rows", "skip"]
    let labelled = run(fit + ["--labels-column", "id", "--codes", place.path("codes.csv")])
    #expect(labelled.status == 0, "\(labelled.errors)")
    #expect(labelled.errors.contains("left out 1 of 3 rows"))
    #expect(try place.text("codes.csv") == "id,code\na,0\nb,-1\nc,0\n")
    #expect(run(fit + ["--distances", place.path("far.npy")]).status == 0)
    let distances = try place.matrix("far.npy", of: Double.self).elements
    #expect(distances.count == 3 && distances[0] == 0 && distances[1].isNaN)
  }

  @Test func takesSeveralLabels() throws {
    let path = try write("id,x,kind\na,1,u\nb,2,v\n", "table.csv")
    let outcome = run([
      "fit", path, "--k", "1", "--labels-column", "id", "--labels-column", "kind", "--codes",
      place.path("codes.csv"),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try place.text("codes.csv") == "id,kind,code\na,u,0\nb,v,0\n")
  }

  // MARK: Columns are matched by name

  @Test("matches columns by name", arguments: ["y,x\n2,1\n40,30\n", "z,y,x\n9,2,1\n8,40,30\n"])
  func pairsByName(_ text: String) throws {
    let book = try write("x,y\n1,2\n30,40\n", "book.csv")
    let data = try write(text, "data.csv")
    let codes = place.path("codes.npy")
    #expect(run(["assign", data, "--codebook", book, "--codes", codes]).status == 0)
    #expect(try place.codes("codes.npy") == [0, 1])
    let started = run(["fit", data, "--start", book, "--report", "json"])
    #expect(try started.report()["inertia"] as? Double == 0)
  }

  @Test func pairsScalesByName() throws {
    let data = try write("x,y\n1,10\n3,50\n", "data.csv")
    let other = try write("y,x\n10,1\n50,3\n", "other.csv")
    let scale = place.path("scale.csv")
    let outputs = ["white.csv", "other-white.csv", "back.csv"].map(place.path)
    #expect(run(["whiten", data, "--output", outputs[0], "--scale", scale]).status == 0)
    #expect(try place.text("scale.csv") == "x,y\n1.0,20.0\n")
    #expect(run(["whiten", other, "--output", outputs[1], "--scale-from", scale]).status == 0)
    #expect(try place.text("other-white.csv") == "x,y\n1.0,0.5\n3.0,2.5\n")
    #expect(run(["unwhiten", outputs[1], "--scale", scale, "--output", outputs[2]]).status == 0)
    #expect(try place.text("back.csv") == "x,y\n1.0,10.0\n3.0,50.0\n")
  }

  @Test func goesOnFromACheckpointByName() throws {
    let rows = (0..<200).map { ($0 % 7, $0 * $0 % 31) }
    let data = try write("x,y\n" + rows.map { "\($0.0),\($0.1)\n" }.joined(), "data.csv")
    let other = try write("y,z,x\n" + rows.map { "\($0.1),5,\($0.0)\n" }.joined(), "other.csv")
    let state = place.path("state.vq")
    let fit = ["--k", "5", "--seed", "1", "--report", "json"]
    let whole = try run(
      ["fit", data, "--checkpoint", state, "--checkpoint-every", "0.001ms"] + fit
    ).report()
    let resumed = run(["fit", other, "--resume", state] + fit)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try resumed.report()["inertia"] as? Double == whole["inertia"] as? Double)
    #expect(try resumed.report()["columnNames"] as? [String] == ["x", "y"])
  }

  @Test func notesWholeNumbersReadAsFractions() throws {
    let bytes = [2, 7, 900, 2, 5, 12].flatMap { (number: Int32) in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    let path = try place.write(bytes, to: "codes.fvecs")
    #expect(run(["info", path]).errors.contains("give --format ivecs"))
    let outcome = run(["info", path, "--format", "ivecs"])
    #expect(outcome.output.contains("int32") && outcome.errors == "")
  }

  @Test func refusesOtherNames() throws {
    let book = try write("x,y\n1,2\n", "book.csv")
    let data = try write("x,z\n1,2\n", "data.csv")
    let outcome = run(["assign", data, "--codebook", book])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("data.csv has no column \"y\""))
    let chosen = run(["assign", data, "--codebook", book, "--columns", "x,z"])
    #expect(chosen.status == 1)
    #expect(chosen.errors.contains("book.csv has the columns x, y, and"))
    let unnamed = try place.write([[1, 2]] as Matrix<Double>, to: "book.npy")
    #expect(run(["assign", data, "--codebook", unnamed]).status == 0)
  }

  // MARK: Scales

  /// A table of ages and incomes: without whitening, its clusters depend on income alone.
  private func people() throws -> String {
    let rows = (0..<40).map { row in
      "\(row % 2 == 0 ? 20 : 70),\(20_000 + 1_500 * (row / 2))\n"
    }
    return try write("age,income\n" + rows.joined(), "people.csv")
  }

  @Test(
    "notes columns that differ more than tenfold",
    arguments: ["fit", "kmeans", "kmeans2", "choose-k"])
  func notesScales(_ command: String) throws {
    let path = try people()
    let k = command == "choose-k" ? ["--to", "3"] : ["--k", "2"]
    let note = "\"income\" varies "
    #expect(run([command, path] + k).errors.contains(note))
    #expect(!run([command, path, "--whiten"] + k).errors.contains(note))
  }

  @Test func clustersWhitenedAndWritesOriginalUnits() throws {
    let path = try people()
    let outcome = run([
      "fit", path, "--k", "2", "--seed", "1", "--whiten", "--codebook", place.path("book.csv"),
      "--codes", place.path("codes.npy"), "--report", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let ages = try TableReader.read(place.path("book.csv")).observations.elements.enumerated()
      .filter { $0.offset.isMultiple(of: 2) }.map(\.element).sorted()
    #expect(abs(ages[0] - 20) < 1e-9 && abs(ages[1] - 70) < 1e-9)
    let codes = try place.codes("codes.npy")
    #expect(codes.indices.allSatisfy { codes[$0] == codes[$0 % 2] })

    let scale = place.path("scale.csv")
    let white = ["whiten", path, "--output", place.path("w.npy"), "--scale", scale]
    #expect(run(white).status == 0)
    let rules = [["--whiten"], ["--scale-from", scale]]
    for rule in rules {
      let book = place.path("book.csv")
      let assigned = run(
        ["assign", path, "--codebook", book, "--codes", place.path("again.npy")] + rule)
      #expect(assigned.status == 0, "\(assigned.errors)")
      #expect(try place.codes("again.npy") == codes)
    }
  }

  // MARK: Pipes and formats

  @Test(
    "reads standard input in any format",
    arguments: ["cat table.csv", "gzip -c table.csv", "cat array.npy", "gzip -c array.npy"])
  func readsStandardInput(_ command: String) throws {
    _ = try write("x,y\n1,2\n3,4\n", "table.csv")
    _ = try place.write([[1, 2], [3, 4]] as Matrix<Double>, to: "array.npy")
    let script = "\(command) | vq fit - --k 1 --codebook out.csv > /dev/null && cat out.csv"
    let outcome = try Program.shell(script, in: place.path(""))
    #expect(outcome.output.hasSuffix("2.0,3.0\n"), "\(outcome.output)")
  }

  @Test(
    "names formats that it does not read",
    arguments: [
      (Array("PAR1\u{15}\u{4}\u{15}\u{0}".utf8), "t.csv", "Parquet"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "t.csv.xz", "xz -dc"),
      (
        Array("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n".utf8),
        "t.csv", "Git LFS"
      ),
      (Array("<!DOCTYPE html>\n<html><body></body></html>\n".utf8), "t.csv", "HTML"),
      (Array("{\"a\": [1, 2]}\n".utf8), "t.json", "JSON"),
    ] as [([UInt8], String, String)])
  func namesForeignFormats(_ bytes: [UInt8], _ name: String, _ words: String) throws {
    let outcome = run(["fit", try place.write(bytes, to: name), "--k", "2"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }
}
