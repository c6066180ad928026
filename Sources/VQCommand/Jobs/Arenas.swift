internal import Foundation

/// The stretches of addresses that the GNU C library sets aside for threads that allocate.
///
/// They are 64 MB each, and hardly used; a limit on addresses counts them all the same.
enum Arenas {
  /// `M_ARENA_MAX` of `malloc.h`, which Swift does not see.
  private static let maximumCount: Int32 = -8

  /// Has all threads allocate from one, where there is such a library.
  static func shareOne() {
    typealias Setter = @convention(c) (Int32, Int32) -> Int32
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    // `int mallopt(int, int)`, which takes any value and says whether it knew it.
    let set = unsafe unsafeBitCast(symbol, to: Setter.self)
    _ = set(maximumCount, 1)
  }
}
