internal import VectorQuantization

// MARK: Kinds of option

extension Option<Int> {
  /// An option that takes a whole number, at least 1.
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
  /// An option that takes a finite number that is not negative.
  static func number(_ name: String, _ placeholder: String, _ help: String) -> Option {
    Option(
      name: name, placeholder: placeholder, help: help, requirement: "a number, 0 or more"
    ) { text in
      Double(text).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
  }

  /// An option that takes a share, from 0 to 1.
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
  /// An option that takes one of several words.
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
    integer("--restarts", "R", "the number of runs, of which the best is kept")
  }
  static var memory: Option {
    bytes(
      "--memory",
      "read the observations in tiles, and limit the memory of the whole process to this")
  }
  static var workers: Option {
    integer("--workers", "W", "the maximum number of threads (default all processors)")
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
    text("--distances", "OUT", "write each observation's distance to its centroid here")
  }
  static var tableOutput: Option {
    text(
      "--output", "OUT", "write the input table here, with new columns cluster and distance")
  }
  static var clusterFolder: Option {
    text(
      "--split-by-cluster", "DIR",
      "write one file for each cluster, with its observations, to this new folder")
  }
}

extension Option<Duration> {
  static var timeLimit: Option {
    duration("--time-limit", "end the search after this time, and keep the best result so far")
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
  /// The option that selects the initialization.
  ///
  /// - Parameter random: The meaning of `random`, which differs between scikit-learn and SciPy.
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
