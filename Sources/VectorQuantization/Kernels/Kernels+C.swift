internal import CVQKernels

// How values and spans look to C. [unsafe 2 of 3]

extension FrameSpan {
  /// Calls `body` with the frame as C sees it.
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
  /// Calls `body` with the codebook as C sees it.
  func withC<Result>(_ body: (vqk_codebook) -> Result) -> Result {
    unsafe panels.withUnsafeBufferPointer { panels in
      unsafe body(vqk_codebook(panels: panels.raw, k: clusterCount, d: featureCount))
    }
  }
}

// C takes no null pointers; an empty buffer's is never read or written through.
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
