internal import CVQKernels

// Conversions of values and spans to C structures. [unsafe 2 of 3]

extension FrameSpan {
  /// Calls `body` with the frame as a C structure.
  func withC<Result>(_ body: (vqk_frame) -> Result) -> Result {
    unsafe shift.withUnsafeBufferPointer { shift in
      unsafe body(vqk_frame(shift: shift.raw, scale: scale))
    }
  }
}

extension Margin {
  var c: vqk_margin {
    vqk_margin(factor: factor, minimum: minimum, maximum: maximum, underflow: underflow)
  }
}

extension PackedCodebook {
  /// Calls `body` with the codebook as a C structure.
  func withC<Result>(_ body: (vqk_codebook) -> Result) -> Result {
    unsafe panels.withUnsafeBufferPointer { panels in
      unsafe body(vqk_codebook(panels: panels.raw, k: clusterCount, d: featureCount))
    }
  }
}

// C takes no null pointers. The pointer of an empty buffer is never dereferenced.
extension UnsafeBufferPointer {
  var first: UnsafePointer<Element> {
    unsafe baseAddress ?? UnsafePointer(bitPattern: 64).unsafelyUnwrapped
  }
  var raw: UnsafeRawPointer { unsafe UnsafeRawPointer(first) }
}

extension UnsafeMutableBufferPointer {
  var first: UnsafeMutablePointer<Element> {
    unsafe baseAddress ?? UnsafeMutablePointer(bitPattern: 64).unsafelyUnwrapped
  }
  var raw: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(first) }
}
