/// Finds the number of clusters that most of several rules choose.
///
/// Of numbers that equally many choose, the one nearest to the median of all choices wins, and of
/// two equally near the smaller.
///
/// - Parameter choices: What each rule chooses.
/// - Returns: One of the choices; `nil` if there are none.
/// - Complexity: O(choices · log choices).
public func suggestedClusterCount(among choices: [Int]) -> Int? {
  guard !choices.isEmpty else { return nil }
  let sorted = choices.sorted()
  // Twice the median, to stay with whole numbers.
  let median = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
  var votes: [Int: Int] = [:]
  for choice in choices { votes[choice, default: 0] += 1 }
  let ranked = votes.sorted { one, other in
    (-one.value, abs(2 * one.key - median), one.key)
      < (-other.value, abs(2 * other.key - median), other.key)
  }
  return ranked.first?.key
}
