internal import VQFormats

/// A command that clusters a file of observations.
protocol ClusteringCommand: Subcommand {
  /// The work, as the arguments describe it.
  var job: FitJob { get }
}

extension ClusteringCommand {
  var inputs: InputPaths { job.inputs }

  func run(_ console: Console) throws { try job.run(console) }

  /// The options that each such command has, to be listed after its own.
  static var sharedOptions: [any OptionDeclaration] {
    [Option.seed, Option.whiten, Option.workers] + ReadingOptions.declarations + [
      Option.codebookOutput, Option.codesOutput, Option.distancesOutput, Option.tableOutput,
      Option.clusterFolder,
      Option.plotOutput, Option.memory, Option.timeLimit,
    ] + CheckpointOptions.options + [Option.report, Option.progress, Option.quiet]
  }
}
