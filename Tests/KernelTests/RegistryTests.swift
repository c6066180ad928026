import CVQKernels
import Testing

@Suite struct RegistryTests {
  private let single = registeredSets(width: 4)
  private let double = registeredSets(width: 8)

  @Test("the serial set is always available, as the last one")
  func serialIsLast() {
    #expect(single.last?.name == "serial")
  }

  @Test("names are unique")
  func namesAreUnique() {
    #expect(Set(single.map(\.name)).count == single.count)
  }

  @Test("both scalars have the same sets in the same order")
  func scalarsHaveTheSameSets() {
    #expect(single.map(\.name) == double.map(\.name))
  }

  @Test("every row group divides the maximum")
  func rowGroupsDivideTheMaximum() {
    for set in single + double {
      #expect(set.rowGroup > 0)
      #expect(Int(VQK_MAXIMUM_ROW_GROUP).isMultiple(of: set.rowGroup), "\(set.name)")
    }
  }

  @Test("there is no set past the end", arguments: [4, 8])
  func nothingPastTheEnd(_ width: Int) {
    let count = single.count
    for index in [count, count + 1, 1000, .max] {
      #expect(!isRegistered(index: index, width: width))
    }
  }
}
