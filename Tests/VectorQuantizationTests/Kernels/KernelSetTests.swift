import Testing
import VectorQuantization

@Suite struct KernelSetTests {
  @Test("the serial set is always available, and last")
  func serialIsLast() {
    #expect(KernelSet.available.last?.name == "serial")
    #expect(Set(KernelSet.available).count == KernelSet.available.count)
  }

  @Test("every set can be created by name", arguments: KernelSet.available)
  func setsAreFoundByName(_ set: KernelSet) throws {
    #expect(try KernelSet(named: set.name) == set)
  }

  @Test("the preferred set is available")
  func preferredSetIsAvailable() throws {
    #expect(try KernelSet.available.contains(.preferred()))
  }

  @Test("an unknown name throws an error that lists the available names", arguments: ["", "i386"])
  func unknownNamesAreErrors(_ name: String) {
    let available = KernelSet.available.map(\.name)
    #expect(throws: ClusteringError.kernelSetUnavailable(name: name, available: available)) {
      try KernelSet(named: name)
    }
  }
}
