import CVQKernels
import Testing

// Kernels for spatial order, and for the candidates of boxes. [unsafe 2 of 2]

/// Rows in some order, with their numbers.
struct NumberedRows<Scalar: KernelScalar>: Equatable {
  var elements: [Scalar]
  var numbers: [UInt32]
  /// The next place of each class.
  var next: [UInt32]
}

/// Candidates, and their coordinates, feature after feature.
struct Candidates: Equatable {
  var codes: [Int32]
  var coordinates: [Double]
}

extension KernelTable {
  func rowBounds(_ rows: Rows<Scalar>) -> (minimum: [Scalar], maximum: [Scalar]) {
    let memory = memory(of: rows)
    let (minimum, maximum) = (
      output(rows.columns, of: Scalar.self), output(rows.columns, of: Scalar.self)
    )
    unsafe table.pointee.row_bounds(
      memory.start + 1, rows.count, rows.columns, minimum.start, maximum.start)
    withExtendedLifetime(memory) {}
    expectIntact(minimum, maximum)
    return (minimum.contents, maximum.contents)
  }

  /// Adds to `counts`.
  func countBins(
    _ rows: Rows<Scalar>, feature: Int, low: Double, factor: Double, onto counts: [UInt32]
  ) -> [UInt32] {
    let (memory, bins) = (memory(of: rows), GuardedBuffer(counts, canary: 99))
    unsafe table.pointee.count_bins(
      memory.start + 1, rows.count, rows.columns, feature, low, factor, bins.start)
    withExtendedLifetime(memory) {}
    #expect(bins.isIntact, "nothing is written past the ends")
    return bins.contents
  }

  func distribute(
    _ rows: Rows<Scalar>, numbers: [UInt32], feature: Int, low: Double, factor: Double,
    classes: [UInt8], next: [UInt32]
  ) -> NumberedRows<Scalar> {
    let (memory, from) = (memory(of: rows), GuardedBuffer(numbers, canary: 1 << 30))
    let (classOfBin, places) = (
      GuardedBuffer(classes, canary: 255), GuardedBuffer(next, canary: 1 << 30)
    )
    let toRows = output(rows.elements.count, of: Scalar.self)
    let toNumbers = output(numbers.count, of: UInt32.self)
    unsafe table.pointee.distribute(
      memory.start + 1, from.start, rows.count, rows.columns, feature, low, factor,
      classOfBin.start, places.start, toRows.start, toNumbers.start)
    withExtendedLifetime((memory, from, classOfBin)) {}
    expectIntact(toRows, toNumbers)
    #expect(places.isIntact, "nothing is written past the ends")
    return NumberedRows(
      elements: toRows.contents, numbers: toNumbers.contents, next: places.contents)
  }

  /// Returns the candidates that are kept, with the same stride.
  func prune(
    _ candidates: Candidates, count: Int, box low: [Double], _ high: [Double], slack: Double
  ) -> Candidates {
    let stride = candidates.codes.count
    let (minimum, maximum) = (input(low), input(high))
    let codes = GuardedBuffer(candidates.codes, canary: 1 << 20)
    let coordinates = input(candidates.coordinates)
    let keptCodes = output(stride, of: Int32.self)
    let kept = output(candidates.coordinates.count, of: Double.self)
    let found = unsafe table.pointee.prune(
      minimum.start, maximum.start, low.count, slack, codes.start, coordinates.start, stride, count,
      keptCodes.start, kept.start)
    withExtendedLifetime((minimum, maximum, codes, coordinates)) {}
    expectIntact(kept, keptCodes)
    let places = kept.contents
    return Candidates(
      codes: Array(keptCodes.contents.prefix(found)),
      coordinates: low.indices.flatMap { places[($0 * stride)..<($0 * stride + found)] })
  }

  func translate(_ codes: [Int32], by names: [Int32]) -> (names: [Int32], isOne: Bool) {
    let (from, by) = (GuardedBuffer(codes, canary: 1 << 20), GuardedBuffer(names, canary: -5))
    let to = output(codes.count, of: Int32.self)
    let isOne = unsafe table.pointee.translate(from.start, by.start, codes.count, to.start)
    withExtendedLifetime((from, by)) {}
    expectIntact(to)
    return (to.contents, isOne)
  }
}
