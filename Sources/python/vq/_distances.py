"""Distances from observations to every centroid."""

from __future__ import annotations

import numpy as np

# About as many distances are computed at a time: what a processor's cache holds.
_DISTANCES = 1 << 15

# A squared distance of less than this part of |x|² + |c|² has lost digits as they cancelled, and is
# computed from differences instead. One that is kept has lost 3 of the 16 digits of a double.
_CANCELLED = 1e-3


def distances(observations: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Returns the Euclidean distance of each observation to each centroid.

    They are computed in double, whatever the type of the centroids, which is that of the result.

    Raises
    ------
    ValueError
        If an observation is NaN or infinite.
    """
    codebook = centroids.astype(np.float64)
    origin = codebook.mean(axis=0)
    centred = codebook - origin
    result = np.empty((len(observations), len(codebook)), centroids.dtype)
    step = max(1, _DISTANCES // max(codebook.shape))
    for start in range(0, len(observations), step):
        # In C order whatever theirs is, so that sums have the same bits.
        block = observations[start : start + step].astype(np.float64, order="C", copy=False)
        if not np.isfinite(block).all():
            row, column = np.argwhere(~np.isfinite(block))[0]
            raise ValueError(
                f"the observation in row {start + row}, column {column} (counted from 0) is NaN or "
                "infinite; remove or replace it"
            )
        result[start : start + step] = _of_block(block, codebook, origin, centred)
    return result


def _of_block(
    block: np.ndarray, codebook: np.ndarray, origin: np.ndarray, centred: np.ndarray
) -> np.ndarray:
    """|x|² - 2 x·c + |c|² about the centroids' mean, where that is exact enough."""
    with np.errstate(over="ignore", invalid="ignore"):
        moved = block - origin
        norms = np.einsum("ij,ij->i", moved, moved)[:, None]
        norms = norms + np.einsum("ij,ij->i", centred, centred)
        found: np.ndarray = moved @ (-2 * centred.T)
        found += norms
        norms *= _CANCELLED
        # Not "less", so that what has overflowed counts too.
        is_inexact = ~(found > norms)
        np.sqrt(found, out=found)
    rows, columns = np.nonzero(is_inexact)
    step = max(1, _DISTANCES // block.shape[1])
    for start in range(0, len(rows), step):
        row, column = rows[start : start + step], columns[start : start + step]
        found[row, column] = _lengths(block[row] - codebook[column])
    return found


def _lengths(differences: np.ndarray) -> np.ndarray:
    """Returns the length of each row, scaled so that no square overflows or vanishes."""
    scales = np.abs(differences).max(axis=1)
    scales[scales == 0] = 1
    scaled = differences / scales[:, None]
    lengths: np.ndarray = np.sqrt(np.einsum("ij,ij->i", scaled, scaled)) * scales
    return lengths
