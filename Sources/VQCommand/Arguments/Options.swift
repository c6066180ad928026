internal import VectorQuantization

// MARK: Kinds of option

extension Option<Int> {
  /// An option that takes a whole number from 1 on.
  static func integer(
    _ name: String, _ placeholder: String, atMost limit: Int = .max, _ help: String
  ) -> Option {
    Option(
      name: name, placeholder: placeholder, help: help,
      requirement: "a whole number, 1 or more" + (limit == .max ? "" : " and at most \(limit)")
    ) { text in
      Int(text).flatMap { (1...limit).contains($0) ? $0 : nil }
    }
  }
}

extension Option<Double> {
  /// An option that takes a number that is finite and not negative.
  static func number(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(
      name: name, placeholder: placeholder, help: help, requirement: "a number, 0 or more"
    ) { text in
      Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
  }

  /// An option that takes a part of a whole.
  static func share(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(
      name: name, placeholder: placeholder, help: help, requirement: "a number from 0 to 1"
    ) { text in
      Double(text).flatMap { (0...1).contains($0) ? $0 : nil }
    }
  }
}

extension Option<String> {
  /// An option that takes the path of a file, or a name.
  static func text(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(name: name, placeholder: placeholder, help: help, requirement: "text") { $0 }
  }
}

extension Option where Value: RawRepresentable<String> & Sendable {
  /// An option that takes one of some words.
  static func choice(
    _ name: String, _ placeholder: String, among values: [Value], _ help: String
  ) -> Option {
    let words = values.map(\.rawValue).joined(separator: ", ")
    return Option(
      name: name, placeholder: placeholder, help: "\(help): \(words)",
      requirement: "one of \(words)"
    ) { text in
      values.first { $0.rawValue == text }
    }
  }
}

// MARK: Options of several commands

extension Option<Int> {
  static var clusterCount: Option { integer("--k", "K", "the number of clusters") }
  static var restarts: Option {
    integer("--restarts", "R", "how many runs to choose from")
  }
  static var memory: Option {
    bytes("--memory", "read observations a tile at a time, and take no more bytes than this")
  }
  static var workers: Option {
    integer("--workers", "W", "the most threads to use; by default every processor")
  }
}

extension Option<UInt64> {
  static var seed: Option {
    Option(
      name: "--seed", placeholder: "S", help: "fixes every random choice",
      requirement: "a whole number from 0 to \(UInt64.max)"
    ) { UInt64($0) }
  }
}

extension Option<String> {
  static var start: Option {
    text("--start", "BOOK", "a file of centroids to start from, instead of --k")
  }
  static var codebookInput: Option { text("--codebook", "BOOK", "the file of centroids") }
  static var codebookOutput: Option { text("--codebook", "OUT", "write the centroids here") }
  static var codesOutput: Option { text("--codes", "OUT", "write each observation's code here") }
  static var distancesOutput: Option {
    text("--distances", "OUT", "write each observation's distance to the codebook here")
  }
  static var tableOutput: Option {
    text(
      "--output", "OUT", "write the table again, with a column cluster and a column distance, here")
  }
  static var clusterFolder: Option {
    text("--split-by-cluster", "DIR", "write the observations of each cluster to a file in here")
  }
}

extension Option<Duration> {
  static var timeLimit: Option {
    duration("--time-limit", "end the search after this long, with the best so far")
  }
}

extension Option<String> {
  static var plotOutput: Option {
    text("--plot", "OUT", "draw the clusters here, as .svg or .png")
  }
}

extension Option<Bool> {
  static var whiten: Option {
    Option(
      name: "--whiten", placeholder: nil,
      help: "divide each feature by its standard deviation, so that all have the same weight; "
        + "centroids are in the original units", requirement: "alone"
    ) { _ in true }
  }
  static var quiet: Option {
    Option(
      name: "--quiet", placeholder: nil, help: "show no progress", requirement: "alone"
    ) { _ in true }
  }
}

extension Option<KMeans.Initialization> {
  /// Where centroids start.
  ///
  /// - Parameter random: What `random` means, which scikit-learn and SciPy do not agree on.
  /// - Returns: The option.
  static func initialization(random: KMeans.Initialization) -> Option {
    let names = choice(
      "--init", "RULE", among: KMeans.Initialization.allCases, "where centroids start")
    let others: [String: KMeans.Initialization] = [
      "k-means++": .plusPlus, "kmeans++": .plusPlus, "++": .plusPlus, "random": random,
      "k-means||": .parallel,
    ]
    return Option(
      name: names.name, placeholder: names.placeholder, help: names.help,
      requirement: names.requirement
    ) { others[$0] ?? names.parse($0) }
  }
}

extension Option<ReportStyle> {
  static var report: DefaultedOption<ReportStyle> {
    choice("--report", "STYLE", among: ReportStyle.allCases, "how to print the report")
      .defaulting(to: .table)
  }
}
