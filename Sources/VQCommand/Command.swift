internal import VQFormats
internal import VectorQuantization

/// A command of `vq`: parses arguments, calls the engine, prints a report.
protocol Subcommand: Sendable {
  /// The operands and options of the command.
  static var syntax: Syntax { get }
  /// The files that the command reads.
  var inputs: InputPaths { get }
  /// Reads the arguments.
  init(_ arguments: Arguments) throws(CommandError)
  /// Does the work, and prints its report last.
  func run(_ console: Console) throws
}

/// The whole program, without its process, so that tests can call it.
package enum Command {
  static let name = "vq"

  /// The commands, grouped by purpose.
  static let groups: [(purpose: String, subcommands: [any Subcommand.Type])] = [
    (
      "find clusters",
      [FitCommand.self, KMeansCommand.self, KMeans2Command.self, ChooseKCommand.self]
    ),
    ("use a codebook", [AssignCommand.self, DecodeCommand.self]),
    (
      "prepare observations",
      [WhitenCommand.self, UnwhitenCommand.self, SampleCommand.self, GenerateCommand.self]
    ),
    ("pictures", [PaletteCommand.self, DemoCommand.self]),
    ("inspect files", [InfoCommand.self]),
  ]

  static let subcommands: [any Subcommand.Type] = groups.flatMap { $0.subcommands }

  /// Runs the command.
  ///
  /// - Parameters:
  ///   - arguments: The words after the program's name.
  ///   - console: Where text goes.
  /// - Returns: The exit status: 0 on success; 1 if the input data or a file is invalid, or the
  ///   machine lacks something; 64 if the arguments are wrong; 130 if the work was ended on
  ///   request. Unless it is 0, one error message, which begins with the command's name, says why.
  package static func run(arguments: [String], console: Console) -> Int32 {
    var console = console
    var inputs = InputPaths()
    do {
      if let text = try Help.answer(to: arguments) {
        try console.output(text)
        return ExitStatus.success.rawValue
      }
      let first = arguments[0]
      let subcommand = try subcommand(named: first)
      console.speaker = "\(name) \(first)"
      console.signals?.name(console.speaker)
      let arguments = try Arguments(reading: arguments.dropFirst(), as: subcommand.syntax)
      let command = try subcommand.init(arguments)
      inputs = command.inputs
      try inputs.checkStandardInput()
      try command.run(console)
      return ExitStatus.success.rawValue
    } catch {
      let (status, sentence) = verdict(on: error, reading: inputs)
      if let sentence { console.error("\(console.speaker): \(sentence)\n") }
      return status.rawValue
    }
  }

  /// Finds a command by its name.
  static func subcommand(named word: String) throws(CommandError) -> any Subcommand.Type {
    if let found = subcommands.first(where: { $0.syntax.name == word }) { return found }
    let what = word.hasPrefix("-") ? "option" : "command"
    let names = subcommands.map { $0.syntax.name } + ["help", "--help", "--version"]
    let suggestion = Spelling.suggestion(for: word, among: names)
    throw .usage("there is no \(what) \(word)\(suggestion.isEmpty ? hint : suggestion)")
  }

  private static let hint = "; see \(name) --help"

  private static func verdict(
    on error: any Error, reading inputs: InputPaths
  ) -> (ExitStatus, sentence: String?) {
    switch error {
    case let error as CommandError:
      (error.status, error.sentence)
    case let error as FormatError where error.isBrokenPipe:
      // A closed pipe gives no error message.
      (.failure, nil)
    case let error as ClusteringError:
      (.failure, inputs.sentence(about: error))
    default:
      (.failure, "\(error)")
    }
  }
}
