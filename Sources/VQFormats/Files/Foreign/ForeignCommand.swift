/// Commands that convert a file, quoted for a shell.
struct ForeignCommand {
  private let path: String
  private let isStandardInput: Bool

  init(_ path: String) {
    isStandardInput = ["-", "/dev/stdin", "standard input"].contains(path)
    self.path = isStandardInput ? "FILE" : path.hasPrefix("-") ? "./" + path : path
  }

  /// The file's path, quoted for a shell.
  var file: String { Self.quoted(path) }

  /// The path with another extension; it always differs from the input path.
  func output(_ fileExtension: String) -> String {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    let stem = name.dropFirst().lastIndex(of: ".").map { path[..<$0] } ?? path[...]
    let output = "\(stem).\(fileExtension)"
    return output == path ? "\(stem)-converted.\(fileExtension)" : output
  }

  /// Runs a line of Python; `{in}` and `{out}` are replaced by the paths.
  func python(_ code: String, output fileExtension: String = "csv") -> String {
    "python3 -c " + script(code, output: fileExtension)
  }

  /// Runs a line of R; `{in}` and `{out}` are replaced by the paths.
  func r(_ code: String) -> String { "Rscript -e " + script(code, output: "csv") }

  /// Runs a converter and gives its output to `vq`.
  func pipe(_ command: String) -> String { "\(command) \(file) | vq fit - ..." }

  private func script(_ code: String, output fileExtension: String) -> String {
    let pieces = code.split(separator: "{in}", omittingEmptySubsequences: false)
    let script = pieces.map { piece in
      piece.split(separator: "{out}", omittingEmptySubsequences: false)
        .joined(separator: Self.literal(output(fileExtension)))
    }.joined(separator: Self.literal(path))
    // Double quotes are easier to read. They are safe if the script contains no character that a
    // shell interprets between them.
    return script.contains { "\"$`\\!".contains($0) }
      ? Self.singleQuoted(script) : "\"\(script)\""
  }

  /// A string literal of Python and R, in single quotes.
  private static func literal(_ text: String) -> String {
    let escaped = text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }
    return "'\(escaped.joined())'"
  }

  /// A word, quoted for a shell if necessary.
  static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { isWordByte($0) || "/:@%=,".utf8.contains($0) }
    return isPlain && !word.isEmpty ? word : singleQuoted(word)
  }

  private static func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
