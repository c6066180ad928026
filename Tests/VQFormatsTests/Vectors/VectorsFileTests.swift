import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// Vector records, each preceded by its length.
@Suite struct VectorsFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func record<Number>(_ numbers: [Number]) -> [UInt8] {
    bytes(of: [Int32(numbers.count)]) + bytes(of: numbers)
  }

  @Test func lendsFloatsInPlace() throws {
    let content = record([1, -2] as [Float]) + record([0.5, .infinity] as [Float])
    let file = try ObservationFile(opening: folder.write(content, to: "a.fvecs"))
    #expect(file.isDirect == true)
    let matrix = Matrix(copying: file.span(as: Float.self))
    #expect(matrix == [[1, -2], [0.5, .infinity]])
    #expect(file.widened(as: Float.self) == matrix)
  }

  @Test func readsBytes() throws {
    let content = record([1, 2, 255] as [UInt8]) + record([0, 128, 7] as [UInt8])
    let file = try ObservationFile(opening: folder.write(content, to: "a.bvecs"))
    #expect(file.elementType == .uint8)
    #expect(file.isDirect == false)
    #expect(file.widened(as: Float.self) == [[1, 2, 255], [0, 128, 7]])
  }

  @Test func readsIntegers() throws {
    let content = record([.min, .max] as [Int32]) + record([-1, 0] as [Int32])
    let file = try ObservationFile(opening: folder.write(content, to: "a.IVECS"))
    #expect(file.elementType == .int32)
    #expect(file.widened(as: Double.self) == [[-2_147_483_648, 2_147_483_647], [-1, 0]])
  }

  private func complaint(_ content: [UInt8], _ name: String = "a.fvecs") throws -> String {
    let path = try folder.write(content, to: name)
    let error = #expect(throws: FormatError.self) { _ = try ObservationFile(opening: path) }
    return error?.description ?? ""
  }

  /// Enough rows for several threads.
  @Test func namesTheFirstRowOfAnotherLength() throws {
    var content: [UInt8] = []
    for _ in 0..<200_000 { content += [1, 0, 0, 0, 7] }
    content[5 * 150_000] = 3
    content[5 * 199_999] = 3
    let sentence = try complaint(content, "a.bvecs")
    #expect(
      sentence.contains(
        "row 150001 (counted from 1) says that it has 3 elements, and the first row"))
  }

  @Test func wantsWholeRows() throws {
    let content = record([1, 2] as [Float]) + record([3, 4] as [Float])
    #expect(try complaint(content.dropLast(3)).contains("ends after 21 bytes"))
    #expect(try complaint([1, 0]).contains("ends after 2 bytes"))
  }

  @Test("requires rows with at least one element", arguments: [0, -1, Int32.min])
  func wantsElements(_ count: Int32) throws {
    #expect(
      try complaint(bytes(of: [count, 1])).contains("row 1 (counted from 1) says that it has"))
    #expect(try complaint([]).contains("holds no numbers"))
  }
}

extension [UInt8] {
  fileprivate func dropLast(_ count: Int) -> [UInt8] { Array(prefix(self.count - count)) }
}
