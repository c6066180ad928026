import Testing
import VQTestSupport

/// `changed` finds exactly the rows whose codes differ.
@Suite struct ChangedKernelTests {
  @Test(
    "lists the rows whose codes differ, in order", arguments: KernelCase.all,
    [0, 1, 15, 16, 17, 31, 32, 100])
  func listsRowsThatDiffer(_ kernels: KernelCase, _ count: Int) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      var generator = TestGenerator(seed: 61)
      for share in [0, 1, 3] {
        let before = (0..<count).map { _ in Int32(generator.integer(below: 9)) }
        let after = before.map { generator.integer(below: 3) < share ? $0 + 1 : $0 }
        let expected = before.indices.filter { before[$0] != after[$0] }.map { UInt32($0) }
        let found = KernelTable<Scalar>(kernels).changed(from: before, to: after)
        #expect(found.numbers == expected)
        #expect(found.count == expected.count)
      }
    }
    check(kernels.scalar.kernelScalar)
  }
}
