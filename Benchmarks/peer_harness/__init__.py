"""Times swift-vq and its peers side by side: see Docs/Guide/Performance.md."""
