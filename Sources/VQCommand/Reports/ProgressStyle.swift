/// How progress is shown.
enum ProgressStyle: String, CaseIterable {
  /// A line on a terminal, drawn again in place; nothing elsewhere.
  case line
  /// A JSON object a line, to standard error, for programs.
  case json
  /// Nothing.
  case none

  /// Reads `--progress`, and `--quiet`, which is `none`.
  init(_ arguments: Arguments) throws(CommandError) {
    try arguments.exclude(Option.progress, Option.quiet)
    let style = try arguments.value(of: Option.progress)
    self = arguments.contains(Option.quiet) ? .none : style
  }
}

extension Option<ProgressStyle> {
  static var progress: DefaultedOption<ProgressStyle> {
    choice(
      "--progress", "STYLE", among: ProgressStyle.allCases,
      "how to show progress, a line only on a terminal"
    ).defaulting(to: .line)
  }
}
