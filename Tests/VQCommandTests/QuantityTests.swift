import Testing
import VQCommand

/// Times and sizes are parsed with their units.
@Suite struct QuantityTests {
  @Test(
    "reads times",
    arguments: [
      ("90", 90.0), ("90s", 90), ("1.5m", 90), ("1h30m", 5400), ("500ms", 0.5), ("1m1s", 61),
    ])
  func readsTimes(_ text: String, _ seconds: Double) {
    #expect(Duration(parsing: text) == .seconds(seconds))
  }

  @Test(
    "refuses texts that are not times",
    arguments: ["", "s", "-1", "1d", "1m30", "0", "1e3", "nan", "1 m", "9999999999h", "m1"])
  func refusesTimes(_ text: String) {
    #expect(Duration(parsing: text) == nil)
  }

  @Test(
    "reads sizes",
    arguments: [("1", 1), ("1K", 1024), ("1.5k", 1536), ("2G", 2 << 30), ("3m", 3 << 20)])
  func readsSizes(_ text: String, _ bytes: Int) {
    #expect(Int(parsingBytes: text) == bytes)
  }

  @Test(
    "refuses texts that are not sizes", arguments: ["", "K", "-1", "0", "1Z", "inf", "nan", "1e40"])
  func refusesSizes(_ text: String) {
    #expect(Int(parsingBytes: text) == nil)
  }
}
