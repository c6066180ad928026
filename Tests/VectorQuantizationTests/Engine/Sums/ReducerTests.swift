import Testing
import VQTestSupport
import VectorQuantization

/// Records merge in an aligned binary tree: node *i* of level *l* covers the existing records among
/// *i* · 2ˡ ..< (*i* + 1) · 2ˡ.
@Suite struct ReducerTests {
  /// A node of the tree by definition: the merge of its two children.
  private func merged<Value>(
    _ leaves: [Value], level: Int, index: Int, _ merge: (Value, Value) -> Value
  ) -> Value? {
    guard index << level < leaves.count else { return nil }
    if level == 0 { return leaves[index] }
    let left = merged(leaves, level: level - 1, index: 2 * index, merge)
    let right = merged(leaves, level: level - 1, index: 2 * index + 1, merge)
    if let left, let right { return merge(left, right) }
    return left
  }

  @Test("records merge in the order of the tree", arguments: 1...40)
  func pairsAreThoseOfTheTree(_ count: Int) {
    var terms = (0..<count).map { "\($0)" }
    var isAbsorbed = [Bool](repeating: false, count: count)
    Reducer.forEachPair(count) { left, right in
      #expect(!isAbsorbed[left] && !isAbsorbed[right])
      terms[left] = "(\(terms[left]) + \(terms[right]))"
      isAbsorbed[right] = true
    }
    let expected = merged((0..<count).map { "\($0)" }, level: 6, index: 0) { "(\($0) + \($1))" }
    #expect(terms[0] == expected)
    #expect(isAbsorbed.count { $0 } == count - 1)
  }

  @Test("zero or one record needs no merging", arguments: [0, 1])
  func fewRecordsNeedNoMerging(_ count: Int) {
    Reducer.forEachPair(count) { _, _ in Issue.record("there is no pair") }
  }

  @Test(
    "integers add up from any start, and the numbers around them do not change", arguments: 1...40)
  func integersAddUp(_ count: Int) {
    let (start, width) = (5, 3)
    let numbers = (0..<(start + count * width + 4)).map { Int64($0 * $0 + 1) }
    var sums = numbers
    Reducer.merge(&sums, from: start, chunkCount: count, width: width)
    for column in 0..<width {
      let places = stride(from: start + column, to: start + count * width, by: width)
      #expect(sums[start + column] == places.reduce(0) { $0 + numbers[$1] })
    }
    #expect(sums.prefix(start) == numbers.prefix(start))
    #expect(sums.suffix(4) == numbers.suffix(4))
  }

  @Test("doubles are added in the order of the tree", arguments: 1...40)
  func doublesAreAddedInOrder(_ count: Int) {
    var generator = TestGenerator(seed: 201)
    let numbers: [Double] = (0..<count).map { _ in generator.longSignificand() }
    var sums = numbers
    Reducer.merge(&sums, chunkCount: count, width: 1)
    #expect(sums[0] == merged(numbers, level: 6, index: 0, +))
  }
}
