import CVQKernels
import Testing

// Kernels for distances, sums and moments. [unsafe 2 of 2]

extension KernelTable {
  /// The distances of all rows in order, or of the listed rows.
  func distances(
    _ rows: Rows<Scalar>, numbers: [UInt32]? = nil, codes: [Int32], centroids: Rows<Scalar>,
    scale: Double
  ) -> [Double] {
    let squared = output(codes.count, of: Double.self)
    let numbers = numbers.map { GuardedBuffer($0, canary: 0) }
    let (memory, codes) = (memory(of: rows), GuardedBuffer(codes, canary: 0))
    let book = doubles(of: centroids)
    unsafe table.pointee.distances(
      memory.start + 1, rows.stride, numbers?.start, squared.contents.count, rows.columns,
      codes.start, book.start, scale, squared.start)
    withExtendedLifetime((memory, numbers, codes, book)) {}
    expectIntact(squared)
    return squared.contents
  }

  /// The distances of every row to every centroid, row after row.
  func distanceMatrix(_ rows: Rows<Scalar>, centroids: Rows<Scalar>) -> [Scalar] {
    let distances = output(rows.count * centroids.count, of: Scalar.self)
    let strip = output(Int(VQK_MAXIMUM_ROW_GROUP) * rows.columns, of: Double.self)
    let (memory, book) = (memory(of: rows), doubles(of: centroids))
    _ = unsafe table.pointee.distance_matrix(
      memory.start + 1, rows.stride, rows.count, rows.columns, book.start, centroids.count,
      strip.start, distances.start)
    withExtendedLifetime((memory, book)) {}
    expectIntact(distances)
    expectIntact(strip)
    return distances.contents
  }

  /// Moves the listed rows from their codes in `from` to their codes in `to`.
  func transfer(
    _ rows: Rows<Scalar>, numbers: [UInt32], from: [Int32], to: [Int32], shift: [Double],
    onto sums: Sums
  ) -> Sums {
    let (memory, listed) = (memory(of: rows), GuardedBuffer(numbers, canary: 0))
    let (from, to) = (GuardedBuffer(from, canary: 0), GuardedBuffer(to, canary: 0))
    let (shift, added) = (input(shift), update(sums.sums))
    let counts = GuardedBuffer(sums.counts, canary: -99)
    unsafe table.pointee.transfer(
      memory.start + 1, rows.stride, rows.columns, listed.start, numbers.count, from.start,
      to.start, shift.start, added.start, counts.start)
    withExtendedLifetime((memory, listed, from, to, shift)) {}
    expectIntact(added)
    return Sums(sums: added.contents, counts: counts.contents)
  }

  /// Adds to `sums`; its totals are `nil` without weights.
  func accumulate(
    _ rows: Rows<Scalar>, numbers: [UInt32]? = nil, codes: [Int32], weights: [Double]?,
    takesAway: Bool = false, shift: [Double], firstCode: Int32 = 0, features: Range<Int>? = nil,
    onto sums: Sums
  ) -> Sums {
    let (memory, codes) = (memory(of: rows), GuardedBuffer(codes, canary: 0))
    let listed = numbers.map { GuardedBuffer($0, canary: 0) }
    let (weights, shift) = (weights.map { input($0) }, input(shift))
    let (added, counts) = (update(sums.sums), GuardedBuffer(sums.counts, canary: -99))
    let totals = sums.totals.map { update($0) }
    let features = features ?? 0..<rows.columns
    let (first, isFirst) = (features.lowerBound, features.lowerBound == 0)
    unsafe table.pointee.accumulate(
      memory.start + 1 + first, rows.stride, numbers?.count ?? rows.count, features.count,
      listed?.start, codes.start, weights?.start, takesAway ? -1 : 1, shift.start + first,
      firstCode, added.start + first, rows.columns, isFirst ? counts.start : nil,
      isFirst ? totals?.start : nil)
    withExtendedLifetime((memory, listed, codes, weights, shift)) {}
    expectIntact(added)
    if let totals { expectIntact(totals) }
    #expect(counts.isIntact, "nothing is written past the ends")
    return Sums(sums: added.contents, counts: counts.contents, totals: totals?.contents)
  }

  /// Returns the rows that differ, and the number that the kernel returns without a list.
  func changed(from before: [Int32], to after: [Int32]) -> (numbers: [UInt32], count: Int) {
    let numbers = output(before.count, of: UInt32.self)
    let (old, new) = (GuardedBuffer(before, canary: 1), GuardedBuffer(after, canary: 2))
    let listed = unsafe table.pointee.changed(old.start, new.start, before.count, numbers.start)
    let count = unsafe table.pointee.changed(old.start, new.start, before.count, nil)
    withExtendedLifetime((old, new)) {}
    #expect(numbers.isIntact, "nothing is written past the ends")
    return (Array(numbers.contents.prefix(listed)), count)
  }

  /// Adds to `moments`.
  func moments(
    _ rows: Rows<Scalar>, shift: [Double], scale: [Double], onto moments: ColumnMoments
  ) -> ColumnMoments {
    let memory = memory(of: rows)
    let (shift, scale) = (input(shift), input(scale))
    let (sums, squares) = (update(moments.sums), update(moments.squares))
    let maximum = update(moments.maximum)
    let isFinite = unsafe table.pointee.moments(
      memory.start + 1, rows.stride, rows.count, rows.columns, shift.start, scale.start,
      sums.start, squares.start, maximum.start)
    withExtendedLifetime((memory, shift, scale)) {}
    expectIntact(sums, squares, maximum)
    return ColumnMoments(
      sums: sums.contents, squares: squares.contents, maximum: maximum.contents,
      isFinite: isFinite)
  }

  /// Converts contiguous numbers.
  func widen<Stored: FixedWidthInteger>(_ numbers: [Stored], as type: vqk_element_type) -> [Scalar]
  {
    widen(
      numbers, as: type, rowStride: MemoryLayout<Stored>.size,
      columnStride: MemoryLayout<Stored>.size, rows: numbers.count, columns: 1, isSwapped: false)
  }

  /// Converts a matrix that begins at an odd address.
  func widen<Stored: FixedWidthInteger>(
    _ numbers: [Stored], as type: vqk_element_type, rowStride: Int, columnStride: Int, rows: Int,
    columns: Int, isSwapped: Bool
  ) -> [Scalar] {
    var bytes: [UInt8] = [0]
    for number in numbers {
      for byte in 0..<MemoryLayout<Stored>.size {
        bytes.append(UInt8(truncatingIfNeeded: number >> Stored(8 * byte)))
      }
    }
    let memory = GuardedBuffer(bytes, canary: 1)
    let scalars = output(rows * columns, of: Scalar.self)
    let stored = unsafe vqk_stored(
      bytes: memory.start + 1, row_stride: rowStride, column_stride: columnStride, type: type,
      is_swapped: isSwapped)
    unsafe table.pointee.widen(stored, rows, columns, scalars.start)
    withExtendedLifetime(memory) {}
    expectIntact(scalars)
    return scalars.contents
  }

  /// Adds to `lower`.
  func comoments(
    _ rows: Rows<Scalar>, weights: [Double]?, shift: [Double], onto lower: [Double]
  ) -> [Double] {
    let memory = memory(of: rows)
    let (weights, shift) = (weights.map { input($0) }, input(shift))
    let (difference, products) = (output(rows.columns, of: Double.self), update(lower))
    unsafe table.pointee.comoments(
      memory.start + 1, rows.stride, rows.count, rows.columns, weights?.start, shift.start,
      difference.start, products.start)
    withExtendedLifetime((memory, weights, shift)) {}
    expectIntact(difference, products)
    return products.contents
  }
}

/// The outputs of `project`.
struct Projected: Equatable {
  var rows: [Float]
  var norms: [Float]
}

extension KernelTable {
  /// Projects on the directions of a basis, given one after the other; `nil` means all directions.
  func project(
    _ rows: Rows<Scalar>, frame: TestFrame<Scalar>, on directions: [[Double]]?, unit: Double
  ) -> Projected {
    let (r, d, panel) = (directions?.count ?? 0, rows.columns, Int(VQK_PANEL))
    var elements = [Double](repeating: 0, count: (r + panel - 1) / panel * panel * d)
    for (number, direction) in (directions ?? []).enumerated() {
      for (feature, coordinate) in direction.enumerated() {
        elements[number / panel * panel * d + feature * panel + number % panel] = coordinate
      }
    }
    let (memory, shift, basis) = (memory(of: rows), input(frame.shift), input(elements))
    let projected = output(rows.count * (directions == nil ? d : r + 1), of: Float.self)
    let norms = output(rows.count, of: Float.self)
    unsafe table.pointee.project(
      memory.start + 1, rows.stride, rows.count, d,
      vqk_frame(shift: shift.start, scale: frame.scale), directions == nil ? nil : basis.start, r,
      unit, projected.start, norms.start)
    withExtendedLifetime((memory, shift, basis)) {}
    expectIntact(projected, norms)
    return Projected(rows: projected.contents, norms: norms.contents)
  }
}
