/// Finds the name that the user probably meant.
package enum Spelling {
  /// The end of an error message that suggests the nearest of `names`; empty if none is near.
  package static func suggestion(for word: String, among names: [String]) -> String {
    nearest(to: word, among: names).map { "; did you mean \($0)?" } ?? ""
  }

  /// The nearest of `names`; `nil` if none is near.
  package static func nearest(to word: String, among names: [String]) -> String? {
    let word = bare(word)
    let nearest =
      names
      .map { (name: $0, distance: distance(word, bare($0))) }
      .min { $0.distance < $1.distance }
    guard let nearest, nearest.distance <= (word.count + 1) / 3 else { return nil }
    return nearest.name
  }

  /// A word without leading dashes, so that `-k` counts as equal to `--k`.
  private static func bare(_ word: String) -> [Character] {
    Array(word.lowercased().drop { $0 == "-" })
  }

  /// The number of edits that turn one word into the other: insertions, removals, replacements and
  /// swaps of neighbours.
  ///
  /// This is the restricted edit distance: F. Damerau, "A technique for computer detection and
  /// correction of spelling errors", CACM 7 (1964). A proper prefix of a name counts as one
  /// mistake.
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    if first.count > 1, second.count > first.count, second.starts(with: first) { return 1 }
    // The rows of the table for one and for two characters of `first` fewer.
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in first.indices {
      var row = [i + 1]
      for j in second.indices {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (first[i] == second[j] ? 0 : 1))
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[second.count]
  }
}
