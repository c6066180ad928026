// swift-tools-version: 6.3

import PackageDescription

// `.ci/run` sets it: warnings fail its builds only.
let isStrict = Context.environment["VQ_STRICT"] != nil

let cSettings: [CSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []

let settings: [SwiftSetting] =
  (isStrict ? [.treatAllWarnings(as: .error)] : []) + [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableExperimentalFeature("Lifetimes"),
  ]

let package = Package(
  name: "swift-vq",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "VectorQuantization", targets: ["VectorQuantization"]),
    .library(name: "VQSelection", targets: ["VQSelection"]),
    .library(name: "VQFormats", targets: ["VQFormats"]),
    .library(name: "cvq", type: .dynamic, targets: ["VQCInterface"]),
    .executable(name: "vq", targets: ["VQCommand"]),
  ],
  targets: [
    // MARK: Library

    .target(name: "CVQKernels", cSettings: cSettings),
    .target(
      name: "VectorQuantization",
      dependencies: ["CVQKernels"],
      swiftSettings: settings
    ),

    .target(
      name: "VQSelection",
      dependencies: ["VectorQuantization"],
      swiftSettings: settings
    ),

    // MARK: Interfaces

    .target(name: "CVQ", cSettings: cSettings),
    .target(
      name: "VQCInterface",
      dependencies: ["CVQ", "VectorQuantization"],
      swiftSettings: settings
    ),

    // MARK: Tools

    .target(
      name: "VQFormats",
      dependencies: ["VectorQuantization"],
      swiftSettings: settings
    ),
    .target(
      name: "VQPlot",
      dependencies: ["VectorQuantization", "VQFormats"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "VQCommand",
      dependencies: ["VectorQuantization", "VQFormats", "VQPlot", "VQSelection"],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "vq-bench",
      dependencies: ["VectorQuantization", "VQFormats"],
      path: "Benchmarks/vq-bench",
      swiftSettings: settings
    ),

    // MARK: Tests

    .target(
      name: "VQTestSupport",
      dependencies: ["VectorQuantization"],
      path: "Tests/VQTestSupport",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "cvq-check",
      dependencies: ["CVQ", "VQCInterface"],
      path: "Tests/CInterface",
      exclude: ["Locks"],
      cSettings: cSettings
    ),
    .executableTarget(
      name: "vq-fuzz",
      dependencies: ["VectorQuantization", "VQFormats"],
      path: "Tests/Fuzz",
      swiftSettings: settings
    ),
    .testTarget(
      name: "KernelTests",
      dependencies: ["CVQKernels", "VQTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "VectorQuantizationTests",
      dependencies: ["VectorQuantization", "VQFormats", "VQTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "ArticleTests",
      dependencies: ["VectorQuantization", "VQFormats", "VQSelection", "VQTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "VQSelectionTests",
      dependencies: ["VectorQuantization", "VQSelection", "VQTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "VQFormatsTests",
      dependencies: ["VectorQuantization", "VQFormats", "VQTestSupport", "vq-fuzz"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "VQPlotTests",
      dependencies: ["VectorQuantization", "VQFormats", "VQPlot", "VQTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "VQCommandTests",
      dependencies: ["VQCommand", "VQFormats", "VQTestSupport"],
      swiftSettings: settings
    ),
    .testTarget(
      name: "BenchmarkTests",
      dependencies: ["vq-bench", "VQTestSupport"],
      swiftSettings: settings
    ),
  ],
  cLanguageStandard: .c17
)
