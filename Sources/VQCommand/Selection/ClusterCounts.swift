/// The numbers of clusters to try.
enum ClusterCounts: Sendable {
  /// A range. Without `to`, it ends at ``maximumUnasked`` or at the number of observations.
  case range(from: Int, to: Int?, step: Int)
  /// The given numbers, ascending.
  case list([Int])

  private static let maximumUnasked = 10

  private static let from = Option.integer(
    "--from", "K", "the smallest number of clusters to try"
  ).defaulting(to: 2)
  private static let to = Option.integer(
    "--to", "K", "the largest number of clusters to try (default \(maximumUnasked))")
  private static let step = Option.integer(
    "--step", "K", "the step between numbers of clusters"
  ).defaulting(to: 1)
  private static let list = Option<[Int]>(
    name: "--k", placeholder: "K,K,...", help: "the numbers of clusters to try, instead of a range",
    requirement: "whole numbers, 1 or more, with commas between them"
  ) { text in
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    return numbers.allSatisfy { $0 >= 1 } ? Set(numbers).sorted() : nil
  }

  static let options: [any OptionDeclaration] = [from, to, step, list]

  init(_ arguments: Arguments) throws(CommandError) {
    if let counts = try arguments.value(of: Self.list) {
      try arguments.exclude(Self.list, Self.from)
      try arguments.exclude(Self.list, Self.to)
      try arguments.exclude(Self.list, Self.step)
      self = .list(counts)
      return
    }
    let from = try arguments.value(of: Self.from)
    let to = try arguments.value(of: Self.to)
    guard from <= to ?? Self.maximumUnasked else {
      throw .usage(
        "--from is \(from) and --to is \(to ?? Self.maximumUnasked); --to must be at least --from"
      )
    }
    self = .range(from: from, to: to, step: try arguments.value(of: Self.step))
  }

  /// Returns the numbers to try for a table of `observationCount` observations, in ascending order.
  func numbers(observationCount: Int, path: String) throws(CommandError) -> [Int] {
    let numbers =
      switch self {
      case .list(let counts): counts
      case .range(let from, let to, let step):
        Array(
          stride(
            from: from, through: to ?? max(from, min(Self.maximumUnasked, observationCount)),
            by: step))
      }
    // If there are no observations at all, the search reports it.
    if let maximum = numbers.last, observationCount > 0, maximum > observationCount {
      throw .failure(
        "\(path) has \(Figures.grouped(observationCount)) observations, too few for "
          + "\(Figures.grouped(maximum)) clusters; try at most \(observationCount)")
    }
    return numbers
  }
}
