import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Numeric columns are features; row numbers, text and empty columns are not.
@Suite struct ColumnUseTests {
  private let trial: TableTrial

  init() throws { trial = try TableTrial() }

  @Test(
    "takes a column of row numbers or row names as labels",
    arguments: [
      (",x,y\n0,0.25,0.5\n1,0.75,0.125\n", ["0", "1"]), ("\"\",x\n1,5\n2,6\n", ["1", "2"]),
      ("rownames,x\n1,5\n2,6\n", ["1", "2"]), ("id,x\n1,5\n2,6\n", ["1", "2"]),
      (",x,y\n17,0.25,0.5\n4,0.75,0.125\n", ["17", "4"]), (",x\nann,1\nbob,2\n", ["ann", "bob"]),
      ("\"x\",\"y\"\n\"1\",1,2.5\n\"2\",3,4.5\n", ["1", "2"]), ("x,y\na,1,2\nb,3,4\n", ["a", "b"]),
      (",0,1\n0,0.25,0.5\n1,0.75,0.125\n", ["0", "1"]),
    ])
  func takesIndexAsLabels(_ text: String, _ labels: [String]) throws {
    let table = try trial.read(text)
    #expect(table.captions.labels.count == 1)
    #expect(
      table.captions.labels.first.map { found in (0..<found.count).map { found[$0] } } == labels)
    #expect(!(table.captions.columnNames ?? []).contains(""))
  }

  @Test(
    "treats other columns of whole numbers as features",
    arguments: ["year,x\n1,5\n2,6\n", "id,x\n9,5\n2,6\n"])
  func keepsFeatures(_ text: String) throws {
    #expect(try trial.read(text).observations.columnCount == 2)
  }

  @Test func notesWhatItLeavesOut() throws {
    let table = try trial.read(",name,x,kind,empty\n0,a,1,u,\n1,b,2,v,\n2,c,3,w,\n")
    #expect(table.observations == [[1], [2], [3]])
    #expect(table.notes.contains { $0.contains("column 1, which has no name, numbers the rows") })
    #expect(
      table.notes.contains { $0.contains("left out 3 columns without numbers: name, kind, empty") })
    let counting = try trial.read("1,5.5\n2,6.5\n3,1.5\n4,2.5\n")
    #expect(counting.observations.columnCount == 2)
    #expect(counting.notes.contains { $0.contains("--columns=-1") })
  }

  @Test(
    "chooses columns by names, numbers, ranges and exclusions",
    arguments: [
      ("a:c", ["a", "b", "c"]), ("2-4", ["a", "b", "c"]), ("-id", ["a", "b", "c"]),
      ("-id,-b", ["a", "c"]), ("c,a", ["c", "a"]), ("a:c,-b", ["a", "c"]), ("4,2", ["c", "a"]),
      ("-1", ["a", "b", "c"]), ("id,b", ["id", "b"]), ("-2-3", ["id", "c"]), ("-a:b", ["id", "c"]),
    ])
  func choosesColumns(_ line: String, _ names: [String]) throws {
    let options = ReadingOptions(features: ColumnChoice.list(line))
    let table = try trial.read("id,a,b,c,kind\n7,1,2,3,u\n9,4,5,6,v\n", options)
    #expect(table.captions.columnNames == names)
    #expect(table.notes.isEmpty)
  }

  @Test func prefersNamesToNumbersUnlessBothAreThere() throws {
    let years = "country,1970,1971\nPeru,1.5,2\nChad,3,4.5\n"
    let choice = ReadingOptions(features: ColumnChoice.list("1971"))
    #expect(try trial.read(years, choice).observations == [[2], [4.5]])
    let clash = ReadingOptions.with {
      $0.header = true
      $0.features = ColumnChoice.list("2")
    }
    #expect(
      try trial.refusal("2,1\n5,6\n7,8\n", clash).contains("by number and another one by name"))
  }

  @Test func keepsSeveralLabels() throws {
    let options = ReadingOptions(labels: [.name("id"), .name("kind")])
    let table = try trial.read("id,x,kind\na,1,u\nb,2,v\n", options)
    #expect(
      table.captions.labels == [
        TableLabels(name: "id", ["a", "b"]), TableLabels(name: "kind", ["u", "v"]),
      ])
  }

  @Test func findsColumnsByTheNamesOfAnotherTable() throws {
    let options = ReadingOptions.with { $0.pairedNames = ["y", "x"] }
    #expect(try trial.read("x,z,y\n1,9,2\n3,9,4\n", options).observations == [[2, 1], [4, 3]])
    #expect(try trial.read("1,2\n3,4\n", options).observations == [[1, 2], [3, 4]])
    #expect(try trial.refusal("x,z\n1,9\n", options).contains("has no column \"y\""))
  }

  @Test func refusesAValueInAColumnThatWasEmpty() throws {
    let rows = (0..<80_000).map { "\($0).5,1.25,\n" }.joined()
    let message = try trial.refusal("x,y,z\n\(rows)1.5,2.5,late\n")
    #expect(
      message.contains(
        "line 80002, column 3 (\"z\") is \"late\", in a column without values before"))
  }
}
