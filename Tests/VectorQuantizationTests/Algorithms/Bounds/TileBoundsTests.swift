import Testing
import VectorQuantization

@Suite struct TileBoundsTests {
  @Test("discards the bounds of every row, also if the first row has none")
  func forgetsEveryRow() {
    var uppers: [Float] = [.infinity, 1, 2]
    var lowers: [Float] = [-.infinity, 3, 4]
    let travelled = [0.0]
    do {
      var bounds = TileBounds(
        uppers: uppers.mutableSpan, lowers: lowers.mutableSpan, travelled: travelled.span,
        maximum: 0)
      bounds.forget()
    }
    #expect(uppers.allSatisfy { $0 == .infinity } && lowers.allSatisfy { $0 == -.infinity })
  }
}
