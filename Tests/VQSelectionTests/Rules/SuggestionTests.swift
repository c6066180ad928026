import Testing
import VQSelection

@Suite struct SuggestionTests {
  @Test(
    "most votes win, then the median, then the fewest clusters",
    arguments: [
      ([3, 3, 2], 3), ([2, 2, 3, 3, 10], 3), ([2, 9, 2, 9, 1], 2), ([4, 6], 4), ([7], 7),
      ([2, 3, 20], 3),
    ])
  func followsMostRules(_ choices: [Int], _ suggested: Int) {
    #expect(suggestedClusterCount(among: choices) == suggested)
    #expect(suggestedClusterCount(among: choices.reversed()) == suggested)
  }

  @Test func suggestsNothingWithoutChoices() {
    #expect(suggestedClusterCount(among: []) == nil)
  }
}
