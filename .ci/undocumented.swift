// Lists the public symbols without a doc comment in the symbol graphs of a folder: swift undocumented.swift FOLDER
import Foundation

struct Graph: Decodable {
  struct Symbol: Decodable {
    struct Location: Decodable { let uri: String }
    struct Comment: Decodable {}
    let pathComponents: [String]
    let docComment: Comment?
    let location: Location?
  }
  let symbols: [Symbol]
}

let folder = URL(fileURLWithPath: CommandLine.arguments[1])
let graphs = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
var undocumented: [String] = []
for file in graphs where file.lastPathComponent.hasSuffix(".symbols.json") {
  for symbol in try JSONDecoder().decode(Graph.self, from: Data(contentsOf: file)).symbols {
    // Symbols without a location are synthesized by the compiler.
    guard symbol.docComment == nil, let location = symbol.location else { continue }
    let name = symbol.pathComponents.joined(separator: ".")
    undocumented.append("\(name) in \(URL(string: location.uri)?.lastPathComponent ?? location.uri)")
  }
}
for line in undocumented.sorted() { print("undocumented: \(line)") }
exit(undocumented.isEmpty ? 0 : 1)
