/// Option names from other programs.
enum Aliases {
  /// The options that each name may stand for; a command uses the first one that it has.
  private static let options: [String: [String]] = [
    "-k": ["--k", "--colors"], "--clusters": ["--k"], "--n-clusters": ["--k"],
    "--n_clusters": ["--k"], "-o": ["--output", "--codebook"], "-h": ["--help"],
    "-q": ["--quiet"], "--random-state": ["--seed"], "--random_state": ["--seed"],
    "--iterations": ["--max-iterations"], "--max-iter": ["--max-iterations", "--iterations"],
    "--max_iter": ["--max-iterations", "--iterations"], "--n-init": ["--restarts"],
    "--n_init": ["--restarts"], "--iter": ["--iterations", "--restarts"], "--tol": ["--tolerance"],
    "--thresh": ["--threshold"], "--sep": ["--separator"], "--delimiter": ["--separator"],
    "--na": ["--missing"], "--threads": ["--workers"], "--jobs": ["--workers"],
    "--n-jobs": ["--workers"], "--colours": ["--colors"],
  ]

  /// Returns the option of a command that a word stands for, or the word itself if it is an option
  /// or stands for none.
  static func resolve(_ word: String, among names: [String]) -> String {
    if names.contains(word) { return word }
    return options[word]?.first { names.contains($0) } ?? word
  }
}
