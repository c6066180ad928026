/// One worker's descent through the box tree: the centroids, and its workspaces.
///
/// The workspaces belong to the worker. They are moved in for the descent and moved out at its end.
struct BoxTreeWalk<Scalar: VectorScalar>: ~Copyable, ~Escapable {
  let centroids: MatrixSpan<Double>
  var filter: FilteringWorkspace<Scalar>
  var workspace: Workspace<Scalar>

  @_lifetime(copy centroids)
  init(
    _ centroids: MatrixSpan<Double>, _ filter: consuming FilteringWorkspace<Scalar>,
    _ workspace: consuming Workspace<Scalar>
  ) {
    self.centroids = centroids
    self.filter = filter
    self.workspace = workspace
  }

  /// Finds the nearest of the candidates in `list` for each row of a tile.
  ///
  /// The rows must be finite. The worker's codes are then places in `list`.
  mutating func findNearest(in tile: Tile<Scalar>, among list: CandidateList) {
    let (chosen, d) = (filter.choose(list, of: centroids), tile.rows.columnCount)
    filter.pairCount += tile.rows.rowCount * list.count
    Self.findNearest(
      in: tile,
      among: MatrixSpan(
        chosen.span.extracting(first: list.count * d), rows: list.count, columns: d),
      &filter.panels, &workspace)
  }

  private static func findNearest(
    in tile: Tile<Scalar>, among chosen: MatrixSpan<Double>,
    _ panels: inout CodebookPanels<Scalar>, _ workspace: inout Workspace<Scalar>
  ) {
    panels.pack(chosen, kernels: workspace.kernels)
    workspace.search.beginTile()
    _ = workspace.search.findNearest(
      in: tile, among: panels.codebook(of: chosen), codes: workspace.codes)
  }
}

/// The descent. Threads visit disjoint subtrees, and write only the data of their own subtree.
extension FilteredObservations {
  /// Assigns the rows of a node.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - level: The level of the node.
  ///   - list: The candidates for a box that contains the box of the node, on top of the stack.
  ///   - walk: The walk of this thread.
  /// - Returns: The code that all rows of the node now have, or -1 if they may have several.
  func visit(
    _ node: Int, level: Int, from list: CandidateList, _ walk: inout BoxTreeWalk<Scalar>
  ) -> Int32 {
    let width = 2 * featureCount
    let own = walk.filter.candidates.push(
      from: list, box: boxes.span.extracting((node * width)..<((node + 1) * width)),
      kernels: kernels)
    var common = commonCodes.lend(node..<(node + 1))
    if own.count == 1 {
      let code = walk.filter.candidates.codes[own.start]
      if common[0] != code { fill(node, level: level, with: code) }
      return code
    }
    var code: Int32 = -1
    if level == 0 {
      code = search(shape.rows(node, level: 0), among: own, &walk)
    } else {
      let below = shape.nodes(below: node, level: level, at: level - 1)
      for child in below {
        let found = visit(child, level: level - 1, from: own, &walk)
        if child == below.lowerBound { code = found } else if found != code { code = -1 }
      }
    }
    common[0] = code
    return code
  }

  /// Gives one code to all rows of a node and to all nodes below it.
  private func fill(_ node: Int, level: Int, with code: Int32) {
    for lower in 0...level {
      var common = commonCodes.lend(shape.nodes(below: node, level: level, at: lower))
      common.update(repeating: code)
    }
    let range = shape.rows(node, level: level)
    var own = orderedCodes.lend(range)
    for place in own.indices where own[place] != code {
      own[place] = code
      write(code, at: range.lowerBound + place)
    }
  }

  /// Finds the nearest of some candidates for each row of a leaf.
  private func search(
    _ range: Range<Int>, among list: CandidateList, _ walk: inout BoxTreeWalk<Scalar>
  ) -> Int32 {
    let rows = MatrixSpan(order.rows.span, rows: shape.rowCount, columns: featureCount)
    let end = range.upperBound
    let next = end..<min(end + range.count, rows.rowCount)
    walk.findNearest(
      in: Tile(rows.rows(range), at: range, ahead: rows.rows(next).elements), among: list)
    let isCommon = kernels.translate(
      walk.workspace.codes.view(0..<range.count), by: list, of: walk.filter.candidates.codes,
      to: walk.filter.codes)
    var own = orderedCodes.lend(range)
    let count = kernels.findChanged(
      from: own.span, to: walk.filter.codes.span, into: walk.workspace.moved)
    for position in 0..<count {
      let place = Int(walk.workspace.moved[position])
      own[place] = walk.filter.codes[place]
      write(own[place], at: range.lowerBound + place)
    }
    return isCommon ? walk.filter.codes[0] : -1
  }

  /// Writes the code of the observation at a place in spatial order.
  private func write(_ code: Int32, at place: Int) {
    let row = Int(order.numbers[place])
    var own = codes.lend(row..<(row + 1))
    own[0] = code
  }
}
