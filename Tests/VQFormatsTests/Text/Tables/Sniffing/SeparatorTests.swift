import Testing
import VQFormats
import VQTestSupport
import VectorQuantization

/// The chosen separator and decimal mark make rows equally long and most fields numbers.
@Suite struct SeparatorTests {
  private let trial: TableTrial

  init() throws { trial = try TableTrial() }

  @Test(
    "recognises separator and decimal mark",
    arguments: [
      ("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", [[1.5, 2.5, 3.5], [4.5, 5.5, 6.5]]),
      ("x;y\n1;2.5\n", [[1, 2.5]]), ("1,80;75,5\n", [[1.8, 75.5]]),
      ("1,5 2,5\n3,5 4,5\n", [[1.5, 2.5], [3.5, 4.5]]),
      ("1, 2, 3\n4, 5, 6\n", [[1, 2, 3], [4, 5, 6]]),
      ("1,5\t2\n3,5\t4\n", [[1.5, 2], [3.5, 4]]),
      ("0,123;0,456\n0,5;0,125\n", [[0.123, 0.456], [0.5, 0.125]]),
      ("date;x\n01.02.2020;1,5\n02.02.2020;2,25\n", [[1.5], [2.25]]),
      ("text,x\n\"a;b\",1\n\"c;d;e\",2\n", [[1], [2]]),
    ] as [(String, Matrix<Double>)])
  func recognises(_ text: String, _ numbers: Matrix<Double>) throws {
    #expect(try trial.read(text).observations == numbers)
  }

  @Test(
    "refuses an ambiguous table, and names the option that decides",
    arguments: [
      ("a;1,2\nb;3,4\n", "--separator"), ("1,5;a;b\n2,5;c;d\n", "--separator"),
      ("x;y\n1,234;5\n2,345;6\n", "--decimal"),
      ("\"1,234\"\n5\n6\n", "--decimal"), ("x;y\n1,5;2.5\n3,5;4.5\n", "--decimal"),
    ])
  func refusesDoubt(_ text: String, _ option: String) throws {
    #expect(try trial.refusal(text).contains(option))
  }

  @Test func obeysOptions() throws {
    let mark = ReadingOptions.with { $0.decimalMark = .comma }
    #expect(try trial.read("Größe\r\n1,80\r\n1,65\r\n", mark).observations == [[1.8], [1.65]])
    #expect(try trial.read("x;y\n1,234;5\n", mark).observations == [[1.234, 5]])
    let bar = ReadingOptions.with { $0.separator = .bar }
    #expect(try trial.read("x|y\n1|2\n", bar).observations == [[1, 2]])
    let semicolon = ReadingOptions.with { $0.separator = .semicolon }
    #expect(try trial.read("a;1,2\nb;3,4\n", semicolon).observations == [[1.2], [3.4]])
  }

  @Test(
    "refuses a later line that contradicts the decision", arguments: ["1.5;2", "1,5;2,5;3", "1,5"])
  func refusesContradictions(_ line: String) throws {
    let message = try trial.refusal("x;y\n1,5;2,5\n3,5;4,5\n2,5;1,5\n\(line)\n")
    #expect(message.contains("a.csv, line 5"))
  }

  @Test("recognises separators by name and by character")
  func knowsSeparators() {
    #expect(ReadingOptions.Separator(";") == .semicolon)
    #expect(ReadingOptions.Separator("tab") == .tab)
    #expect(ReadingOptions.Separator("\\t") == .tab)
    #expect(ReadingOptions.Separator("x") == nil)
    #expect(ReadingOptions.DecimalMark(",") == .comma)
    #expect(ReadingOptions.DecimalMark("point") == .point)
  }
}
