/// Sums formed code by code, once the codes are known.
extension Pass {
  /// Adds observations up by code, for one run: each code's rows one after the other, so that there is
  /// one record of sums however many threads there are.
  ///
  /// Reads the observations a second time, row by row.
  ///
  /// - Parameters:
  ///   - wave: The run. For moves, its previous codes are those before the pass.
  ///   - slot: Its slot.
  ///   - codes: Every observation's code.
  ///   - update: All observations, or those that moved.
  ///   - workers: The most threads to use.
  func addUpByCode(
    _ wave: inout Wave<Scalar>, slot: Int, codes: [Int32], update: SumsUpdate, workers: Int
  ) {
    let now = codes.span
    if update == .moves {
      let previousCodes = wave.previousCodes
      let before = previousCodes.span
      wave.members.sort(now, differingFrom: before, workers: workers)
      addMembers(&wave, slot: slot, codes: now, takesAway: false, workers: workers)
      wave.members.sort(before, differingFrom: now, workers: workers)
      addMembers(&wave, slot: slot, codes: before, takesAway: true, workers: workers)
    } else {
      wave.clearSums(slot)
      wave.members.sort(now, differingFrom: nil, workers: workers)
      addMembers(&wave, slot: slot, codes: now, takesAway: false, workers: workers)
    }
  }

  /// Adds the rows that were sorted to the sums of their codes, or takes them away.
  private func addMembers(
    _ wave: inout Wave<Scalar>, slot: Int, codes allCodes: Span<Int32>, takesAway: Bool,
    workers: Int
  ) {
    let (stretches, members) = (wave.stretches(slot), wave.members)
    let loans = wave.sumLoans(slot)
    stretches.forEach(workers: workers) { _, codes in
      var sums = loans.sums(of: codes)
      members.forEachPart(ofCodes: codes) { numbers in
        kernels.accumulate(
          observations, numbers: numbers, codes: allCodes, weights: weights, takesAway: takesAway,
          shift: frame.origin.span, firstCode: codes.lowerBound, sums: &sums.sums,
          counts: &sums.counts, totals: &sums.totals)
      }
    }
  }
}
