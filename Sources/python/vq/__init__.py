"""k-means and vector quantization on all cores."""

from ._estimator import KMeans

__all__ = ["KMeans"]
