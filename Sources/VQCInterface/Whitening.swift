// cvq.h documents these functions.
// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

public import CVQ
internal import VectorQuantization

@c @implementation
public func cvq_whiten_f32(
  _ observations: UnsafePointer<cvq_matrix>?, _ options: UnsafePointer<cvq_vq_options>?,
  _ scales: UnsafeMutablePointer<Float>?, _ constants: UnsafeMutablePointer<UInt8>?,
  _ whitened: UnsafeMutablePointer<Float>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe whiten(observations, options, scales, constants, whitened, error)
}

@c @implementation
public func cvq_whiten_f64(
  _ observations: UnsafePointer<cvq_matrix>?, _ options: UnsafePointer<cvq_vq_options>?,
  _ scales: UnsafeMutablePointer<Double>?, _ constants: UnsafeMutablePointer<UInt8>?,
  _ whitened: UnsafeMutablePointer<Double>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe whiten(observations, options, scales, constants, whitened, error)
}

@unsafe private func whiten<Scalar: VectorScalar>(
  _ observations: UnsafePointer<cvq_matrix>?, _ options: UnsafePointer<cvq_vq_options>?,
  _ scales: UnsafeMutablePointer<Scalar>?, _ constants: UnsafeMutablePointer<UInt8>?,
  _ whitened: UnsafeMutablePointer<Scalar>?, _ error: UnsafeMutablePointer<cvq_error>?
) -> cvq_status {
  unsafe answering(error) { () throws(Failure) in
    let matrix = try unsafe UnsafePointer.required(observations)
    let options = try unsafe read(options, over: .defaults, named: "the options")
    let workers = try unsafe workerLimit(options.workers)
    let checkFinite = unsafe options.check_finite != 0
    let stop = unsafe stopFlag(options.stop)
    try unsafe checkAlignment(of: scales, named: "scales")
    try unsafe checkAlignment(of: whitened, named: "whitened")
    try unsafe matrix.withObservations(as: Scalar.self) { lent throws(Failure) in
      let fitted = Result { () throws(ClusteringError) in
        try Whitening(fitting: lent, checkFinite: checkFinite, workers: workers, stop: stop)
      }
      let whitening = try fitted.orFailure()
      unsafe copy(whitening.scale, to: scales)
      if unsafe constants != nil {
        var marks = [UInt8](repeating: 0, count: whitening.scale.count)
        for feature in whitening.constantFeatures { marks[feature] = 1 }
        unsafe copy(marks, to: constants)
      }
      guard let whitened = unsafe whitened else { return }
      let output = unsafe UnsafeMutableBufferPointer(
        start: whitened, count: lent.rowCount * lent.columnCount)
      let scaled = unsafe LentMemory(output.mutableSpan)
      if unsafe matrix.isByColumns(as: Scalar.self) {
        try unsafe matrix.withColumns(as: Scalar.self) { columns throws(Failure) in
          let applied = Result { () throws(ClusteringError) in
            try whitening.apply(toColumns: columns, into: scaled, workers: workers, stop: stop)
          }
          try applied.orFailure()
        }
      } else {
        let applied = Result { () throws(ClusteringError) in
          try whitening.apply(to: lent, into: scaled, workers: workers, stop: stop)
        }
        try applied.orFailure()
      }
    }
  }
}
