"""Times swift-vq and its peers in turn: see Docs/Guide/Performance.md."""
