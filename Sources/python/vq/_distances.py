"""Distances from observations to every centroid."""

from __future__ import annotations

import numpy as np

# About as many distances are computed at a time: what a processor's cache holds.
_DISTANCES = 1 << 17

# A squared distance less than this part of |x|² + |c|² has lost digits to their difference, and is
# computed again. What is kept has lost less than 3 of the 16 digits of a double.
_CANCELLED = 1e-3


def distances(observations: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """Returns the Euclidean distance of each observation to each centroid.

    They are computed in double, as |x|² - 2 x·c + |c|² about the centroids' mean; distances that
    are small beside |x| and |c| are computed from differences instead, so that those are exact too.

    Raises
    ------
    ValueError
        If an observation is NaN or infinite, or so large that its square overflows.
    """
    codebook = centroids.astype(np.float64)
    origin = codebook.mean(axis=0)
    centred = codebook - origin
    norms = np.einsum("ij,ij->i", centred, centred)
    result = np.empty((len(observations), len(codebook)), centroids.dtype)
    step = max(1, _DISTANCES // max(codebook.shape))
    for start in range(0, len(observations), step):
        block = observations[start : start + step].astype(np.float64)
        result[start : start + step] = np.sqrt(
            _squared(block, codebook, origin, centred, norms, start)
        )
    return result


def _squared(
    block: np.ndarray,
    codebook: np.ndarray,
    origin: np.ndarray,
    centred: np.ndarray,
    norms: np.ndarray,
    first_row: int,
) -> np.ndarray:
    with np.errstate(over="ignore", invalid="ignore"):
        moved = block - origin
        both = np.einsum("ij,ij->i", moved, moved)[:, None] + norms
    if not np.isfinite(both[:, 0]).all():
        _refuse_not_finite(block, both[:, 0], first_row)
    squared = moved @ centred.T
    squared *= -2
    squared += both
    rows, columns = np.nonzero(squared < _CANCELLED * both)
    step = max(1, _DISTANCES // block.shape[1])
    for start in range(0, len(rows), step):
        row, column = rows[start : start + step], columns[start : start + step]
        difference = block[row] - codebook[column]
        squared[row, column] = np.einsum("ij,ij->i", difference, difference)
    return squared


def _refuse_not_finite(block: np.ndarray, norms: np.ndarray, first_row: int) -> None:
    row = int(np.argmin(np.isfinite(norms)))
    column = int(np.argmin(np.isfinite(block[row])))
    what = "NaN" if np.isnan(block[row, column]) else "infinity or too large"
    raise ValueError(
        f"observation {first_row + row} has a value at column {column} that is {what}: "
        f"{block[row, column]}; remove or replace it"
    )
