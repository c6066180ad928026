internal import CVQKernels

// Bounds, and what measured pairs say. [unsafe 3 of 4]

extension Kernels {
  /// Writes down what is known of rows.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - range: Those to write down.
  ///   - isWhole: Whether they are the whole tile, in order, so that they are not numbered.
  ///   - rowSeconds: For each a lower bound on the distance to any other centroid.
  ///   - codes: Receives their codes.
  ///   - bounds: Where it is written down.
  ///   - reach: Takes in their distances.
  func keepBounds(
    of rows: inout OpenRows, _ range: Range<Int>, isWhole: Bool, seconds rowSeconds: [Double],
    codes: inout [Int32], in bounds: inout TileBounds, reach: inout ClusterReach
  ) {
    let seconds = rowSeconds.span
    let count = range.count
    precondition(seconds.count >= count && codes.count >= bounds.count)
    precondition(!isWhole || bounds.count == count)
    precondition(reach.greatest.count >= bounds.travelled.count)
    unsafe rows.withC(range) { rows in
      var rows = unsafe rows
      if isWhole { unsafe rows.numbers = nil }
      unsafe bounds.withC(&codes) { bounds in
        unsafe reach.withC { reach in
          unsafe seconds.withUnsafeBufferPointer { seconds in
            unsafe table.pointee.keep_bounds(bounds, rows, seconds.first, reach)
          }
        }
      }
    }
  }

  /// Takes rows out of a list whose bounds keep their codes now that they are measured.
  func narrow(_ rows: inout OpenRows, codes: inout [Int32], by bounds: inout TileBounds) {
    rows.count = unsafe rows.withC { rows in
      unsafe bounds.withC(&codes) { bounds in unsafe table.pointee.narrow(bounds, rows) }
    }
  }

  /// Lower bounds on the distances to all but the nearest centroids, by what a search says.
  func findSeconds(
    squared rowSquared: [Double], gaps: Span<Scalar>, count: Int, margin: Margin,
    into rowSeconds: inout [Double]
  ) {
    let squared = rowSquared.span
    var seconds = rowSeconds.mutableSpan
    precondition(squared.count >= count && gaps.count >= count && seconds.count >= count)
    unsafe squared.withUnsafeBufferPointer { squared in
      unsafe gaps.withUnsafeBufferPointer { gaps in
        unsafe seconds.withUnsafeMutableBufferPointer { seconds in
          unsafe table.pointee.seconds_of_gaps(
            count, squared.first, gaps.raw, margin.factor, seconds.first)
        }
      }
    }
  }

  /// Lists the pairs that may be nearer than rows' own centroids, by lists of neighbours.
  ///
  /// Those listed are moved to the front of the open rows `range`; others are added to the rest.
  ///
  /// - Returns: How many are listed, and how many were treated, before pairs ran out of room.
  func findPairs(
    _ range: Range<Int>, of scratch: inout PruningScratch<Scalar>, neighbours: Neighbours,
    limit: Int
  ) -> (kept: Int, treated: Int) {
    findPairs(
      range, of: &scratch.open, neighbours: neighbours, limit: limit, into: &scratch.pairs,
      rest: &scratch.rest)
  }

  private func findPairs(
    _ range: Range<Int>, of rows: inout OpenRows, neighbours: Neighbours, limit: Int,
    into pairs: inout PairBuffer, rest: inout OpenRows
  ) -> (kept: Int, treated: Int) {
    let (starts, codes) = (neighbours.starts.span, neighbours.codes.span)
    let (distances, radii) = (neighbours.distances.span, neighbours.radii.span)
    precondition(range.upperBound <= rows.count && starts.count == radii.count + 1)
    assert(range.allSatisfy { Int(rows.codes[$0]) < radii.count })
    precondition(pairs.counts.count >= range.count && pairs.beyond.count >= range.count)
    precondition(rest.numbers.count >= rest.count + range.count)
    var treated = 0
    var restCount = rest.count
    var pairCount = 0
    let kept = unsafe rows.withC(range) { rows in
      unsafe rest.withC { rest in
        unsafe pairs.withC { pairs in
          unsafe starts.withUnsafeBufferPointer { starts in
            unsafe codes.withUnsafeBufferPointer { codes in
              unsafe distances.withUnsafeBufferPointer { distances in
                unsafe radii.withUnsafeBufferPointer { radii in
                  let lists = unsafe vqk_neighbours(
                    starts: starts.first, codes: codes.first, distances: distances.first,
                    radii: radii.first)
                  var (found, left) = unsafe (pairs, rest)
                  let kept = unsafe table.pointee.neighbour_pairs(
                    rows, lists, limit, &found, &left, &treated)
                  unsafe (pairCount, restCount) = (found.count, left.count)
                  return kept
                }
              }
            }
          }
        }
      }
    }
    pairs.count = pairCount
    rest.count = restCount
    return (kept, treated)
  }

  /// Gives the open rows `range` the codes of the nearest of the pairs, which are measured, and their
  /// own.
  ///
  /// - Returns: How many of them rounding leaves undecided; they are listed by position in `range`.
  func settle(
    _ range: Range<Int>, of scratch: inout PruningScratch<Scalar>, roundoff: Double
  ) -> Int {
    settle(
      range, of: &scratch.open, by: &scratch.pairs, roundoff: roundoff,
      seconds: &scratch.seconds, uncertain: &scratch.uncertain)
  }

  private func settle(
    _ range: Range<Int>, of rows: inout OpenRows, by pairs: inout PairBuffer, roundoff: Double,
    seconds rowSeconds: inout [Double], uncertain rowUncertain: inout [UInt32]
  ) -> Int {
    var seconds = rowSeconds.mutableSpan
    var uncertain = rowUncertain.mutableSpan
    precondition(range.upperBound <= rows.count && pairs.counts.count >= range.count)
    precondition(seconds.count >= range.count && uncertain.count > range.count)
    assert(pairs.counts[..<range.count].reduce(0) { $0 + Int($1) } <= pairs.count)
    return unsafe rows.withC(range) { rows in
      unsafe pairs.withC { pairs in
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

// How they look to C.

extension OpenRows {
  /// All that are in use.
  fileprivate mutating func withC<Result>(_ body: (vqk_open) -> Result) -> Result {
    unsafe withC(0..<count, body)
  }

  fileprivate mutating func withC<Result>(
    _ range: Range<Int>, _ body: (vqk_open) -> Result
  ) -> Result {
    precondition(codes.count == numbers.count && squared.count == numbers.count)
    precondition(range.lowerBound >= 0 && range.upperBound <= numbers.count)
    return unsafe Self.withC(&numbers, &codes, &squared, range, body)
  }

  private static func withC<Result>(
    _ allNumbers: inout [UInt32], _ allCodes: inout [Int32], _ allSquared: inout [Double],
    _ range: Range<Int>, _ body: (vqk_open) -> Result
  ) -> Result {
    var numbers = allNumbers.mutableSpan
    var codes = allCodes.mutableSpan
    var squared = allSquared.mutableSpan
    return unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe squared.withUnsafeMutableBufferPointer { squared in
          unsafe body(
            vqk_open(
              numbers: numbers.first + range.lowerBound, codes: codes.first + range.lowerBound,
              squared: squared.first + range.lowerBound, count: range.count))
        }
      }
    }
  }
}

extension PairBuffer {
  fileprivate mutating func withC<Result>(_ body: (vqk_pairs) -> Result) -> Result {
    precondition(codes.count == rows.count && squared.count == rows.count)
    return unsafe Self.withC(&rows, &codes, &squared, &counts, &beyond, count: count, body)
  }

  private static func withC<Result>(
    _ allRows: inout [UInt32], _ allCodes: inout [Int32], _ allSquared: inout [Double],
    _ allCounts: inout [Int32], _ allBeyond: inout [Double], count: Int,
    _ body: (vqk_pairs) -> Result
  ) -> Result {
    var rows = allRows.mutableSpan
    var codes = allCodes.mutableSpan
    var squared = allSquared.mutableSpan
    var counts = allCounts.mutableSpan
    var beyond = allBeyond.mutableSpan
    return unsafe rows.withUnsafeMutableBufferPointer { rows in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe squared.withUnsafeMutableBufferPointer { squared in
          unsafe counts.withUnsafeMutableBufferPointer { counts in
            unsafe beyond.withUnsafeMutableBufferPointer { beyond in
              unsafe body(
                vqk_pairs(
                  rows: rows.first, codes: codes.first, squared: squared.first, count: count,
                  room: rows.count, counts: counts.first, beyond: beyond.first))
            }
          }
        }
      }
    }
  }
}

extension ClusterReach {
  fileprivate mutating func withC<Result>(_ body: (vqk_reach) -> Result) -> Result {
    precondition(sums.count == greatest.count && counts.count == greatest.count)
    return unsafe Self.withC(&greatest, &sums, &counts, body)
  }

  private static func withC<Result>(
    _ allGreatest: inout [Float], _ allSums: inout [Double], _ allCounts: inout [Int64],
    _ body: (vqk_reach) -> Result
  ) -> Result {
    var greatest = allGreatest.mutableSpan
    var sums = allSums.mutableSpan
    var counts = allCounts.mutableSpan
    return unsafe greatest.withUnsafeMutableBufferPointer { greatest in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        unsafe counts.withUnsafeMutableBufferPointer { counts in
          unsafe body(
            vqk_reach(greatest: greatest.first, sums: sums.first, counts: counts.first))
        }
      }
    }
  }
}

extension TileBounds {
  fileprivate mutating func withC<Result>(
    _ tileCodes: inout [Int32], _ body: (vqk_bounds) -> Result
  ) -> Result {
    var codes = tileCodes.mutableSpan
    let (greatest, travelled) = (greatest, travelled)
    return unsafe codes.withUnsafeMutableBufferPointer { codes in
      unsafe uppers.withUnsafeMutableBufferPointer { uppers in
        unsafe lowers.withUnsafeMutableBufferPointer { lowers in
          unsafe travelled.withUnsafeBufferPointer { travelled in
            unsafe body(
              vqk_bounds(
                codes: codes.first, upper: uppers.first, lower: lowers.first,
                travelled: travelled.first, greatest: greatest))
          }
        }
      }
    }
  }
}
