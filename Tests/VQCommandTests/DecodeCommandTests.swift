import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// `vq decode` replaces each code by its centroid, and refuses codes without a centroid.
@Suite struct DecodeCommandTests {
  private let place: TemporaryFolder
  private let book: Matrix<Float> = [[1, 2], [3, 4], [5.5, -6]]

  init() throws { place = try TemporaryFolder() }

  private func decode(_ codes: String, to name: String = "out.npy") throws -> Outcome {
    let book = try place.write(book, to: "book.npy")
    return run(["decode", codes, "--codebook", book, "--output", place.path(name)])
  }

  @Test func undoesAssign() throws {
    let observations = try place.write(Matrix<Float>.heaps, to: "obs.npy")
    let (book, codes) = (place.path("book.npy"), place.path("codes.npy"))
    #expect(
      run(["fit", observations, "--k", "3", "--codebook", book, "--codes", codes]).status == 0)
    let outcome = run([
      "decode", codes, "--codebook", book, "--output", place.path("out.npy"), "--report", "json",
    ])
    #expect(outcome.status == 0)
    #expect(try outcome.report()["n"] as? Int == 200)
    let assigned = try place.codes("codes.npy")
    let centroids = try place.matrix("book.npy", of: Float.self)
    let expected = try Codebook(centroids).decode(assigned.span)
    #expect(try place.matrix("out.npy", of: Float.self) == expected)
  }

  @Test("reads codes in any format", arguments: ["c.csv", "c.npy", "c.ivecs"])
  func takesCodesOfAnyFormat(_ name: String) throws {
    let codes: [Int32] = [2, 0, 1, 2]
    try ResultFile.stage(codes.span, replacing: place.path(name)).commit()
    #expect(try decode(place.path(name)).status == 0)
    #expect(
      try place.matrix("out.npy", of: Float.self) == [[5.5, -6], [1, 2], [3, 4], [5.5, -6]])
  }

  @Test(
    "names the row of an invalid code",
    arguments: [("0\n1\n3", "3"), ("0\n1\n-1", "-1"), ("0\n1\n0.5", "0.5")])
  func namesABadCode(_ text: String, _ number: String) throws {
    let outcome = try decode(place.write(text.utf8, to: "c.csv"))
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("c.csv: the code in row 3 (counted from 1) is \(number); codes of"))
    #expect(outcome.errors.contains("from 0 to 2"))
    #expect(try place.names == ["book.npy", "c.csv"])
  }

  @Test func wantsOneColumnOfCodes() throws {
    let outcome = try decode(place.write("0,1\n".utf8, to: "c.csv"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("c.csv has 2 columns; codes are one column"))
  }

  @Test func wantsItsOptions() {
    #expect(run(["decode", "c.npy", "--output", "o.npy"]).status == 64)
    #expect(run(["decode", "c.npy", "--codebook", "b.npy"]).status == 64)
  }
}
