"""The least and the greatest value of each feature, which also tells whether all are finite."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

# NumPy reduces many columns at a time far faster than few, so short rows are taken side by side.
_WIDTH = 256


class Extent(NamedTuple):
    """The least and the greatest value of each feature, as float64."""

    minimum: np.ndarray
    maximum: np.ndarray

    def joined(self, other: Extent) -> Extent:
        return Extent(
            np.minimum(self.minimum, other.minimum), np.maximum(self.maximum, other.maximum)
        )


def extent(rows: np.ndarray) -> Extent:
    """Returns the extent of rows in C order, of which there is at least one.

    A feature with a NaN has NaN for both.
    """
    with np.errstate(invalid="ignore"):
        return Extent(_reduced(np.minimum, rows), _reduced(np.maximum, rows))


def first_not_finite(rows: np.ndarray) -> tuple[int, int] | None:
    """Returns the row and the column of the first value that is NaN or infinite."""
    if rows.dtype.kind != "f":
        return None
    is_finite = np.isfinite(rows).reshape(-1)
    place = int(is_finite.argmin())
    return None if is_finite[place] else divmod(place, rows.shape[1])


def _reduced(function: np.ufunc, rows: np.ndarray) -> np.ndarray:
    n, d = rows.shape
    beside = min(n, max(1, _WIDTH // d))
    whole = n - n % beside
    wide = function.reduce(rows[:whole].reshape(-1, beside * d), axis=0).reshape(beside, d)
    reduced = function.reduce(np.concatenate([wide, rows[whole:]]), axis=0)
    return np.asarray(reduced, np.float64)
