"""Whitening: SciPy's function `whiten`, and an estimator that keeps the scale for later data."""

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

    All features then have the same weight in distances. The mean is not subtracted.

    Parameters
    ----------
    obs : array_like
        One observation a row, one feature a column. A one-dimensional array is one feature.
    check_finite : bool or None, optional
        True and None, the default, refuse NaN and infinity. If False, the results are NaN in a
        column that holds one.
    return_scale : bool, optional
        If True, also return the divisors.
    workers : int or None, optional
        The maximum number of threads. None and -1 mean every processor. The result does not
        depend on it.

    Returns
    -------
    whitened : ndarray
        The scaled observations. The dtype is that of `obs` if it is a floating-point type, else
        float64.
    scale : ndarray
        The divisor of each column, of shape ``obs.shape[1:]``: the standard deviation, or 1 for a
        constant column. Returned only if `return_scale` is True.

    Warns
    -----
    RuntimeWarning
        If a column is constant. Its values do not change.

    Raises
    ------
    ValueError
        If a number is NaN or infinite and `check_finite` is not False, or if `obs` is a single
        number.
    TypeError
        If `obs` does not hold numbers.

    See Also
    --------
    Whitening : An estimator that scales later observations alike, and reverts the scaling.

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
    # The library writes one dtype and memory order. For others it only finds the scale, and NumPy
    # divides.
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
    """Scale each feature to unit variance, as an estimator in scikit-learn's conventions.

    Computes what `whiten` computes and keeps the scale: `transform` divides later observations by
    it, and `inverse_transform` multiplies, for instance centroids of whitened observations. The
    mean is not subtracted. scikit-learn need not be installed.

    Parameters
    ----------
    n_jobs : int or None, default None
        The maximum number of threads for `fit`. None and -1 mean every processor, -2 all except
        one, as in joblib. The result does not depend on it.

    Attributes
    ----------
    scale_ : ndarray of shape (n_features,)
        The standard deviation of each feature, or 1 for a constant feature. The dtype is float32
        if the observations were float32, else float64.
    n_features_in_ : int
        The number of features.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        The names of the features. Set only if `fit` got a table whose column names are strings.

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
        """Find the scale of each feature.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.
        y : ignored
            Accepted for scikit-learn's conventions.

        Returns
        -------
        Whitening
            The estimator itself.

        Examples
        --------
        A constant feature keeps its values:

        >>> from vq import Whitening
        >>> Whitening().fit([[1.0, 5.0], [3.0, 5.0]]).scale_
        array([1., 1.])
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
        """Divide observations by the scale.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.

        Returns
        -------
        ndarray or table of shape (n_samples, n_features)
            The whitened observations, in float32 if `X` is float32, else in float64. `set_output`
            chooses the kind of container.

        Examples
        --------
        >>> from vq import Whitening
        >>> Whitening().fit([[1.0, 200.0], [3.0, 600.0]]).transform([[2.0, 300.0]])
        array([[2. , 1.5]])
        """
        observations = self._new_observations(X)
        return self._as_output(self._checked(observations) / self._scale_for(observations), X)

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """Find the scale of observations, and divide them by it.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            The observations.
        y : ignored
            Accepted for scikit-learn's conventions.

        Returns
        -------
        ndarray or table of shape (n_samples, n_features)
            The whitened observations, as `transform` returns them.

        Examples
        --------
        >>> from vq import Whitening
        >>> Whitening().fit_transform([[1.0, 200.0], [3.0, 600.0]])
        array([[1., 1.],
               [3., 3.]])
        """
        return self.fit(X).transform(X)

    def inverse_transform(self, X: Any) -> np.ndarray:
        """Multiply whitened observations by the scale, back to the units of the fit.

        Parameters
        ----------
        X : array-like or table of shape (n_samples, n_features)
            Whitened rows, for instance observations or centroids.

        Returns
        -------
        ndarray of shape (n_samples, n_features)
            The rows in the units of the fit, in float32 if `X` is float32, else in float64.

        Examples
        --------
        >>> from vq import Whitening
        >>> Whitening().fit([[1.0, 200.0], [3.0, 600.0]]).inverse_transform([[2.0, 1.5]])
        array([[  2., 300.]])
        """
        observations = self._new_observations(X)
        return np.asarray(self._checked(observations) * self._scale_for(observations))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return the names of the columns that `transform` returns: the names of the features.

        Parameters
        ----------
        input_features : array-like of str or None, default None
            Names to use if the features were fitted without names. If they have names, these must
            be the same.

        Returns
        -------
        ndarray of str objects
            The names of the fit, else `input_features`, else x0, x1 and so on.

        Examples
        --------
        >>> from vq import Whitening
        >>> whitening = Whitening().fit([[1.0, 200.0], [3.0, 600.0]])
        >>> whitening.get_feature_names_out()
        array(['x0', 'x1'], dtype=object)
        >>> whitening.get_feature_names_out(["width", "weight"])
        array(['width', 'weight'], dtype=object)
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
