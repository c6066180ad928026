/// Returns the number of clusters that most rules choose.
///
/// If several numbers have the same count of votes, the one nearest to the median of all choices
/// wins. If two are equally near, the smaller wins.
///
/// - Parameter choices: The number of clusters that each rule chooses.
/// - Returns: One of the choices; `nil` if there are none.
/// - Complexity: O(choices · log choices).
public func suggestedClusterCount(among choices: [Int]) -> Int? {
  guard !choices.isEmpty else { return nil }
  let sorted = choices.sorted()
  // Twice the median is always an integer.
  let median = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
  var votes: [Int: Int] = [:]
  for choice in choices { votes[choice, default: 0] += 1 }
  let ranked = votes.sorted { one, other in
    (-one.value, abs(2 * one.key - median), one.key)
      < (-other.value, abs(2 * other.key - median), other.key)
  }
  return ranked.first?.key
}
