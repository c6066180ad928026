internal import Foundation

/// The command `vq`: k-means and vector quantization of arrays in files.
@main
struct VQCommand {
  static func main() {
    StandardStreams.occupy()
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(Command.run(arguments: arguments, console: .standard(arguments: arguments)))
  }
}
