import Testing
import VQTestSupport
import VectorQuantization

/// No bit of any result changes unless the golden file says so.
@Suite struct GoldenTests {
  @Test("the file has a line for each problem, with names that differ")
  func namesDiffer() throws {
    let names = GoldenProblem.all.map(\.name)
    #expect(names.count >= 200)
    #expect(Set(names).count == names.count)
    if !GoldenFile.isToBeWritten { #expect(try GoldenFile.lines().map(\.name) == names) }
  }

  @Test("every problem has the result of the golden file", arguments: GoldenSetting.whole)
  func keepsResults(_ setting: GoldenSetting) throws {
    if !GoldenFile.isToBeWritten {
      try expectGolden(GoldenProblem.all, setting)
    } else if setting.workers == 1 {
      try GoldenFile.write(
        GoldenProblem.all.map { (name: $0.name, hash: try $0.hash(setting).description) })
      Issue.record("The golden file was written. Run again without VQ_GOLDEN_WRITE.")
    }
  }

  @Test(
    "a seventh of the problems have these results with every kernel set",
    arguments: GoldenSetting.kernelSets)
  func keepsResultsOfKernelSets(_ setting: GoldenSetting) throws {
    let problems = GoldenProblem.all.enumerated().filter { $0.offset % 7 == 0 }.map(\.element)
    if !GoldenFile.isToBeWritten { try expectGolden(problems, setting) }
  }

  /// Solves problems and names those whose result is another.
  private func expectGolden(_ problems: [GoldenProblem], _ setting: GoldenSetting) throws {
    let expected = Dictionary(
      try GoldenFile.lines().map { ($0.name, $0.hash) }, uniquingKeysWith: { first, _ in first })
    let differing = try problems.filter { try $0.hash(setting).description != expected[$0.name] }
    #expect(
      differing.isEmpty,
      "\(differing.count) differ: \(differing.map(\.name).joined(separator: "; "))")
  }
}
