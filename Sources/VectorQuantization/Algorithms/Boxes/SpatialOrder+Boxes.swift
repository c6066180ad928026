extension SpatialOrder {
  /// For each node, the minimum of each coordinate of its rows, times `scale`, then the maxima.
  func boxes(scale: Double, kernels: Kernels<Scalar>, workers: Int) -> [Double] {
    let (shape, d) = (shape, featureCount)
    var boxes = [Double](repeating: 0, count: 2 * d * shape.nodeCount)
    do {
      let tiles = LentMemory(boxes.mutableSpan)
      let (leaves, block) = (shape.nodes(0).count, 64)
      parallelFor((leaves + block - 1) / block, workers: workers) { _, queue in
        var bounds = [Scalar](repeating: 0, count: 2 * d)
        while let item = queue.take() {
          for leaf in (item * block)..<min((item + 1) * block, leaves) {
            let range = shape.rows(leaf, level: 0)
            var all = bounds.mutableSpan
            kernels.findBounds(
              of: rows.span.extracting((range.lowerBound * d)..<(range.upperBound * d)),
              featureCount: d, bounds: &all)
            var box = tiles.lend((2 * d * leaf)..<(2 * d * (leaf + 1)))
            for place in box.indices { box[place] = Double(all[place]) * scale }
          }
        }
      }
    }
    for level in 1..<(shape.height + 1) {
      for node in shape.nodes(level) {
        let below = shape.nodes(below: node, level: level, at: level - 1)
        for place in 0..<(2 * d) {
          var extreme = boxes[2 * d * below.lowerBound + place]
          for child in below {
            let own = boxes[2 * d * child + place]
            extreme = place < d ? min(extreme, own) : max(extreme, own)
          }
          boxes[2 * d * node + place] = extreme
        }
      }
    }
    return boxes
  }

  /// Puts observations in spatial order, for tests.
  package init(of observations: MatrixSpan<Scalar>, kernels: KernelSet, workers: Int) {
    self.init(
      of: ObservationTiles(observations), Team(Kernels(kernels), workers: workers))
  }

  /// The boxes of all nodes, for tests.
  package func boxes(kernels: KernelSet) -> [Double] {
    boxes(scale: 1, kernels: Kernels(kernels), workers: 1)
  }
}
