"""`vq` and `py_vq`, as SciPy has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._arrays import as_array, as_rows, as_scalars, naming_columns, scalar_for
from ._engine import assign

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def vq(
    obs: ArrayLike, code_book: ArrayLike, check_finite: bool = True, *, workers: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Find the code of each observation: the index of its nearest centroid.

    Parameters
    ----------
    obs : array_like
        One observation a row. A one-dimensional array holds observations of one feature.
    code_book : array_like
        One centroid a row, with as many features and dimensions as `obs`.
    check_finite : bool, optional
        True, the default, refuses NaN and infinity. If False, an observation that holds one gets
        the code 0 and a distance that is not finite, and a centroid that holds one is never the
        nearest.
    workers : int or None, optional
        The maximum number of threads. None and -1 mean every processor. The result does not
        depend on it.

    Returns
    -------
    code : ndarray
        The row of the nearest centroid, the lowest on a tie. The dtype is int32, or int64 if both
        arguments hold integers or Booleans.
    dist : ndarray
        The Euclidean distance to that centroid, not squared. The dtype is float32 if the common
        dtype of both arguments is float32 or float16, else float64.

    Raises
    ------
    ValueError
        If a number is NaN or infinite and `check_finite` is True, or if the shapes of the
        arguments do not match.
    TypeError
        If an argument does not hold numbers.

    Examples
    --------
    >>> import numpy as np
    >>> from vq import vq
    >>> code, dist = vq(np.array([[1.0, 1.0], [4.0, 5.0]]), np.array([[0.0, 1.0], [4.0, 4.0]]))
    >>> code
    array([0, 1], dtype=int32)
    >>> dist
    array([1., 1.])
    """
    data, obs = obs, np.atleast_1d(as_array(obs, "obs"))
    code_book = np.atleast_1d(as_array(code_book, "code_book"))
    common = np.result_type(obs, code_book)
    with naming_columns(data):
        code, dist = _nearest(obs, code_book, scalar_for(common), check_finite, workers)
    if common.kind in "iub":
        code = code.astype(np.int64)
    return code, dist


def py_vq(
    obs: ArrayLike, code_book: ArrayLike, check_finite: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Find the code of each observation, always in float64.

    The same as `vq`, except for the dtypes of the results.

    Parameters
    ----------
    obs : array_like
        One observation a row. A one-dimensional array holds observations of one feature.
    code_book : array_like
        One centroid a row, with as many features and dimensions as `obs`.
    check_finite : bool, optional
        True, the default, refuses NaN and infinity; see `vq`.

    Returns
    -------
    code : ndarray of int64
        The row of the nearest centroid, the lowest on a tie.
    dist : ndarray of float64
        The Euclidean distance to that centroid, not squared.

    Raises
    ------
    ValueError
        If a number is NaN or infinite and `check_finite` is True, or if the shapes of the
        arguments do not match.
    TypeError
        If an argument does not hold numbers.

    Examples
    --------
    >>> from vq import py_vq
    >>> py_vq([1.0, 5.0], [0.0, 4.0])
    (array([0, 1]), array([1., 1.]))
    """
    data, obs, code_book = obs, as_array(obs, "obs"), as_array(code_book, "code_book")
    with naming_columns(data):
        code, dist = _nearest(obs, code_book, np.dtype(np.float64), check_finite)
    return code.astype(np.int64), dist


def _nearest(
    obs: np.ndarray,
    code_book: np.ndarray,
    scalar: np.dtype,
    check_finite: bool,
    workers: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    if obs.ndim != code_book.ndim:
        raise ValueError(
            f"obs has {obs.ndim} dimensions and code_book has {code_book.ndim}; both must have "
            "one, or both two"
        )
    observations = as_rows(obs, "obs")
    codebook = as_scalars(as_rows(code_book, "code_book"), scalar)
    if len(codebook) == 0:
        raise ValueError("code_book holds no centroids; give it at least one row")
    n, d = observations.shape
    if d == 0 and codebook.shape[1] == 0:
        # Without features, all distances are 0.
        return np.zeros(n, np.int32), np.zeros(n, scalar)
    code, dist = assign(observations, codebook, check_finite=check_finite, workers=workers)
    assert dist is not None
    return code, dist
