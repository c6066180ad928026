internal import VectorQuantization

/// The texts of `--help` and `--version`, built from the declarations of the commands.
enum Help {
  /// Returns the help text that the arguments request, or `nil` if they request work.
  static func answer(to arguments: [String]) throws(CommandError) -> String? {
    let arguments = arguments.map { $0 == "-h" ? "--help" : $0 }
    if arguments.isEmpty { return short }
    return switch (arguments.first, arguments.dropFirst().first) {
    case ("--version", _), ("-V", _):
      "\(Command.name) \(Release.version)\n"
    case ("--help", _), ("help", nil), ("help", "--help"):
      overview
    case ("help", let topic?):
      try page(on: Command.subcommand(named: topic).syntax)
    case (let first?, _) where !first.hasPrefix("-") && arguments.contains("--help"):
      try page(on: Command.subcommand(named: first).syntax)
    default:
      nil
    }
  }

  /// The commands, grouped by purpose.
  private static var commands: String {
    let width = Command.subcommands.map { $0.syntax.name.count }.max() ?? 0
    return Command.groups.map { purpose, subcommands in
      "\(purpose):\n"
        + columns(subcommands.map { ($0.syntax.name, $0.syntax.summary) }, leftAtLeast: width)
    }.joined(separator: "\n\n")
  }

  /// The text that `vq` prints without arguments.
  private static var short: String {
    """
    \(Command.name) \(Release.version): k-means and vector quantization of tables and arrays

    usage: \(Command.name) COMMAND [options]

    \(commands)

    \(Command.name) COMMAND --help describes a command, \(Command.name) --help the file formats.
    To begin: \(Command.name) info FILE, then \(Command.name) fit FILE --k 3

    """
  }

  private static var overview: String {
    """
    \(Command.name) \(Release.version): k-means and vector quantization of tables and arrays

    usage: \(Command.name) COMMAND [options]

    \(commands)

    files:
    \(columns(formats))

    Write an option as --name value or --name=value. Results go to the named files, reports to
    standard output, notes and error messages to standard error. The exit status is 0 on success;
    1 if the input data or a file is invalid, or the machine lacks something; 64 if the command
    line is wrong; 130 if Ctrl-C ended the work.

    example:
      \(KMeansCommand.syntax.example)

    \(Command.name) COMMAND --help describes a command.

    """
  }

  private static let formats = [
    (
      "read",
      "text tables with any separator, .npy, .npz (file.npz:name for one of several arrays), "
        + ".fvecs, .bvecs, .ivecs, pictures; also compressed with gzip; - is standard input"
    ),
    ("written", ".npy, .csv, .tsv; .fvecs for numbers, .ivecs for codes, .bvecs for bytes"),
    ("plots", ".svg, .png"),
    ("pictures", "PNG, JPEG, PBM, PGM, PPM, PAM; written as .png, .ppm, .pgm, .pnm, .pam"),
  ]

  private static func page(on syntax: Syntax) -> String {
    let options =
      syntax.options.map { option in
        (option.name + (option.placeholder.map { " \($0)" } ?? ""), option.help)
      } + [("--help", "print this help")]
    return """
      \(Command.name) \(syntax.name): \(syntax.summary)

      usage: \(Command.name) \(syntax.name) \(syntax.usage)

      options:
      \(columns(options))

      example:
        \(syntax.example)

      """
  }

  /// Formats two columns: the first as wide as its longest text, the second wrapped to fit the
  /// screen.
  private static func columns(
    _ rows: [(String, String)], leftAtLeast minimum: Int = 0
  ) -> String {
    let width = max(minimum, rows.map(\.0.count).max() ?? 0)
    let gap = "\n" + String(repeating: " ", count: width + 5)
    return rows.map { left, right in
      let lines = lines(of: right, atMost: 95 - width)
      return "  \(TextTable.pad(left, to: width))   \(lines.joined(separator: gap))"
    }.joined(separator: "\n")
  }

  /// Wraps a text between words; a word longer than `width` gets a line of its own.
  private static func lines(of text: String, atMost width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
