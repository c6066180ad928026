internal import Foundation

/// The arenas of the GNU C library: address ranges that it reserves for threads that allocate.
///
/// An arena has 64 MB and is mostly unused, but a limit on the address space counts all of it.
enum Arenas {
  /// `M_ARENA_MAX` of `malloc.h`, which is not imported into Swift.
  private static let maximumCount: Int32 = -8

  /// Makes all threads allocate from one arena.
  ///
  /// Does nothing with another C library.
  static func shareOne() {
    typealias Setter = @convention(c) (Int32, Int32) -> Int32
    guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
    // `int mallopt(int, int)` accepts any value and returns whether it is known.
    let set = unsafe unsafeBitCast(symbol, to: Setter.self)
    _ = set(maximumCount, 1)
  }
}
