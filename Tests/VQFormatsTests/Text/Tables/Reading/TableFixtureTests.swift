import Foundation
import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Tables are read like by Python's `csv` module, wherever the text is cut.
@Suite struct TableFixtureTests {
  private struct Table: Decodable {
    let text: String
    let isTSV: Bool
    let names: [String]
    let labels: [String]
    let numbers: [[String]]
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("reads what Python reads", arguments: [1, 7, 30, 1 << 20], [1, 3])
  func readsWhatPythonReads(_ blockByteCount: Int, _ workers: Int) throws {
    let tables = try JSONDecoder().decode([Table].self, from: FixtureFolder.data("tables.json"))
    let selection = ReadingOptions(labels: [.number(1)])
    for table in tables {
      let path = try folder.write(table.text.utf8, to: table.isTSV ? "a.tsv" : "a.csv")
      let read = try TableReader.read(
        path, options: selection, workers: workers, blockByteCount: blockByteCount)
      let bits = read.observations.elements.map(\.bitPattern)
      #expect(bits == table.numbers.joined().map { UInt64($0, radix: 16) }, "\(table.text)")
      #expect(read.captions.columnNames == Array(table.names.dropFirst()))
      #expect(read.captions.labels == [TableLabels(name: table.names[0], table.labels)])
    }
  }
}
