internal import VectorQuantization

extension Selection {
  /// The report for people: one row for each number of clusters, one row for each rule, and the
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

  /// The suggestion, and the votes for it.
  private var verdict: String {
    guard let suggestion else {
      return
        "no rule chooses a number of clusters; try more numbers with --to, or other --scores"
    }
    let votes = rules(choosing: suggestion).count
    return "suggested: k = \(Figures.grouped(suggestion)), chosen by \(votes) of "
      + "\(choices.count) rules (most votes; on a tie the number nearest to the median)"
  }

  /// Returns a warning about a choice, or an empty text.
  private func note(on choice: Choice) -> String {
    guard let count = choice.clusterCount else { return "" }
    let isLast = clusterCounts.count > 1 && count == clusterCounts.last
    return isLast ? "the largest number tried" : ""
  }
}

extension Report {
  /// Adds the selection, for programs.
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

  /// The value of an optional count; NaN, which JSON writes as `null`, if there is none.
  private static func value(_ count: Int?) -> Value {
    count.map(Value.count) ?? .number(.nan)
  }
}
