internal import VQFormats

/// A command that clusters a file of observations.
protocol ClusteringCommand: Subcommand {
  /// The job that the arguments describe.
  var job: FitJob { get }
}

extension ClusteringCommand {
  var inputs: InputPaths { job.inputs }

  func run(_ console: Console) throws { try job.run(console) }

  /// The options that all these commands share, listed after each command's own options.
  static var sharedOptions: [any OptionDeclaration] {
    [Option.seed, Option.whiten, Option.workers] + ReadingOptions.declarations + [
      Option.codebookOutput, Option.codesOutput, Option.distancesOutput, Option.tableOutput,
      Option.clusterFolder,
      Option.plotOutput, Option.memory, Option.timeLimit,
    ] + CheckpointOptions.options + [Option.report, Option.progress, Option.quiet]
  }
}
