"""`kmeans2`, as SciPy has it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from ._arrays import as_array, as_rows, naming_columns, readable, scalar_for
from ._checks import whole_number
from ._draws import gaussian, generator, plusplus, points, takes_rng
from ._engine import fit
from ._errors import ClusterError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_EMPTY = "One of the clusters is empty. Re-run kmeans with a different initialization."


@takes_rng
def kmeans2(
    data: ArrayLike,
    k: ArrayLike,
    iter: int = 10,
    thresh: float = 1e-5,
    minit: str = "random",
    missing: str = "warn",
    check_finite: bool = True,
    *,
    rng: Any = None,
    seed: Any = None,
    workers: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Run a fixed number of k-means iterations from one start.

    Parameters
    ----------
    data : array_like
        One observation a row. The features should have comparable variance; see `whiten`. A
        one-dimensional array holds observations of one feature.
    k : int or array_like
        The number of centroids, or an array of centroids to start from, one a row.
    iter : int, optional
        The number of iterations.
    thresh : float, optional
        Accepted for compatibility with SciPy and ignored, as in SciPy.
    minit : {'random', 'points', '++', 'matrix'}, optional
        How to choose the starting centroids if `k` is a number: 'random' draws from a normal
        distribution with the mean and the covariance of `data`, 'points' draws observations, and
        '++' is k-means++. 'matrix' means that `k` is an array of centroids.
    missing : {'warn', 'raise'}, optional
        What to do if a cluster is empty: 'warn' warns and keeps its centroid, 'raise' raises
        `ClusterError`.
    check_finite : bool, optional
        Accepted for compatibility with SciPy and ignored: NaN and infinity are always errors.
    rng : Generator, int or None, optional
        The source of random draws, as in `kmeans`. The same source gives SciPy's centroids.
    seed : int, RandomState, Generator or None, optional
        The source of random draws in SciPy's older form, as in `kmeans`.
    workers : int or None, optional
        The maximum number of threads. None and -1 mean every processor. The result does not
        depend on it.

    Returns
    -------
    centroid : ndarray
        One centroid a row, `k` rows.
    label : ndarray of int32
        The code of each observation in the last iteration, which is before the centroids moved
        for the last time. `vq` finds the codes for the returned centroids.

    Warns
    -----
    UserWarning
        If a cluster was empty in at least one iteration. There is one warning a call.

    Raises
    ------
    ClusterError
        If a cluster is empty and `missing` is 'raise'.
    ValueError
        If a number is NaN or infinite, if there are fewer observations than centroids to draw, or
        if an argument has a wrong value or shape.
    TypeError
        If an argument has a wrong type, or both `rng` and `seed` are given.

    See Also
    --------
    kmeans : Several runs, each until it converges.

    Examples
    --------
    >>> import numpy as np
    >>> from vq import kmeans2
    >>> data = np.array([[1.0, 1.0], [1.0, 3.0], [9.0, 8.0], [9.0, 6.0]])
    >>> centroid, label = kmeans2(data, data[[0, 2]])
    >>> centroid
    array([[1., 2.],
           [9., 7.]])
    >>> label
    array([0, 0, 1, 1], dtype=int32)
    """
    iterations = _iterations(iter)
    if missing not in ("warn", "raise"):
        raise ValueError(f"missing must be 'warn' or 'raise', got {missing!r}")
    given, data = data, as_array(data, "data")
    observations = readable(as_rows(data, "data"))
    book = as_array(k, "k")
    if data.size == 0 or book.size == 0:
        raise ValueError("data and k must not be empty")
    scalar = scalar_for(data.dtype)
    try:
        with naming_columns(given):
            if book.ndim > 0 or minit == "matrix":
                start = _matching(book, data)
            else:
                start = _drawn(observations, _count(book), minit, rng, seed, workers)
            found = fit(
                observations,
                clusters=len(start),
                scalar=scalar,
                start=start,
                max_iterations=iterations,
                stopping="never",
                threshold=0,
                empty_clusters="fail" if missing == "raise" else "keep",
                codes_of="last_iteration",
                workers=workers,
            )
    except ClusterError:
        raise ClusterError(_EMPTY) from None
    if found.empty_iterations:
        warnings.warn(_EMPTY, stacklevel=3)
    assert found.codes is not None
    centroids = found.centroids if data.ndim == 2 else found.centroids[:, 0].copy()
    return centroids, found.codes


def _iterations(iter: int) -> int:
    try:
        enough = int(iter) >= 1
    except (TypeError, ValueError) as error:
        raise type(error)(f"iter must be an integer, not {iter!r}") from None
    if not enough:
        raise ValueError(f"iter must be at least 1, got {iter}")
    return min(whole_number(iter, "iter"), (1 << 63) - 1)


def _matching(book: np.ndarray, data: np.ndarray) -> np.ndarray:
    if book.ndim == 0:
        raise ValueError(
            f"with minit='matrix', k must be an array of centroids, not the number {book}"
        )
    if book.ndim != data.ndim or book.shape[1:] != data.shape[1:]:
        raise ValueError(
            f"k has shape {book.shape}, which does not go with data of shape {data.shape}; "
            "centroids must have as many dimensions and columns"
        )
    return as_rows(book, "k")


def _count(book: np.ndarray) -> int:
    if book.dtype.kind == "c":
        raise TypeError(f"k must be a whole number or an array of centroids, not {book}")
    if not np.isfinite(book) or book < 1:
        raise ValueError(f"k must be at least 1 and finite, not {book}")
    count = int(book)
    if count != book:
        warnings.warn("k was not an integer, was converted.", stacklevel=4)
    return count


def _drawn(
    observations: np.ndarray,
    k: int,
    minit: str,
    rng: Any,
    seed: Any,
    workers: int | None,
) -> np.ndarray:
    if minit == "random":
        return gaussian(observations, k, generator(rng, seed), workers=workers)
    if minit == "points":
        return points(observations, k, generator(rng, seed))
    if minit == "++":
        return plusplus(observations, k, generator(rng, seed), workers=workers)
    raise ValueError(f"minit must be 'random', 'points', '++' or 'matrix', got {minit!r}")
