import Testing
import vq_bench

@Suite struct RooflineTests {
  private let roofline = Roofline(multiplyAddsPerSecond: 100, bytesPerSecond: 10)

  @Test func isBoundByComputingWhereThatTakesLonger() {
    #expect(roofline.attainable(Demand(multiplyAdds: 200, bytes: 10)) == 2)
  }

  @Test func isBoundByReadingWhereThatTakesLonger() {
    #expect(roofline.attainable(Demand(multiplyAdds: 200, bytes: 40)) == 4)
  }
}
