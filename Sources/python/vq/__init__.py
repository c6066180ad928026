"""k-means and vector quantization on all cores."""
