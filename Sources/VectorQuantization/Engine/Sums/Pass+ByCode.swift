/// Sums by code, computed after the codes are known.
extension Pass {
  /// Adds observations to the sums code by code, for one run.
  ///
  /// The rows of a code are added one after the other, so one record of sums is enough for any
  /// number of threads. This reads the observations a second time, row by row. To recompute the
  /// sums, clear them first.
  ///
  /// - Parameters:
  ///   - wave: The run. For `moves`, `previousCodes` must hold the codes before the pass.
  ///   - codes: The code of every observation.
  ///   - range: The observations to add. Earlier observations must be added already.
  func addUpByCode(
    _ wave: inout Wave<Scalar>, codes: LentMemory<Int32>, of range: Range<Int>
  ) {
    let workers = execution.workers
    let now = codes.view(range)
    wave.members.makeRoom(for: range.count)
    if sums == .whole {
      wave.members.sort(now, differingFrom: nil, workers: workers)
      addMembers(wave, codes: now, of: range, takesAway: false)
      return
    }
    wave.members.sort(now, differingFrom: wave.previousCodes.view(range), workers: workers)
    addMembers(wave, codes: now, of: range, takesAway: false)
    wave.members.sort(wave.previousCodes.view(range), differingFrom: now, workers: workers)
    addMembers(wave, codes: wave.previousCodes.view(range), of: range, takesAway: true)
  }

  /// Adds the sorted rows to the sums of their codes, or subtracts them.
  private func addMembers(
    _ wave: borrowing Wave<Scalar>, codes: Span<Int32>, of range: Range<Int>, takesAway: Bool
  ) {
    let slot = slots[0]
    let shares = SumShares(
      of: wave.codebooks.stretches(slot), rows: wave.members, featureCount: wave.plan.featureCount,
      divides: input.observations.isDirect)
    parallelFor(shares.count, workers: execution.workers, stop: execution.stop) { worker, queue in
      while let item = queue.take() {
        let share = shares[item]
        var record = wave.runSums.sharedRecord(slot, codes: share.codes)
        wave.members.forEachPart(ofCodes: share.codes) { numbers in
          forEachBatch(numbers, of: range, codes: codes, by: worker) { coded in
            var part = coded
            part.features = share.features
            execution.kernels.accumulate(
              part, takesAway: takesAway, shift: input.frame.origin.span, into: &record)
          }
        }
      }
    }
  }

  /// Calls `body` with rows as scalars: all rows at once if they are in memory as scalars,
  /// otherwise at most one tile at a time.
  private func forEachBatch(
    _ numbers: Span<UInt32>, of range: Range<Int>, codes: Span<Int32>, by worker: Int,
    _ body: (CodedRows<Scalar>) -> Void
  ) {
    let (observations, weights) = (input.observations, input.weights(of: range))
    if observations.isDirect {
      return body(
        CodedRows(
          observations.rows(range, by: worker), numbers: numbers, codes: codes, weights: weights))
    }
    for start in stride(from: 0, to: numbers.count, by: observations.mostRows) {
      let some = numbers.extracting(start..<min(start + observations.mostRows, numbers.count))
      let someCodes = some.elements(of: codes)
      let someWeights = some.elements(of: weights)
      let ownWeights: Span<Double>? = weights == nil ? nil : someWeights.span
      body(
        CodedRows(
          observations.gathered(some, from: range.lowerBound, by: worker),
          codes: someCodes.span, weights: ownWeights))
    }
  }
}

extension Span<UInt32> {
  /// The elements of a span at these indices; empty if the span is `nil`.
  fileprivate func elements<Value: BitwiseCopyable>(of all: Span<Value>?) -> [Value] {
    guard let all else { return [] }
    return indices.map { all[Int(self[$0])] }
  }
}
