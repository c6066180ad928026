extension Directions {
  /// Unpacks the directions of a basis.
  init(_ basis: PanelBasis) {
    let (d, width) = (basis.featureCount, PackedPanel.width)
    var elements = [Double](repeating: 0, count: basis.directionCount * d)
    for direction in 0..<basis.directionCount {
      let start = direction / width * width * d + direction % width
      for feature in 0..<d {
        elements[direction * d + feature] = basis.elements[start + feature * width]
      }
    }
    self.init(elements, featureCount: d)
  }

  /// The directions, packed.
  var basis: PanelBasis {
    PanelBasis(elements, directionCount: count, featureCount: featureCount)
  }
}
