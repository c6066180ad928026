internal import Foundation
internal import VectorQuantization

/// The command `vq`: k-means and vector quantization of tables and arrays in files.
@main
struct VQCommand {
  static func main() {
    StandardStreams.occupy()
    if AddressSpace.left != nil { Arenas.shareOne() }
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(Command.run(arguments: arguments, console: .standard(arguments: arguments)))
  }
}
