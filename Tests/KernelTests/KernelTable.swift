import CVQKernels
import Testing

/// The kernels of one set for one scalar, called with arrays. [unsafe 2 of 2]
///
/// Each call gives the kernel memory of exactly the documented size between strips of canaries,
/// with rows that are aligned only to their scalar. It then expects that no canary has changed.
@safe struct KernelTable<Scalar: KernelScalar> {
  // Points to a constant of the C target.
  let table: UnsafePointer<vqk_kernels>

  init(_ kernelCase: KernelCase) {
    self.init(index: kernelCase.index)
  }

  /// The reference for the other sets.
  static var serial: KernelTable {
    KernelTable(index: registeredSets(width: MemoryLayout<Scalar>.size).count - 1)
  }

  private init(index: Int) {
    guard let table = unsafe vqk_available(index, MemoryLayout<Scalar>.size) else {
      preconditionFailure("every case is an available set")
    }
    unsafe self.table = table
  }

  var rowGroup: Int { unsafe table.pointee.row_group }
}

/// The contents of a `vqk_frame`.
struct TestFrame<Scalar: KernelScalar> {
  var shift: [Scalar]
  var scale = 1.0

  /// The coordinates of the data, unchanged.
  static func identity(columns: Int) -> TestFrame {
    TestFrame(shift: Array(repeating: 0, count: columns))
  }
}

/// Packed rows and their margins.
struct PackedRows<Scalar: KernelScalar> {
  let groups: GuardedBuffer<Scalar>
  let margins: GuardedBuffer<Scalar>
  let count: Int
  let columns: Int
}

/// A packed codebook, and the smallest and largest norm of its centroids.
struct PackedCentroids<Scalar: KernelScalar> {
  let panels: GuardedBuffer<Scalar>
  let minimum: Double
  let maximum: Double
  let count: Int
  let columns: Int
}

/// The results of `nearest`.
struct Found {
  let codes: [Int32]
  /// The undecided rows, as listed.
  let open: [vqk_undecided]
  /// For each row, the second score less the smallest score and the margin.
  let gaps: [Double]

  /// The numbers of the undecided rows.
  var undecided: [Int] { open.map { Int($0.row) } }
}

extension vqk_undecided {
  /// A row without a known pair.
  init(row: Int, limit: Double) {
    self.init(
      row: UInt32(row), is_pair: false, codes: (0, 0), limit: limit, second: 0)
  }

}

/// A row and a centroid, as `screen` reports them.
struct Pair: Hashable, Comparable {
  let row: Int
  let code: Int

  static func < (left: Pair, right: Pair) -> Bool {
    (left.row, left.code) < (right.row, right.code)
  }
}

/// The outputs of `accumulate`.
struct Sums: Equatable {
  var sums: [Double]
  var counts: [Int64]
  var totals: [Double]?
}

/// The results of `moments`.
struct ColumnMoments: Equatable {
  var sums: [Double]
  var squares: [Double]
  var maximum: [Double]
  var isFinite: Bool
}

extension vqk_margin {
  /// A margin of 0.
  static var none: vqk_margin {
    vqk_margin(factor: 0, minimum: 0, maximum: 0, underflow: 0, coarseness: 0)
  }
}

// MARK: Packing and searching

extension KernelTable {
  func pack(
    _ rows: Rows<Scalar>, frame: TestFrame<Scalar>, margin: vqk_margin = .none
  ) -> PackedRows<Scalar> {
    let padded = (rows.count + rowGroup - 1) / rowGroup * rowGroup
    let groups = output(padded * rows.columns, of: Scalar.self)
    let margins = output(rows.count, of: Scalar.self)
    let (memory, shift) = (memory(of: rows), input(frame.shift))
    unsafe table.pointee.pack_rows(
      memory.start + 1, rows.stride, rows.count, rows.columns,
      vqk_frame(shift: shift.start, scale: frame.scale),
      margin, groups.start, margins.start)
    withExtendedLifetime((memory, shift)) {}
    expectIntact(groups, margins)
    return PackedRows(groups: groups, margins: margins, count: rows.count, columns: rows.columns)
  }

  func pack(centroids: Rows<Scalar>, frame: TestFrame<Scalar>) -> PackedCentroids<Scalar> {
    let padded = (centroids.count + Int(VQK_PANEL) - 1) / Int(VQK_PANEL) * Int(VQK_PANEL)
    let panels = output(padded * (centroids.columns + 1), of: Scalar.self)
    let (memory, shift) = (doubles(of: centroids), input(frame.shift))
    var minimum = -1.0
    var maximum = -1.0
    unsafe table.pointee.pack_centroids(
      memory.start, centroids.count, centroids.columns,
      vqk_frame(shift: shift.start, scale: frame.scale), panels.start, &minimum,
      &maximum)
    withExtendedLifetime((memory, shift)) {}
    expectIntact(panels)
    return PackedCentroids(
      panels: panels, minimum: minimum, maximum: maximum, count: centroids.count,
      columns: centroids.columns)
  }

  func nearest(_ rows: PackedRows<Scalar>, _ codebook: PackedCentroids<Scalar>) -> Found {
    let codes = output(rows.count, of: Int32.self)
    let words = MemoryLayout<vqk_undecided>.stride / MemoryLayout<UInt64>.stride
    let undecided = output(words * rows.count, of: UInt64.self)
    let open = unsafe UnsafeMutableRawPointer(undecided.start)
      .bindMemory(to: vqk_undecided.self, capacity: rows.count)
    let ahead = memory(
      of: Rows<Scalar>(Array(repeating: 0, count: 9 * rows.columns), columns: rows.columns))
    let gaps = output(rows.count, of: Scalar.self)
    let count = unsafe table.pointee.nearest(
      packed(rows, ahead: ahead), packed(codebook), rows.margins.start, codes.start,
      open, gaps.start)
    withExtendedLifetime((rows, codebook, ahead)) {}
    #expect(codes.isIntact && undecided.isIntact, "nothing is written past the ends")
    expectIntact(gaps)
    let rows = unsafe Array(UnsafeBufferPointer(start: open, count: count))
    return Found(codes: codes.contents, open: rows, gaps: gaps.contents.map { Double($0) })
  }

  func candidates(
    _ rows: PackedRows<Scalar>, of row: vqk_undecided, _ codebook: PackedCentroids<Scalar>
  ) -> [Int32] {
    let codes = output(max(2, codebook.count), of: Int32.self)
    let count = unsafe table.pointee.candidates(
      packed(rows), row, packed(codebook), codes.start)
    withExtendedLifetime((rows, codebook)) {}
    #expect(codes.isIntact, "nothing is written past the ends")
    return Array(codes.contents.prefix(count))
  }
}

// MARK: Screening

extension KernelTable {
  /// The pairs, in the order in which they are found.
  func screen(
    _ rows: PackedRows<Scalar>, _ codebook: PackedCentroids<Scalar>, limits: [Scalar]
  ) -> [Pair] {
    // The limits past the last row must have no influence; infinity would let every pair pass.
    let padding = [Scalar](repeating: .infinity, count: padded(rows.count) - rows.count)
    let limits = input(limits + padding)
    let numbers = output(rows.count * codebook.count, of: UInt32.self)
    let codes = output(rows.count * codebook.count, of: Int32.self)
    let count = unsafe table.pointee.screen(
      packed(rows), packed(codebook), limits.start, numbers.start, codes.start)
    withExtendedLifetime((rows, codebook, limits)) {}
    #expect(numbers.isIntact && codes.isIntact, "nothing is written past the ends")
    return zip(numbers.contents, codes.contents).prefix(count).map {
      Pair(row: Int($0), code: Int($1))
    }
  }

  /// The score limits of the rows.
  func scoreLimits(
    _ rows: PackedRows<Scalar>, squared: [Double], factor: Double, underflow: Double
  ) -> [Scalar] {
    let limits = output(padded(rows.count), of: Scalar.self)
    let squared = input(squared)
    unsafe table.pointee.score_limits(
      packed(rows), squared.start, factor, underflow, limits.start)
    withExtendedLifetime((rows, squared)) {}
    expectIntact(limits)
    return Array(limits.contents.prefix(rows.count))
  }

  private func padded(_ count: Int) -> Int {
    let group = Int(VQK_MAXIMUM_ROW_GROUP)
    return (count + group - 1) / group * group
  }
}

// MARK: Memory

extension KernelTable {
  /// Rows that start one element after a cache line, with NaN between and around them.
  func memory(of rows: Rows<Scalar>) -> GuardedBuffer<Scalar> {
    let gap = [Scalar](repeating: .nan, count: rows.stride - rows.columns)
    let spread = (0..<rows.count).flatMap { Array(rows[$0]) + gap }
    return GuardedBuffer([.nan] + spread.dropLast(gap.count), canary: .nan)
  }

  /// Consecutive centroids, as kernels expect them.
  func doubles(of centroids: Rows<Scalar>) -> GuardedBuffer<Double> {
    input(centroids.elements.map { Double($0) })
  }

  func input<Number: BinaryFloatingPoint & BitwiseCopyable>(
    _ numbers: [Number]
  ) -> GuardedBuffer<Number> {
    GuardedBuffer(numbers, canary: .nan)
  }

  func output<Number: Numeric & BitwiseCopyable>(
    _ count: Int, of _: Number.Type
  ) -> GuardedBuffer<Number> {
    GuardedBuffer(Array(repeating: 77, count: count), canary: 99)
  }

  func update(_ numbers: [Double]) -> GuardedBuffer<Double> {
    GuardedBuffer(numbers, canary: 99)
  }

  func expectIntact<each Number>(_ buffers: repeat GuardedBuffer<each Number>) {
    for buffer in repeat each buffers {
      #expect(buffer.isIntact, "nothing is written past the ends")
    }
  }

  func packed(
    _ rows: PackedRows<Scalar>, ahead: GuardedBuffer<Scalar>? = nil
  ) -> vqk_rows {
    unsafe vqk_rows(
      groups: rows.groups.start, n: rows.count, d: rows.columns, ahead: ahead?.start,
      ahead_size: (ahead?.contents.count ?? 0) * MemoryLayout<Scalar>.stride)
  }

  func packed(_ codebook: PackedCentroids<Scalar>) -> vqk_codebook {
    unsafe vqk_codebook(
      panels: codebook.panels.start, k: codebook.count, d: codebook.columns)
  }
}

// MARK: Registry and processors

/// The kernel sets for a scalar of `width` bytes, best first.
func registeredSets(width: Int) -> [(name: String, rowGroup: Int)] {
  var sets: [(name: String, rowGroup: Int)] = []
  while let table = unsafe vqk_available(sets.count, width) {
    let name = unsafe String(cString: table.pointee.name)
    sets.append((name, unsafe table.pointee.row_group))
  }
  return sets
}

/// Returns whether there is a set with this index.
func isRegistered(index: Int, width: Int) -> Bool {
  unsafe vqk_available(index, width) != nil
}

/// The CPU quota that a membership file and a mounted hierarchy set.
func cgroupQuota(membership: String, mount: String) -> Int {
  unsafe vqk_cgroup_quota(membership, mount)
}
