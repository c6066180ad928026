internal import Synchronization

extension Engine {
  /// Assigns by way of filtered observations, and adds up as a pass of one run does.
  ///
  /// - Parameters:
  ///   - filtered: The observations in spatial order.
  ///   - wave: The run, in a single slot.
  ///   - codes: Every observation's code: those of the last pass, or what the filtered observations
  ///     began with.
  ///   - knowsCodes: Whether `codes` are already those of the present centroids.
  ///   - pass: What to do for the sums, and whether to measure.
  /// - Returns: What was done; nothing if codes were known.
  func filter(
    _ filtered: Shared<FilteredObservations<Scalar>>, _ wave: inout Wave<Scalar>,
    codes: inout [Int32], knowsCodes: Bool, pass: borrowing Pass<Scalar>
  ) -> PassEffort? {
    if wave.previousCodes.isEmpty {
      wave.previousCodes = Array(repeating: 0, count: wave.plan.rowCount)
    }
    filtered.value.withLock { filtered in
      if knowsCodes {
        filtered.adopt(codes, workers: workspaces.count)
      } else {
        let distinct = wave.distinctCodes(0)
        filtered.assign(
          to: wave.loans().codebook(0).centroids, distinct: distinct, codes: &codes,
          workspaces: workspaces, stop: stop)
      }
    }
    let effort =
      knowsCodes
      ? nil
      : PassEffort(
        algorithm: .filtering,
        distanceCount: Double(filtered.value.withLock { $0.pairCount }),
        fullDistanceCount: Double(wave.plan.rowCount) * Double(wave.clusterCounts[0]))
    if let stop, stop.isRaised { return effort }
    pass.addUpChanges(&wave, slot: 0, codes: codes, workspaces: workspaces, stop: stop)
    return effort
  }
}

extension Wave {
  /// The codes of a slot's centroids, but for copies of an earlier one, which are never nearest.
  mutating func distinctCodes(_ slot: Int) -> [Int32] {
    let (range, d) = (centroidRange(slot), plan.featureCount)
    for code in 0..<clusterCounts[slot] {
      let start = range.lowerBound + code * d
      hashes[code] = DuplicateRows.hash(centroids.span.extracting(start..<(start + d)))
    }
    var copies: [Int] = []
    duplicates.forEachCopy(in: centroids, rows: range, columnCount: d, hashes: hashes) { code in
      copies.append(code)
    }
    // They come in ascending order.
    var next = 0
    return (0..<clusterCounts[slot]).compactMap { code in
      if next < copies.count, copies[next] == code {
        next += 1
        return nil
      }
      return Int32(code)
    }
  }
}
