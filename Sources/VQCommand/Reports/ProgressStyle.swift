/// The style in which progress is shown.
enum ProgressStyle: String, CaseIterable {
  /// On a terminal, a line that is redrawn in place; otherwise nothing.
  case line
  /// One JSON object per line on standard error, for programs.
  case json
  /// Nothing.
  case none

  /// Reads `--progress`, and `--quiet`, which means `none`.
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
      "how to show progress; line works only on a terminal"
    ).defaulting(to: .line)
  }
}
