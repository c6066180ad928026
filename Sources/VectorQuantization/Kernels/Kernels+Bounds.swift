internal import CVQKernels

// Bounds, and decisions from candidate distances. [unsafe 2 of 3]

extension Kernels {
  /// Writes the codes and bounds of some listed rows.
  ///
  /// - Parameters:
  ///   - rows: The rows, with their codes and squared distances.
  ///   - range: The range of the list to write. `nil` if the rows are the whole tile, in order, so
  ///     that they have no numbers.
  ///   - workspace: Holds a lower bound on the distance to any other centroid for each row of the
  ///     range. Receives the codes and the reach of the clusters.
  ///   - bounds: Receives the bounds.
  func keepBounds(
    of rows: borrowing OpenRows, _ range: Range<Int>?, _ workspace: borrowing Workspace<Scalar>,
    in bounds: inout TileBounds
  ) {
    let (seconds, own) = (workspace.pruning.seconds.span, range ?? 0..<rows.count)
    precondition(seconds.count >= own.count && workspace.codes.count >= bounds.count)
    precondition(range != nil || bounds.count == own.count)
    precondition(workspace.pruning.reach.maximum.count >= bounds.travelled.count)
    unsafe rows.withC(own) { rows in
      var rows = unsafe rows
      if range == nil { unsafe rows.numbers = nil }
      unsafe bounds.withC(workspace.codes) { bounds in
        unsafe workspace.pruning.reach.withC { reach in
          unsafe seconds.withUnsafeBufferPointer { seconds in
            unsafe table.pointee.keep_bounds(bounds, rows, seconds.first, reach)
          }
        }
      }
    }
  }

  /// Removes the open rows whose bounds keep their codes, now that their distances are measured.
  func narrow(_ workspace: inout Workspace<Scalar>, by bounds: inout TileBounds) {
    workspace.pruning.open.count = unsafe workspace.pruning.open.withC(
      0..<workspace.pruning.open.count
    ) { rows in
      unsafe bounds.withC(workspace.codes) { bounds in unsafe table.pointee.narrow(bounds, rows) }
    }
  }

  /// Writes lower bounds on the distances to all other centroids, from the gaps of a search.
  func findSeconds(
    squared: Span<Double>, gaps: Span<Scalar>, margin: Margin,
    into rowSeconds: borrowing TileMemory<Double>
  ) {
    let count = squared.count
    var seconds = rowSeconds.lent
    precondition(gaps.count >= count && seconds.count >= count)
    unsafe squared.withUnsafeBufferPointer { squared in
      unsafe gaps.withUnsafeBufferPointer { gaps in
        unsafe seconds.withUnsafeMutableBufferPointer { seconds in
          unsafe table.pointee.seconds_of_gaps(
            count, squared.first, gaps.raw, margin.factor, seconds.first)
        }
      }
    }
  }

  /// Lists the pairs of a row and a centroid nearer than its own, if any, from the neighbour lists.
  ///
  /// Rows with a usable list move to the front of the open rows `range`. All others are added to
  /// `rest`.
  ///
  /// - Returns: The number of rows moved to the front, and the number of rows processed before the
  ///   capacity for pairs ran out.
  func findPairs(
    _ range: Range<Int>, of workspace: inout PruningWorkspace<Scalar>, neighbours: Neighbours,
    limit: Int
  ) -> (kept: Int, treated: Int) {
    precondition(range.upperBound <= workspace.open.count)
    assert(range.allSatisfy { Int(workspace.open.codes[$0]) < neighbours.radii.count })
    let pairs = workspace.pairs.counts.count
    precondition(pairs >= range.count && workspace.pairs.beyond.count >= range.count)
    precondition(workspace.rest.numbers.count >= workspace.rest.count + range.count)
    var (treated, restCount, pairCount) = (0, 0, 0)
    let kept = unsafe workspace.open.withC(range) { rows in
      unsafe workspace.rest.withC(0..<workspace.rest.count) { rest in
        unsafe workspace.pairs.withC { pairs in
          unsafe neighbours.withC { lists in
            var (found, left) = unsafe (pairs, rest)
            let kept = unsafe table.pointee.neighbour_pairs(
              rows, lists, limit, &found, &left, &treated)
            unsafe (pairCount, restCount) = (found.count, left.count)
            return kept
          }
        }
      }
    }
    workspace.pairs.count = pairCount
    workspace.rest.count = restCount
    return (kept, treated)
  }

  /// Gives open rows the code of the nearest among their own centroid and their measured pairs.
  ///
  /// - Returns: The number of rows that rounding leaves undecided. `uncertain` lists their
  ///   positions in `range`.
  func settle(
    _ range: Range<Int>, of workspace: borrowing PruningWorkspace<Scalar>, roundoff: Double
  ) -> Int {
    var seconds = workspace.seconds.lent
    var uncertain = workspace.uncertain.lent
    precondition(range.upperBound <= workspace.open.count)
    precondition(workspace.pairs.counts.count >= range.count)
    precondition(seconds.count >= range.count && uncertain.count > range.count)
    return unsafe workspace.open.withC(range) { rows in
      unsafe workspace.pairs.withC { pairs in
        unsafe seconds.withUnsafeMutableBufferPointer { seconds in
          unsafe uncertain.withUnsafeMutableBufferPointer { uncertain in
            var found = unsafe pairs
            return unsafe table.pointee.settle_pairs(
              rows, &found, roundoff, seconds.first, uncertain.first)
          }
        }
      }
    }
  }
}

// Conversions to C structures.

extension OpenRows {
  fileprivate func withC<Result>(_ range: Range<Int>, _ body: (vqk_open) -> Result) -> Result {
    precondition(codes.count == numbers.count && squared.count == numbers.count)
    precondition(range.lowerBound >= 0 && range.upperBound <= numbers.count)
    let start = range.lowerBound
    return unsafe body(
      vqk_open(
        numbers: numbers.pointer + start, codes: codes.pointer + start,
        squared: squared.pointer + start, count: range.count))
  }
}

extension CandidateDistances {
  fileprivate func withC<Result>(_ body: (vqk_pairs) -> Result) -> Result {
    precondition(codes.count == rows.count && squared.count == rows.count)
    return unsafe body(
      vqk_pairs(
        rows: rows.pointer, codes: codes.pointer, squared: squared.pointer, count: count,
        room: rows.count, counts: counts.pointer, beyond: beyond.pointer))
  }
}

extension ClusterReach {
  fileprivate func withC<Result>(_ body: (vqk_reach) -> Result) -> Result {
    precondition(sums.count == maximum.count && counts.count == maximum.count)
    return unsafe body(
      vqk_reach(maximum: maximum.pointer, sums: sums.pointer, counts: counts.pointer))
  }
}

extension Neighbours {
  fileprivate func withC<Result>(_ body: (vqk_neighbours) -> Result) -> Result {
    let (starts, codes) = (starts.span, codes.span)
    let (distances, radii) = (distances.span, radii.span)
    precondition(starts.count == radii.count + 1)
    return unsafe starts.withUnsafeBufferPointer { starts in
      unsafe codes.withUnsafeBufferPointer { codes in
        unsafe distances.withUnsafeBufferPointer { distances in
          unsafe radii.withUnsafeBufferPointer { radii in
            unsafe body(
              vqk_neighbours(
                starts: starts.first, codes: codes.first, distances: distances.first,
                radii: radii.first))
          }
        }
      }
    }
  }
}

extension TileBounds {
  fileprivate mutating func withC<Result>(
    _ codes: borrowing TileMemory<Int32>, _ body: (vqk_bounds) -> Result
  ) -> Result {
    let (maximum, travelled, codes) = (maximum, travelled, unsafe codes.pointer)
    return unsafe uppers.withUnsafeMutableBufferPointer { uppers in
      unsafe lowers.withUnsafeMutableBufferPointer { lowers in
        unsafe travelled.withUnsafeBufferPointer { travelled in
          unsafe body(
            vqk_bounds(
              codes: codes, upper: uppers.first, lower: lowers.first,
              travelled: travelled.first, maximum: maximum))
        }
      }
    }
  }
}
