/// One descent through the tree of boxes, as the threads of a pass share it.
///
/// Threads visit nodes of which none is below another, and write only what belongs to these.
struct BoxTreeWalk<Scalar: VectorScalar>: ~Escapable, Sendable {
  let shape: BoxTreeShape
  let frame: Frame<Scalar>
  let kernels: Kernels<Scalar>
  let centroids: MatrixSpan<Scalar>
  private let rows: MatrixSpan<Scalar>
  private let numbers: Span<UInt32>
  private let boxes: Span<Double>
  private let codes: DisjointTiles<Int32>
  private let commonCodes: DisjointTiles<Int32>
  private let allCodes: DisjointTiles<Int32>

  @_lifetime(
    copy centroids, copy rows, copy numbers, copy boxes, copy codes, copy commonCodes, copy allCodes
  )
  init(
    shape: BoxTreeShape, frame: Frame<Scalar>, kernels: Kernels<Scalar>,
    centroids: MatrixSpan<Scalar>, rows: MatrixSpan<Scalar>, numbers: Span<UInt32>,
    boxes: Span<Double>, codes: DisjointTiles<Int32>, commonCodes: DisjointTiles<Int32>,
    allCodes: DisjointTiles<Int32>
  ) {
    self.shape = shape
    self.frame = frame
    self.kernels = kernels
    self.centroids = centroids
    self.rows = rows
    self.numbers = numbers
    self.boxes = boxes
    self.codes = codes
    self.commonCodes = commonCodes
    self.allCodes = allCodes
  }

  /// Assigns the rows of a node.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - level: Its level.
  ///   - list: Candidates for a box that holds the node's.
  ///   - filter: This thread's candidates, `list` on top.
  ///   - scratch: This thread's search.
  /// - Returns: The code that all of the node's rows have now, or -1 if they may have several.
  func visit(
    _ node: Int, level: Int, from list: CandidateList, with filter: inout FilterScratch<Scalar>,
    _ scratch: inout Scratch<Scalar>
  ) -> Int32 {
    let width = 2 * rows.columnCount
    let own = filter.candidates.push(
      from: list, box: boxes.extracting((node * width)..<((node + 1) * width)), kernels: kernels)
    var common = commonCodes.lend(node..<(node + 1))
    if own.count == 1 {
      let code = filter.candidates.codes[own.start]
      if common[0] != code { fill(node, level: level, with: code) }
      return code
    }
    var code: Int32 = -1
    if level == 0 {
      code = search(shape.rows(node, level: 0), among: own, with: &filter, &scratch)
    } else {
      let below = shape.nodes(below: node, level: level, at: level - 1)
      for child in below {
        let found = visit(child, level: level - 1, from: own, with: &filter, &scratch)
        if child == below.lowerBound { code = found } else if found != code { code = -1 }
      }
    }
    common[0] = code
    return code
  }

  /// Gives all rows of a node, and all nodes below it, one code.
  private func fill(_ node: Int, level: Int, with code: Int32) {
    for lower in 0...level {
      let below = shape.nodes(below: node, level: level, at: lower)
      var common = commonCodes.lend(below)
      common.update(repeating: code)
    }
    let range = shape.rows(node, level: level)
    var own = codes.lend(range)
    for place in own.indices where own[place] != code {
      own[place] = code
      write(code, at: range.lowerBound + place)
    }
  }

  /// Finds the nearest of some candidates for each row of a leaf.
  private func search(
    _ range: Range<Int>, among list: CandidateList, with filter: inout FilterScratch<Scalar>,
    _ scratch: inout Scratch<Scalar>
  ) -> Int32 {
    let end = range.upperBound
    let next = end..<min(end + range.count, rows.rowCount)
    let tile = Tile(rows.rows(range), ahead: rows.rows(next).elements)
    filter.findNearest(in: tile, among: list, of: centroids, frame: frame, with: &scratch)
    let isCommon = kernels.translate(
      scratch.codes, rowCount: range.count, by: list, of: filter.candidates.codes,
      to: &filter.codes)
    var own = codes.lend(range)
    let found = filter.codes.span
    let count = kernels.findChanged(from: own.span, to: found, into: &scratch.moved)
    let moved = scratch.moved.span
    for position in 0..<count {
      let place = Int(moved[position])
      own[place] = found[place]
      write(found[place], at: range.lowerBound + place)
    }
    return isCommon ? found[0] : -1
  }

  /// Writes the code of the observation at a place of the order.
  private func write(_ code: Int32, at place: Int) {
    let row = Int(numbers[place])
    var own = allCodes.lend(row..<(row + 1))
    own[0] = code
  }
}
