internal import VectorQuantization
/// `vq demo`.
struct DemoCommand: Subcommand {
  static let syntax = Syntax(
    name: "demo", summary: "cluster generated observations and draw them", operands: .none,
    usage: "[options]", options: [], example: "vq demo")
  init(_ arguments: Arguments) throws(CommandError) {}
  var inputs: InputPaths { InputPaths() }
  func run(_ console: Console) throws {}
}
