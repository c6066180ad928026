extension TileMemory<Int32> {
  /// Sorts the first elements by insertion, which suits small counts.
  func sort(first count: Int) {
    for end in 1..<max(1, count) {
      let element = self[end]
      var place = end
      while place > 0, self[place - 1] > element {
        self[place] = self[place - 1]
        place -= 1
      }
      self[place] = element
    }
  }
}
