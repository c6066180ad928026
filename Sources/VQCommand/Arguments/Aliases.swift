/// Names of options that people know from other programs.
enum Aliases {
  /// What each stands for; a command that lacks the first option may have the second.
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

  /// The option that a word stands for, among those that a command has; the word itself if it is one or
  /// stands for none.
  static func resolve(_ word: String, among names: [String]) -> String {
    if names.contains(word) { return word }
    return options[word]?.first { names.contains($0) } ?? word
  }
}
