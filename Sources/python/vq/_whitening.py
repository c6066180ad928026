"""`whiten`, as SciPy has it."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

import numpy as np
from numpy.exceptions import AxisError

from . import _engine
from ._arrays import as_array, scalar_for

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def whiten(
    obs: ArrayLike, check_finite: bool | None = None, *, workers: int | None = None
) -> np.ndarray:
    """Divide each feature by its standard deviation.

    Gives every feature the same weight in distances. The mean is not subtracted.

    Parameters
    ----------
    obs : array_like
        One observation a row, one feature a column. A one-dimensional array is one feature.
    check_finite : bool, optional
        Whether a NaN or an infinity is an error, which it is by default. If not, it makes its
        column NaN.
    workers : int, optional
        The most threads to use; every processor by default, or by -1.

    Returns
    -------
    ndarray
        The observations, scaled. Of the dtype of `obs` if that is a floating-point type, else
        float64.

    Warns
    -----
    RuntimeWarning
        If a column has one value throughout. It is left as it is.

    Examples
    --------
    >>> from vq import whiten
    >>> whiten([[1.0, 200.0], [3.0, 600.0]])
    array([[1., 1.],
           [3., 3.]])
    """
    obs = as_array(obs, "obs")
    check_finite = check_finite is None or bool(check_finite)
    if obs.ndim == 0:
        raise AxisError("obs is a single number; it must have one row for each observation")
    if obs.dtype.kind == "c" or obs.dtype.num == np.dtype(np.longdouble).num:
        whitened, has_constants = _whiten_in_numpy(obs, check_finite)
    else:
        whitened, has_constants = _whiten_in_library(obs, check_finite, workers)
    if check_finite and has_constants:
        warnings.warn(
            "Some columns have standard deviation zero. The values of these columns will not "
            "change.",
            RuntimeWarning,
            stacklevel=2,
        )
    return whitened


def _whiten_in_library(
    obs: np.ndarray, check_finite: bool, workers: int | None
) -> tuple[np.ndarray, bool]:
    result = obs.dtype.newbyteorder("=") if obs.dtype.kind == "f" else np.dtype(np.float64)
    if obs.size == 0:
        return np.empty(obs.shape, result), False
    scalar = scalar_for(obs.dtype)
    # What is whitened in another type or order than the library writes is divided by NumPy.
    is_written = result == scalar and (obs.ndim == 1 or not obs.flags.fnc)
    whitened, scales, constants = _engine.whiten(
        obs.reshape(len(obs), math.prod(obs.shape[1:])),
        scalar=scalar,
        check_finite=check_finite,
        workers=workers,
        whitened=is_written,
    )
    if whitened is None:
        whitened = np.divide(obs, scales.reshape(obs.shape[1:])).astype(result, copy=False)
    elif obs.ndim != 2:
        whitened = whitened.reshape(obs.shape)
    return whitened, bool(constants.any())


def _whiten_in_numpy(obs: np.ndarray, check_finite: bool) -> tuple[np.ndarray, bool]:
    if check_finite and not np.isfinite(obs).all():
        raise ValueError(
            "obs holds a NaN or an infinity; remove its row, or pass check_finite=False"
        )
    if obs.size == 0:
        return obs.copy(), False
    constants = (obs == obs[:1]).all(axis=0)
    scales = np.where(constants, 1, obs.std(axis=0))
    return obs / scales, bool(constants.any())
