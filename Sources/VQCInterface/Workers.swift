internal import CVQ
internal import VectorQuantization

/// The maximum number of threads; `nil` means one for each processor.
func workerLimit(_ workers: Int64) throws(Failure) -> Int? {
  if workers < 0 {
    throw .option("workers is \(workers); it must be at least 1, or 0 for every processor")
  }
  return workers == 0 ? nil : Int(workers)
}

/// A flag that is raised when the caller's word is not 0.
@unsafe func stopFlag(_ word: UnsafePointer<Int32>?) -> StopFlag? {
  guard let word = unsafe word else { return nil }
  return unsafe StopFlag(watching: WatchedWord(at: word))
}
