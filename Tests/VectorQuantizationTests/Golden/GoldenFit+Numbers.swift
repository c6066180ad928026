import VQTestSupport
import VectorQuantization

extension GoldenFit {
  /// Numbers of extreme magnitudes and far offsets.
  static let magnitudes = [KMeans.Algorithm.lloyd, .hamerly, .yinyang, .screening, .filtering]
    .flatMap { algorithm in
      let inputs: [(ScalarKind, GoldenInput)] = [
        (.double, .scaled(1e300)), (.double, .scaled(1e-300)), (.double, .offset(1e12)),
        (.double, .mixed), (.float, .scaled(1e30)), (.float, .scaled(1e-38)),
        (.float, .offset(1e5)), (.float, .mixed),
      ]
      return inputs.map { scalar, input in
        GoldenFit("\(algorithm)", scalar, input, Shape(400, 5, 15)) {
          $0.search.algorithm = algorithm
        }
      }
    }

  /// Each element type, in each order of bytes and numbers, stored and read.
  static let forms =
    ElementType.allCases.flatMap { type in
      let scalar: ScalarKind = type.scalarType == .float32 ? .float : .double
      let shape = Shape(700, 5, 9)
      let isSigned = !type.rawValue.hasPrefix("u")
      let forms: [(String, Form)] = [
        ("stored", .stored(type, isBigEndian: false, .rows)),
        ("stored-big-columns", .stored(type, isBigEndian: true, .columns)),
        ("stored-records", .stored(type, isBigEndian: false, .records)),
        ("read", .read(type, .rows)),
      ]
      return forms.map { name, form in
        GoldenFit("\(name) \(type)", scalar, isSigned ? .signedBytes : .bytes, shape) {
          $0.form = form
          $0.search.resources.readWindow = 4096
          $0.search.maximumIterations = 4
        }
      }
    }
    + KMeans.Algorithm.cases(columns: 2).flatMap { algorithm in
      let forms: [(String, Form)] = [
        ("slice", .slice), ("stored-columns uint8", .stored(.uint8, isBigEndian: false, .columns)),
        ("read-columns int16", .read(.int16, .columns)),
        ("read-records uint8", .read(.uint8, .records)),
      ]
      return forms.map { name, form in
        GoldenFit("\(name) \(algorithm)", .double, .bytes, Shape(900, 2, 12)) {
          $0.form = form
          $0.search.algorithm = algorithm
          $0.search.initialization = .greedyPlusPlus
          $0.search.resources.readWindow = 1000
          $0.search.maximumIterations = 6
          $0.isWeighted = true
        }
      }
    }
    + [("slice", Form.slice), ("read float32", .read(.float32, .rows))].map { name, form in
      GoldenFit("\(name) sorted", .float, .bytes, Shape(1500, 1, 12)) {
        $0.form = form
        $0.search.algorithm = .sorted
      }
    }

  /// Limits on the memory for bounds, in bytes an observation.
  static let memory = [KMeans.Algorithm.automatic, .screening, .yinyang].flatMap { algorithm in
    [0, 7, 8, 20, 100].map { bytes in
      GoldenFit("\(algorithm) bytes-\(bytes)", .float, .blobs, Shape(1200, 24, 40)) {
        $0.search.algorithm = algorithm
        $0.search.pruningMemory = bytes * 1200
        $0.search.maximumIterations = 5
      }
    }
  }

  /// What is refused, and in which row.
  static let errors = ScalarKind.allCases.flatMap { scalar in
    [GoldenInput.infinite, .enormous].map { input in
      GoldenFit("error", scalar, input, Shape(500, 3, 5))
    }
  }
}
