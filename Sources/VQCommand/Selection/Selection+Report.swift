internal import VectorQuantization

extension Selection {
  /// The report for people: a row for each number of clusters, then a row for each rule, then the
  /// suggestion.
  var text: String {
    var scores = TextTable(heading: ["k"] + series.map(\.heading))
    for (position, count) in clusterCounts.enumerated() {
      scores.rows.append(
        [Figures.grouped(count)]
          + series.map { $0.values[position].map { Figures.measured($0) } ?? "-" })
    }
    var rules = TextTable(heading: ["rule", "k", ""], wordColumnCount: 1)
    for choice in choices {
      rules.rows.append([
        choice.score.rule, choice.clusterCount.map { Figures.grouped($0) } ?? "none",
        note(on: choice),
      ])
    }
    return (series.isEmpty ? "" : scores.text + "\n") + rules.text + "\n" + verdict + "\n"
  }

  /// What the suggestion is, and how it comes about.
  private var verdict: String {
    guard let suggestion else {
      return "no rule chooses a number of clusters; try more of them, or other scores"
    }
    let votes = rules(choosing: suggestion).count
    return "suggested: k = \(Figures.grouped(suggestion)), the choice of \(votes) of the "
      + "\(choices.count) rules (the most votes; on a tie the one nearest to the median)"
  }

  /// What to bear in mind about a choice.
  private func note(on choice: Choice) -> String {
    guard let count = choice.clusterCount else { return "" }
    let isLast = clusterCounts.count > 1 && count == clusterCounts.last
    return isLast ? "the most that were tried" : ""
  }
}

extension Report {
  /// What was found, for programs.
  mutating func add(_ selection: Selection) {
    add("clusterCounts", "numbers of clusters", .counts(selection.clusterCounts))
    let scores = selection.series.map { series in
      Fact(
        key: series.key, label: series.heading, value: .numbers(series.values.map { $0 ?? .nan }))
    }
    add("scores", "scores", .facts(scores))
    let choices = selection.choices.map { choice in
      Fact(key: choice.score.key, label: choice.score.rule, value: Self.value(choice.clusterCount))
    }
    add("choices", "choices", .facts(choices))
    let suggestion = selection.suggestion
    add("suggestion", "suggestion", Self.value(suggestion))
    add("votes", "votes", .count(suggestion.map { selection.rules(choosing: $0).count } ?? 0))
  }

  /// A count that may be missing.
  private static func value(_ count: Int?) -> Value {
    count.map(Value.count) ?? .number(.nan)
  }
}
