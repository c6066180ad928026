"""Checks the observations and weights of an estimator, with scikit-learn's error messages."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np

from ._tables import array_of, table_of


class Observations(NamedTuple):
    """A matrix of real numbers, and the names of its columns if they are strings."""

    array: np.ndarray
    names: np.ndarray | None
    data: Any
    """The argument that the caller passed."""

    @property
    def scalar(self) -> np.dtype:
        """The type to compute in: float32 for float32, else float64."""
        is_single = self.array.dtype.newbyteorder("=") == np.float32
        return np.dtype(np.float32 if is_single else np.float64)


def as_observations(data: Any, estimator: str) -> Observations:
    """Returns the numbers of an array-like or a table; raises unless they are a real matrix."""
    table = table_of(data)
    array = _as_numbers(table.array)
    if array.ndim != 2:
        found = "scalar" if array.ndim == 0 else f"{array.ndim}D"
        raise ValueError(
            f"Expected 2D array, got {found} array instead. Reshape your data either using "
            "array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it "
            "contains a single sample."
        )
    for count, what in zip(array.shape, ("sample", "feature"), strict=True):
        if count == 0:
            raise ValueError(
                f"Found array with 0 {what}(s) (shape={array.shape}) while a minimum of 1 is "
                f"required by {estimator}."
            )
    return Observations(array, _as_names(table.names), data)


def as_weights(weights: Any, count: int) -> np.ndarray | None:
    """Returns a weight for each of `count` observations, or None if there are no weights.

    A single number is the weight of every observation.
    """
    if weights is None:
        return None
    array = _as_numbers(array_of(weights)).astype(np.float64, copy=False)
    if array.ndim == 0:
        array = np.full(count, array)
    if array.shape != (count,):
        raise ValueError(
            f"sample_weight has shape {array.shape}, but there must be one weight for each "
            f"observation: shape ({count},)"
        )
    if not (valid := (array >= 0) & (array < np.inf)).all():
        row = int(np.argmin(valid))
        raise ValueError(
            f"the weight in row {row} is {array[row]}; weights must be finite and not negative"
        )
    if not array.any():
        raise ValueError("Sample weights must contain at least one non-zero number.")
    return array


def check_features(
    estimator: str,
    observations: Observations,
    fitted_count: int,
    fitted_names: np.ndarray | None,
) -> None:
    """Raises if the features differ from those of the fit.

    Warns if only one of the two has feature names.
    """
    array, names = observations.array, observations.names
    if names is not None and fitted_names is not None:
        if not np.array_equal(names, fitted_names):
            raise ValueError(_difference(names, fitted_names))
    elif names is not None:
        warnings.warn(
            f"X has feature names, but {estimator} was fitted without feature names", stacklevel=4
        )
    elif fitted_names is not None:
        warnings.warn(
            f"X does not have valid feature names, but {estimator} was fitted with feature names",
            stacklevel=4,
        )
    if array.shape[1] != fitted_count:
        raise ValueError(
            f"X has {array.shape[1]} features, but {estimator} is expecting {fitted_count} "
            "features as input."
        )


def _as_numbers(array: np.ndarray) -> np.ndarray:
    kind = array.dtype.kind
    if kind in "fiub":
        return array
    if kind == "c":
        raise ValueError(f"Complex data not supported: the dtype is {array.dtype}")
    if kind in "OUS":
        return array.astype(np.float64)
    raise TypeError(f"data of dtype {array.dtype} are not numbers; convert them first")


def _as_names(names: list[Any] | None) -> np.ndarray | None:
    if not names:
        return None
    types = sorted({type(name).__qualname__ for name in names})
    if "str" not in types:
        return None
    if len(types) > 1:
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your "
            f"input has {types} as feature name / column name types. Convert them all to strings, "
            "for instance with X.columns = X.columns.astype(str)"
        )
    return np.asarray(names, dtype=object)


def _difference(names: np.ndarray, fitted: np.ndarray) -> str:
    message = "The feature names should match those that were passed during fit.\n"
    differences = {
        "Feature names unseen at fit time:\n": sorted(set(names) - set(fitted)),
        "Feature names seen at fit time, yet now missing:\n": sorted(set(fitted) - set(names)),
    }
    if not any(differences.values()):
        return message + "Feature names must be in the same order as they were in fit.\n"
    shown = 5
    for heading, different in differences.items():
        if different:
            message += heading + "".join(f"- {name}\n" for name in different[:shown])
            message += "- ...\n" if len(different) > shown else ""
    return message
