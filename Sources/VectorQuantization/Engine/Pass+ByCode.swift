/// Sums formed code by code, once the codes are known.
extension Pass {
  /// Adds observations up by code, for one run: each code's rows one after the other, so that there is
  /// one record of sums however many threads there are.
  ///
  /// Reads the observations a second time, row by row. To form sums anew, they must be cleared before.
  ///
  /// - Parameters:
  ///   - wave: The run. For moves, its previous codes are those before the pass.
  ///   - slot: Its slot.
  ///   - codes: Every observation's code.
  ///   - range: The observations to add; those before them were added before.
  ///   - update: All observations, or those that moved.
  ///   - workers: The most threads to use.
  func addUpByCode(
    _ wave: inout Wave<Scalar>, slot: Int, codes: [Int32], of range: Range<Int>,
    update: SumsUpdate, workers: Int
  ) {
    wave.members.makeRoom(for: range.count)
    let now = codes.span.extracting(range)
    if update == .moves {
      let previousCodes = wave.previousCodes
      let before = previousCodes.span.extracting(range)
      wave.members.sort(now, differingFrom: before, workers: workers)
      addMembers(&wave, slot: slot, codes: now, of: range, takesAway: false, workers: workers)
      wave.members.sort(before, differingFrom: now, workers: workers)
      addMembers(&wave, slot: slot, codes: before, of: range, takesAway: true, workers: workers)
    } else {
      wave.members.sort(now, differingFrom: nil, workers: workers)
      addMembers(&wave, slot: slot, codes: now, of: range, takesAway: false, workers: workers)
    }
  }

  /// Adds the rows that were sorted to the sums of their codes, or takes them away.
  private func addMembers(
    _ wave: inout Wave<Scalar>, slot: Int, codes: Span<Int32>, of range: Range<Int>,
    takesAway: Bool, workers: Int
  ) {
    let weights = weights(of: range)
    let (stretches, members) = (wave.stretches(slot), wave.members)
    let loans = wave.sumLoans(slot)
    stretches.forEach(workers: workers) { worker, _, stretch in
      var sums = loans.sums(of: stretch)
      members.forEachPart(ofCodes: stretch) { numbers in
        if observations.isDirect {
          kernels.accumulate(
            observations.rows(range, by: worker), numbers: numbers, codes: codes,
            weights: weights, takesAway: takesAway, shift: frame.origin.span,
            firstCode: stretch.lowerBound, sums: &sums.sums, counts: &sums.counts,
            totals: &sums.totals)
          return
        }
        for start in stride(from: 0, to: numbers.count, by: observations.mostRows) {
          let some = numbers.extracting(
            start..<min(start + observations.mostRows, numbers.count))
          let someCodes = some.elements(of: codes)
          let someWeights = some.elements(of: weights)
          let ownWeights: Span<Scalar>? = weights == nil ? nil : someWeights.span
          kernels.accumulate(
            observations.gathered(some, from: range.lowerBound, by: worker),
            codes: someCodes.span, weights: ownWeights, takesAway: takesAway,
            shift: frame.origin.span, firstCode: stretch.lowerBound, sums: &sums.sums,
            counts: &sums.counts, totals: &sums.totals)
        }
      }
    }
  }
}

extension Span<UInt32> {
  /// The elements of a span at these numbers; none if there is no span.
  fileprivate func elements<Value: BitwiseCopyable>(of all: Span<Value>?) -> [Value] {
    guard let all else { return [] }
    return indices.map { all[Int(self[$0])] }
  }
}
