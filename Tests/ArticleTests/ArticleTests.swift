import Foundation
import Testing

/// Holds the articles of the documentation catalogs to code that is compiled.
///
/// Every block of Swift or C in an article must occur, line by line, in a source file: in this folder,
/// whose tests run it, or in the sources of the package. Indentation, comments and imports may differ.
@Suite struct ArticleTests {
  private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

  /// A block of code in an article.
  struct Block: CustomTestStringConvertible, Sendable {
    let article: String
    let language: String
    let code: String

    var testDescription: String { "\(article): \(code.prefix(while: { $0 != "\n" }))" }
  }

  @Test("every block of code in an article is compiled", arguments: try Self.blocks())
  func isCompiled(_ block: Block) throws {
    let extensions = block.language == "swift" ? ["swift"] : ["c", "h"]
    let folders = [
      Self.root.appending(path: "Tests/ArticleTests"), Self.root.appending(path: "Sources"),
    ]
    let isFound = try folders.flatMap { try Self.files(in: $0, withExtensions: extensions) }
      .contains {
        try Self.essence(of: String(contentsOf: $0, encoding: .utf8)).contains(block.code)
      }
    #expect(isFound, "no source file has these lines:\n\(block.code)")
  }

  @Test("every catalog has an article or a landing page with code")
  func everyCatalogHasCode() throws {
    let articles = try Self.blocks().map(\.article)
    for name in ["VectorQuantization", "VQSelection", "VQFormats"] {
      #expect(articles.contains { $0.hasPrefix("\(name).docc/") })
    }
  }

  private static func blocks() throws -> [Block] {
    let articles = try files(in: root.appending(path: "Sources"), withExtensions: ["md"])
    return try articles.filter { $0.path.contains(".docc/") }.flatMap { article in
      let name = article.pathComponents.suffix(2).joined(separator: "/")
      let parts = try String(contentsOf: article, encoding: .utf8).components(separatedBy: "\n```")
      // Text and code alternate; code begins with its language.
      return parts.enumerated().filter { $0.offset % 2 == 1 }.map { _, part in
        let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return Block(
          article: name, language: String(lines[0]), code: essence(of: lines.dropFirst().joined()))
      }
    }
  }

  private static func files(in folder: URL, withExtensions extensions: [String]) throws -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.allObjects as? [URL] ?? []).filter { extensions.contains($0.pathExtension) }
  }

  /// The lines without indentation, comments of whole lines, imports and empty lines.
  private static func essence(of code: String) -> String {
    code.split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("//") && !$0.hasPrefix("import ") }
      .joined(separator: "\n")
  }
}
