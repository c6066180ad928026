import Testing

/// Documents are parsed and compared by the rules of ``Transcript``.
@Suite struct TranscriptTests {
  @Test func findsWhatIsTypedAndPrinted() {
    let transcript = Transcript(
      """
      Words.
      ```sh
      one
      two
      ```
      ```text
      printed
      ```
      ```text
      not printed
      ```
      ```swift
      no line for a shell
      ```
      ```sh
      three
      ```
      """)
    #expect(transcript.steps.map(\.script) == ["one\ntwo", "three"])
    #expect(transcript.steps.map(\.output) == [["printed"], nil])
    #expect(transcript.steps.map(\.line) == [2, 15])
  }

  @Test(
    "compares printed lines with expected lines",
    arguments: [
      (["k   3"], ["k   3"], true), (["k   3"], ["k   4"], false), (["k"], ["k", "n"], false),
      (["k", "n"], ["k"], false), (["a", "b", "c"], ["...", "c"], true),
      (["a"], ["a", "..."], true),
      (["a", "b"], ["...", "c"], false), (["seconds   1"], ["seconds   2"], true),
      (["minutes   1"], ["seconds   1"], false), (["about 1.5"], ["about ..."], true),
    ] as [([String], [String], Bool)])
  func comparesWhatIsPrinted(_ printed: [String], _ expected: [String], _ isSame: Bool) {
    #expect(Transcript.matches(printed, expected) == isSame)
  }
}
