internal import VQFormats

/// What `choose-k` can compute: a score of each clustering, or a method that chooses by itself.
enum Score: String, CaseIterable {
  case inertia
  case calinskiHarabasz = "calinski-harabasz"
  case daviesBouldin = "davies-bouldin"
  case simplifiedSilhouette = "simplified-silhouette"
  case bic
  case silhouette
  case gap
  case heldOut = "held-out"
  case xmeans
  case gmeans

  /// The scores that cost little compared to the fits; the default.
  static let cheap: [Score] = [
    .inertia, .calinskiHarabasz, .daviesBouldin, .simplifiedSilhouette, .bic,
  ]

  /// Other names that users write.
  private static let synonyms: [String: Score] = [
    "elbow": .inertia, "ch": .calinskiHarabasz, "db": .daviesBouldin,
    "simplified": .simplifiedSilhouette, "x-means": .xmeans, "g-means": .gmeans,
  ]

  /// Parses names with commas between them; `all` means all.
  ///
  /// Returns them in the order of the columns.
  static func list(_ text: String) throws(CommandError) -> [Score] {
    var chosen: Set<Score> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = word.filter { $0 != " " }.lowercased()
      if name == "all" {
        chosen.formUnion(allCases)
      } else if let score = Score(rawValue: name) ?? synonyms[name] {
        chosen.insert(score)
      } else {
        let names = allCases.map(\.rawValue)
        let suggestion = Spelling.suggestion(for: name, among: names + ["elbow", "all"])
        throw .usage(
          "--scores has \"\(word)\", which is not a score"
            + (suggestion.isEmpty
              ? "; the scores are \(names.joined(separator: ", "))" : suggestion))
      }
    }
    return allCases.filter(chosen.contains)
  }

  /// The name in JSON.
  var key: String {
    switch self {
    case .calinskiHarabasz: "calinskiHarabasz"
    case .daviesBouldin: "daviesBouldin"
    case .simplifiedSilhouette: "simplifiedSilhouette"
    case .heldOut: "heldOut"
    case .inertia, .bic, .silhouette, .gap, .xmeans, .gmeans: rawValue
    }
  }

  /// The rule by which it chooses a number of clusters.
  var rule: String {
    switch self {
    case .inertia: "elbow of the inertia"
    case .calinskiHarabasz: "largest Calinski-Harabasz index"
    case .daviesBouldin: "smallest Davies-Bouldin index"
    case .simplifiedSilhouette: "largest simplified silhouette"
    case .bic: "largest BIC"
    case .silhouette: "largest silhouette"
    case .gap: "gap within a standard error of the next"
    case .heldOut: "elbow of the held-out squared distance"
    case .xmeans: "X-means"
    case .gmeans: "G-means"
    }
  }
}
