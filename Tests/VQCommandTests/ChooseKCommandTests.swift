import Testing
import VQTestSupport
import VectorQuantization

/// `vq choose-k` scores several numbers of clusters, and suggests one.
@Suite struct ChooseKCommandTests {
  private let place: TemporaryFolder
  private let observations = Matrix<Float>.heaps
  private let path: String

  init() throws {
    place = try TemporaryFolder()
    path = try place.write(observations, to: "obs.npy")
  }

  @Test func printsARowForEachNumberOfClustersAndEachRule() {
    let outcome = run(["choose-k", path, "--from", "1", "--to", "5"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    #expect(words[0].prefix(3) == ["k", "inertia", "Calinski-H."])
    #expect(words[1...5].map { $0[0] } == ["1", "2", "3", "4", "5"])
    // The separation scores are undefined for one cluster.
    #expect(words[1][2...4] == ["-", "-", "-"])
    #expect(outcome.output.contains("\nelbow of the inertia "))
    #expect(outcome.output.contains("\nsmallest Davies-Bouldin index "))
    #expect(outcome.output.contains("\nsuggested: k = 3, chosen by "))
  }

  @Test func findsTheHeapsByEveryRule() throws {
    let outcome = run([
      "choose-k", path, "--from", "1", "--to", "6", "--scores", "all", "--restarts", "2",
      "--report",
      "json",
    ])
    let report = try outcome.report()
    #expect(report["suggestion"] as? Int == 3)
    #expect(report["n"] as? Int == 200)
    #expect(report["clusterCounts"] as? [Int] == [1, 2, 3, 4, 5, 6])
    let choices = try #require(report["choices"] as? [String: Any])
    for key in [
      "inertia", "calinskiHarabasz", "daviesBouldin", "simplifiedSilhouette", "bic", "silhouette",
      "gap", "heldOut", "xmeans", "gmeans",
    ] {
      #expect(choices[key] as? Int == 3, "\(key)")
    }
    let scores = try #require(report["scores"] as? [String: [Any]])
    #expect(scores.values.allSatisfy { $0.count == 6 })
    #expect(scores.count == 10)
    #expect((report["seconds"] as? [String: Double])?["gmeans"] != nil)
  }

  @Test func computesOnlyWhatIsAskedFor() throws {
    let outcome = run([
      "choose-k", path, "--k", "7,2,3", "--scores", "DB, elbow", "--report=json",
    ])
    let report = try outcome.report()
    #expect(report["clusterCounts"] as? [Int] == [2, 3, 7])
    #expect((report["scores"] as? [String: Any])?.keys.sorted() == ["daviesBouldin", "inertia"])
    #expect((report["choices"] as? [String: Any])?.count == 2)
  }

  @Test func stepsThroughARange() throws {
    let report = try run([
      "choose-k", path, "--from=2", "--to=9", "--step=3", "--scores=inertia", "--report=json",
    ]).report()
    #expect(report["clusterCounts"] as? [Int] == [2, 5, 8])
  }

  @Test func showsRulesWithoutScores() {
    let outcome = run(["choose-k", path, "--scores", "gmeans"])
    #expect(outcome.output.hasPrefix("rule "))
    #expect(outcome.output.contains("\nG-means"))
  }

  @Test func saysTheSameOnAnyNumberOfWorkers() {
    let outputs = ["1", "2", "7"].map { workers in
      run(["choose-k", path, "--to=5", "--scores=all", "--workers", workers]).output
    }
    #expect(outputs.allSatisfy { $0 == outputs[0] })
  }

  @Test func writesTheCodebookOfTheSuggestion() throws {
    let outcome = run(["choose-k", path, "--to", "5", "--codebook", place.path("book.npy")])
    #expect(outcome.status == 0)
    let book = try place.matrix("book.npy", of: Float.self)
    let search = KMeans(clusterCount: 3, seed: 0)
    #expect(try search.fit(observations.span).codebook.centroids == book)
  }

  @Test func writesNoCodebookIfNoRuleChooses() throws {
    let outcome = run([
      "choose-k", path, "--k", "2,3", "--scores", "inertia", "--codebook", place.path("book.npy"),
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("no rule chooses a number of clusters, so "))
    #expect(try place.names == ["obs.npy"])
  }

  @Test func showsItsProgress() {
    let outcome = run(["choose-k", path, "--scores=all"], onTerminal: true)
    #expect(outcome.errors.contains("\r2 clusters (1 of 9)"))
    #expect(outcome.errors.hasSuffix("\r\u{1B}[K"))
  }

  @Test(
    "refuses contradictory or invalid options",
    arguments: [
      (["--from", "0"], "--from is \"0\"; it must be a whole number, 1 or more"),
      (["--from", "5", "--to", "3"], "--from is 5 and --to is 3; --to must be at least --from"),
      (["--from", "11"], "--from is 11 and --to is 10; --to must be at least --from"),
      (["--scores", "silhuette"], "is not a score; did you mean silhouette?"),
      (["--scores", "inertia,,bic"], "which is not a score; the scores are inertia, "),
      (["--k", "2,x"], "--k is \"2,x\"; it must be whole numbers"),
      (["--k", "2,3", "--to", "4"], "--k and --to exclude each other"),
      (["--folds", "1"], "--folds is \"1\"; it must be a whole number, 2 or more"),
      (["--significance", "0.5"], "it must be a number, more than 0 and at most 0.1"),
    ])
  func refusesBadUsage(_ options: [String], _ complaint: String) {
    let outcome = run(["choose-k", path] + options)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(complaint), "\(outcome.errors)")
  }

  @Test func refusesMoreClustersThanObservations() {
    let outcome = run(["choose-k", path, "--from", "199", "--to", "201"])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        "\(path) has 200 observations, too few for 201 clusters; try at most 200"))
  }

  @Test func triesAsManyAsThereAreIfNotAskedForMore() throws {
    let four: Matrix<Double> = [[0], [1], [5], [6]]
    let file = try place.write(four, to: "four.npy")
    let report = try run(["choose-k", file, "--scores=all", "--report=json"]).report()
    #expect(report["clusterCounts"] as? [Int] == [2, 3, 4])
  }

  @Test func survivesEqualRowsAndNoRows() throws {
    let equal = try place.write(
      Matrix<Double>(Array(repeating: 2, count: 40), columns: 2), to: "equal.npy")
    #expect(run(["choose-k", equal, "--from=1", "--to=4", "--scores=all"]).status == 0)
    let none = try place.write(Matrix<Double>(rows: 0, columns: 2) { _ in }, to: "none.npy")
    let outcome = run(["choose-k", none])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the observations are 0 x 2"))
  }
}
