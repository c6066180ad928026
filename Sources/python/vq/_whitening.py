"""Whitening: `whiten`, as SciPy has it, and an estimator that keeps the scale for later data."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from numpy.exceptions import AxisError

from . import _engine
from ._arrays import as_array, naming_columns, scalar_for
from ._checks import workers_of_jobs
from ._errors import NotFinite
from ._observations import Observations, as_observations
from ._protocol import Transformer

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@overload
def whiten(
    obs: ArrayLike,
    check_finite: bool | None = ...,
    *,
    return_scale: Literal[False] = ...,
    workers: int | None = ...,
) -> np.ndarray: ...


@overload
def whiten(
    obs: ArrayLike,
    check_finite: bool | None = ...,
    *,
    return_scale: Literal[True],
    workers: int | None = ...,
) -> tuple[np.ndarray, np.ndarray]: ...


def whiten(
    obs: ArrayLike,
    check_finite: bool | None = None,
    *,
    return_scale: bool = False,
    workers: int | None = None,
) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
    """Divide each feature by its standard deviation.

    Gives every feature the same weight in distances. The mean is not subtracted.

    Parameters
    ----------
    obs : array_like
        One observation a row, one feature a column. A one-dimensional array is one feature.
    check_finite : bool, optional
        Whether a NaN or an infinity is an error, which it is by default. If not, it makes its
        column NaN.
    return_scale : bool, optional
        Whether to return the standard deviations too.
    workers : int, optional
        The most threads to use; every processor by default, or by -1.

    Returns
    -------
    whitened : ndarray
        The observations, scaled. Of the dtype of `obs` if that is a floating-point type, else
        float64.
    scale : ndarray
        What each column was divided by, of shape ``obs.shape[1:]``: its standard deviation, or 1 if
        it has one value throughout. Only with `return_scale`.

    Warns
    -----
    RuntimeWarning
        If a column has one value throughout. It is left as it is.

    See Also
    --------
    Whitening : An estimator that scales later data alike, and undoes it.

    Examples
    --------
    >>> from vq import whiten
    >>> whiten([[1.0, 200.0], [3.0, 600.0]])
    array([[1., 1.],
           [3., 3.]])
    >>> whiten([[1.0, 200.0], [3.0, 600.0]], return_scale=True)[1]
    array([  1., 200.])
    """
    data, obs = obs, as_array(obs, "obs")
    check_finite = check_finite is None or bool(check_finite)
    if obs.ndim == 0:
        raise AxisError("obs is a single number; it must have one row for each observation")
    with naming_columns(data):
        if obs.dtype.kind == "c" or obs.dtype.num == np.dtype(np.longdouble).num:
            whitened, scale, has_constants = _whiten_in_numpy(obs, check_finite)
        else:
            whitened, scale, has_constants = _whiten_in_library(obs, check_finite, workers)
    if check_finite and has_constants:
        warnings.warn(
            "Some columns have standard deviation zero. The values of these columns will not "
            "change.",
            RuntimeWarning,
            stacklevel=2,
        )
    return (whitened, scale) if return_scale else whitened


def _whiten_in_library(
    obs: np.ndarray, check_finite: bool, workers: int | None
) -> tuple[np.ndarray, np.ndarray, bool]:
    result = obs.dtype.newbyteorder("=") if obs.dtype.kind == "f" else np.dtype(np.float64)
    scalar = scalar_for(obs.dtype)
    if obs.size == 0:
        return np.empty(obs.shape, result), np.ones(obs.shape[1:], scalar), False
    # What is whitened in another type or order than the library writes is divided by NumPy.
    is_written = result == scalar and (obs.dtype == scalar or not obs.flags.fnc)
    whitened, scales, constants = _engine.whiten(
        obs.reshape(len(obs), math.prod(obs.shape[1:])),
        scalar=scalar,
        check_finite=check_finite,
        workers=workers,
        whitened=is_written,
    )
    scale = scales.reshape(obs.shape[1:])
    if whitened is None:
        whitened = np.divide(obs, scale).astype(result, copy=False)
    elif obs.ndim != 2:
        whitened = whitened.reshape(obs.shape)
    return whitened, scale, bool(constants.any())


def _whiten_in_numpy(obs: np.ndarray, check_finite: bool) -> tuple[np.ndarray, np.ndarray, bool]:
    if check_finite:
        _refuse_not_finite(obs.reshape(len(obs), -1))
    if obs.size == 0:
        return obs.copy(), np.ones(obs.shape[1:], obs.real.dtype), False
    constants = (obs == obs[:1]).all(axis=0)
    scale = np.where(constants, 1, obs.std(axis=0))
    return obs / scale, scale, bool(constants.any())


def _refuse_not_finite(rows: np.ndarray) -> None:
    is_finite = np.isfinite(rows)
    if is_finite.all():
        return
    row, column = map(int, np.argwhere(~is_finite)[0])
    raise NotFinite(
        f"the observation in row {row}, column {column} (counted from 0) is NaN or infinite; "
        "remove or replace it",
        row,
        column,
    )


class Whitening(Transformer):
    """Scales each feature to unit variance, as an estimator in scikit-learn's conventions.

    What `whiten` does, with the scale kept: later observations are divided by it, and what was
    found among whitened observations, such as centroids, is multiplied by it. The mean is not
    subtracted. scikit-learn need not be installed.

    Parameters
    ----------
    n_jobs : int or None, default None
        The most threads to use for `fit`. None and -1 mean every processor, -2 all but one, as in
        joblib. The result does not depend on it.

    Attributes
    ----------
    scale_ : ndarray of shape (n_features,)
        The standard deviation of each feature, or 1 if it has one value throughout: of float32 if
        the observations were, else of float64.
    n_features_in_ : int
        The number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        The names of the features, if they came in a table whose column names are strings.

    See Also
    --------
    whiten : The same as a function.

    Examples
    --------
    >>> from vq import Whitening
    >>> whitening = Whitening().fit([[1.0, 200.0], [3.0, 600.0]])
    >>> whitening.scale_
    array([  1., 200.])
    >>> whitening.transform([[2.0, 300.0]])
    array([[2. , 1.5]])
    >>> whitening.inverse_transform([[2.0, 1.5]])
    array([[  2., 300.]])
    """

    scale_: np.ndarray
    feature_names_in_: np.ndarray

    def __init__(self, *, n_jobs: int | None = None) -> None:
        self.n_jobs = n_jobs

    def fit(self, X: Any, y: Any = None) -> Whitening:
        """Finds the scale of each feature.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.
        y : ignored

        Returns
        -------
        Whitening
            The estimator itself.
        """
        self._check_jobs()
        observations = as_observations(X, type(self).__name__)
        with naming_columns(X):
            _, self.scale_, _ = _engine.whiten(
                observations.array,
                scalar=observations.scalar,
                workers=workers_of_jobs(self.n_jobs),
                whitened=False,
            )
        self._note_features(observations)
        return self

    def transform(self, X: Any) -> Any:
        """Returns observations divided by the scale: of float32 if they are, else of float64."""
        observations = self._new_observations(X)
        return self._as_output(self._checked(observations) / self._scale_for(observations), X)

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """Finds the scale of observations, and returns them divided by it."""
        return self.fit(X).transform(X)

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Returns whitened observations multiplied by the scale, in the units that were fitted."""
        observations = self._new_observations(X)
        return np.asarray(self._checked(observations) * self._scale_for(observations))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Returns the names of the columns that `transform` returns: those of the features.

        They are those that were fitted, else `input_features`, else x0, x1 and so on.
        """
        names = self._fitted_names(input_features)
        if names is None:
            names = np.asarray([f"x{i}" for i in range(self.n_features_in_)], dtype=object)
        return names

    def _checked(self, observations: Observations) -> np.ndarray:
        numbers = observations.array.astype(observations.scalar, copy=False)
        with naming_columns(observations.data):
            _refuse_not_finite(numbers)
        return numbers

    def _scale_for(self, observations: Observations) -> np.ndarray:
        return self.scale_.astype(observations.scalar, copy=False)
