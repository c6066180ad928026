import VectorQuantization

extension GridShape {
  /// The table of shapes: small and large sizes, with data that favour different algorithms.
  ///
  /// A dense fit of each shape takes about a second.
  package static let all = flat + spatial + medium + wide

  /// Two or three features, like positions and colours.
  private static let flat = [
    GridShape(.mixture, 1_000_000, 2, 64),
    GridShape(.mixture, 1_000_000, 2, 1000, .f64),
    GridShape(.clean, 1_000_000, 2, 500),
    GridShape(.clean, 100_000, 2, 2048),
    GridShape(.heavyTailed, 300_000, 2, 256, .f64),
    GridShape(.uniform, 300_000, 2, 1000),
    GridShape(.uniform, 2_000, 2, 8),
    GridShape(.lattice, 500_000, 2, 128),
    GridShape(.mixture, 500_000, 3, 256),
    GridShape(.mixture, 20_000, 3, 16, .f64),
    GridShape(.clean, 300_000, 3, 1000),
    GridShape(.lattice, 500_000, 3, 256),
    GridShape(.lattice, 200_000, 3, 2048),
    GridShape(.uniform, 200_000, 3, 64, .f64),
  ]

  private static let spatial = [
    GridShape(.mixture, 1_000_000, 8, 8),
    GridShape(.mixture, 300_000, 8, 256),
    GridShape(.clean, 200_000, 8, 400),
    GridShape(.heavyTailed, 200_000, 8, 1024),
    GridShape(.spectrum, 100_000, 8, 128, .f64),
    GridShape(.uniform, 100_000, 8, 512),
    GridShape(.lattice, 5_000, 8, 50),
    GridShape(.mixture, 500_000, 16, 100),
    GridShape(.mixture, 100_000, 16, 1024, .f64),
    GridShape(.clean, 200_000, 16, 450),
    GridShape(.clean, 2_000, 16, 50),
    GridShape(.heavyTailed, 300_000, 16, 64),
    GridShape(.spectrum, 200_000, 16, 256),
    GridShape(.uniform, 100_000, 16, 2048),
  ]

  private static let medium = [
    GridShape(.mixture, 200_000, 48, 512),
    GridShape(.mixture, 20_000, 48, 32, .f64),
    GridShape(.clean, 100_000, 48, 300),
    GridShape(.heavyTailed, 60_000, 48, 1024),
    GridShape(.spectrum, 150_000, 48, 512),
    GridShape(.lattice, 100_000, 48, 256),
    GridShape(.uniform, 50_000, 48, 128, .f64),
    GridShape(.mixture, 100_000, 64, 1024),
    GridShape(.clean, 60_000, 64, 240, .f64),
    GridShape(.spectrum, 40_000, 64, 2048),
    GridShape(.heavyTailed, 200_000, 64, 100),
    GridShape(.uniform, 5_000, 64, 16),
  ]

  /// As many features as descriptors, patches and embeddings have.
  private static let wide = [
    GridShape(.mixture, 60_000, 128, 1024),
    GridShape(.mixture, 30_000, 128, 256, .f64),
    GridShape(.clean, 100_000, 128, 316),
    GridShape(.spectrum, 60_000, 128, 1024),
    GridShape(.lattice, 60_000, 128, 512),
    GridShape(.uniform, 40_000, 128, 1024),
    GridShape(.heavyTailed, 100_000, 128, 32),
    GridShape(.mixture, 20_000, 384, 1000),
    GridShape(.clean, 30_000, 384, 170),
    GridShape(.spectrum, 24_000, 384, 1000),
    GridShape(.spectrum, 10_000, 384, 256, .f64),
    GridShape(.heavyTailed, 20_000, 384, 500),
    GridShape(.uniform, 4_000, 384, 64),
  ]
}
