import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Rows written in parts are read back unchanged, in every format that supports their type.
@Suite struct RowWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ rows: [[Int]], of source: String, to name: String) throws {
    let file = try ObservationFile(opening: source)
    var writer = try RowWriter(
      replacing: folder.path(name), elementType: file.elementType,
      rowCount: rows.map(\.count).reduce(0, +), columnCount: file.columnCount,
      isOneDimensional: file.isOneDimensional)
    for block in rows { try writer.append(block, of: file.stored) }
    try writer.finish().commit()
  }

  @Test("keeps every type in .npy", arguments: try ArrayFixture.all(in: "arrays"))
  func keepsTypes(_ fixture: ArrayFixture) throws {
    let source = try folder.write(fixture.bytes, to: "a.npy")
    try write([Array(0..<fixture.rows), []], of: source, to: "b.npy")
    try fixture.expect(ObservationFile(opening: folder.path("b.npy")))
  }

  @Test("keeps numbers in text formats", arguments: ["b.csv", "b.tsv"])
  func keepsNumbersInText(_ name: String) throws {
    for fixture in try ArrayFixture.all(in: "arrays") where fixture.name.contains(" C 1") {
      let source = try folder.write(fixture.bytes, to: "a.npy")
      try write([[2], [0, 1]], of: source, to: name)
      let values = try fixture.values
      let expected = values.suffix(4) + values.prefix(8)
      let found = try folder.text(name).split { ",\t\n".contains($0) }.compactMap { Double($0) }
      #expect(found.count == expected.count)
      // A `Float` is written as the shortest text that reads back as the same `Float`.
      let isFloat = ["float16", "float32"].contains(fixture.elementType)
      #expect(
        zip(found, expected).allSatisfy { found, expected in
          found.isNaN
            ? expected.isNaN
            : isFloat ? Float(found) == Float(expected) : found == expected
        })
    }
  }

  @Test func keepsEveryDigitOfUnsignedNumbersInText() throws {
    let numbers: [UInt64] = [0, 9_007_199_254_740_993, 1 << 63, .max]
    var writer = try RowWriter(
      replacing: folder.path("a.csv"), elementType: .uint64, rowCount: 2, columnCount: 2)
    try writer.append(StoredSpan(numbers.span, of: .uint64, rows: 2, columns: 2))
    try writer.finish().commit()
    let text = String(decoding: try FileBytes.read(folder.path("a.csv")), as: UTF8.self)
    #expect(text == "0,9007199254740993\n9223372036854775808,18446744073709551615\n")
  }

  @Test(
    "writes vector records if the type fits",
    arguments: [
      ("|u1 C 1", "b.bvecs", true), ("<i2 C 1", "b.bvecs", false), (">f4 F 1", "b.fvecs", true),
      ("<i4 C 1", "b.fvecs", false), (">i4 F 1", "b.ivecs", true), ("<u2 C 1", "b.ivecs", true),
      ("<f4 C 1", "b.ivecs", false), ("<i8 C 1", "b.ivecs", false), ("<f2 C 1", "b.fvecs", true),
      ("<u4 C 1", "b.ivecs", false), ("<u8 C 1", "b.ivecs", false),
    ])
  func writesRecords(_ name: String, _ target: String, fits: Bool) throws {
    let fixture = try #require(ArrayFixture.all(in: "arrays").first { $0.name == name })
    let source = try folder.write(fixture.bytes, to: "a.npy")
    guard fits else {
      #expect(throws: FormatError.self) { try write([[0]], of: source, to: target) }
      #expect(try folder.names == ["a.npy"])
      return
    }
    try write([[0, 1, 2]], of: source, to: target)
    let found = try ObservationFile(opening: folder.path(target)).widened(as: Double.self).elements
    #expect(zip(found, try fixture.values).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
  }

  @Test func refusesAnArrayThatNoMemoryCanAddress() {
    #expect(throws: FormatError.self) {
      _ = try RowWriter(
        replacing: folder.path("a.npy"), elementType: .float64, rowCount: .max, columnCount: 3)
    }
  }
}
