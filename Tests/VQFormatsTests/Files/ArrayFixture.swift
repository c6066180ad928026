import Foundation
import Testing
import VQFormats
import VectorQuantization

/// A file made by NumPy, and its expected contents.
///
/// `Tests/Fixtures/make_arrays.py` makes these files.
struct ArrayFixture: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  private let file: String
  let elementType: String
  let rows: Int
  let columns: Int
  let isOneDimensional: Bool
  private let numbers: [String]
  /// The name of the array in an archive; `nil` if it is the only one.
  let member: String?
  let members: [String]?

  var testDescription: String { member.map { "\(name): \($0)" } ?? name }

  /// The cases of one file.
  static func all(in name: String) throws -> [ArrayFixture] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/\(name).json")
    return try JSONDecoder().decode([ArrayFixture].self, from: Data(contentsOf: url))
  }

  /// The bytes of the file.
  var bytes: [UInt8] {
    get throws { [UInt8](try #require(Data(base64Encoded: file))) }
  }

  /// The numbers, row by row.
  var values: [Double] {
    get throws { try numbers.map { Double(bitPattern: try #require(UInt64($0))) } }
  }

  /// Checks that a file contains the array.
  func expect(_ observations: borrowing ObservationFile) throws {
    #expect(observations.elementType.rawValue == elementType)
    #expect(observations.rowCount == rows)
    #expect(observations.columnCount == columns)
    #expect(observations.isOneDimensional == isOneDimensional)
    let found = observations.widened(as: Double.self).elements
    let expected = try values
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    // Single elements must equal those of the whole matrix.
    for (index, number) in found.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      let single = observations.stored[row, column]
      #expect(single == number || single.isNaN)
    }
  }
}
