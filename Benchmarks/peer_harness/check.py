"""The inertia of results, computed here, so that no peer's own number must be trusted."""

import numpy as np

# The maximum relative difference between the inertias of a peer and of swift-vq.
TOLERANCE = 1e-4


def inertia(data, centroids):
    """Returns the sum of squared distances to the nearest centroids, in float64."""
    centroids = np.asarray(centroids, dtype=np.float64)
    origin = centroids.mean(axis=0)
    centroids = centroids - origin
    half = 0.5 * np.einsum("ij,ij->i", centroids, centroids)
    rows = max(1, 4_000_000 // len(centroids))
    total = 0.0
    for first in range(0, len(data), rows):
        block = data[first : first + rows].astype(np.float64) - origin
        codes = (half - block @ centroids.T).argmin(axis=1)
        block -= centroids[codes]
        total += np.einsum("ij,ij->", block, block)
    return float(total)


def inertia_of_codes(data, centroids, codes):
    """Returns the sum of squared distances to the centroids of given codes."""
    centroids = np.asarray(centroids, dtype=np.float64)
    total = 0.0
    for first in range(0, len(data), 100_000):
        block = data[first : first + 100_000] - centroids[codes[first : first + 100_000]]
        total += np.einsum("ij,ij->", block, block)
    return float(total)
