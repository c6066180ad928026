"""Parameters of an estimator: kept as they were given, read and set by name, checked when used."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any, TypeVar

import numpy as np

Self = TypeVar("Self", bound="Parameters")


class InvalidParameterError(ValueError, TypeError):
    """A parameter is not among the values that its description allows."""


class Parameters:
    """What scikit-learn's tools ask of an object that is made from parameters.

    A parameter is an argument of `__init__`, which does nothing but keep it as an attribute of the
    same name. Nothing is checked before it is used, so that a search may set one after the other.
    """

    @classmethod
    def _defaults(cls) -> dict[str, Any]:
        signature = inspect.signature(cls)
        return {name: parameter.default for name, parameter in signature.parameters.items()}

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Returns the parameters by name. None holds another estimator, so `deep` changes nothing."""
        return {name: getattr(self, name) for name in sorted(self._defaults())}

    def set_params(self: Self, **params: Any) -> Self:
        """Sets parameters by name, and returns the estimator."""
        known = self._defaults()
        for name in params:
            if name not in known:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self!r}. "
                    f"Valid parameters are: {sorted(known)!r}."
                )
        for name, value in params.items():
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        changed = (
            f"{name}={getattr(self, name)!r}"
            for name, default in self._defaults().items()
            if not _is_same(getattr(self, name), default)
        )
        return f"{type(self).__name__}({', '.join(changed)})"

    def _check_integer(self, name: str, others: str = "") -> None:
        """Raises unless a parameter is an integer of at least 1, or what `others` says."""
        value = getattr(self, name)
        if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
            raise self._invalid(name, f"an int in the range [1, inf){others}")

    def _check_not_negative(self, name: str) -> None:
        value = getattr(self, name)
        if not isinstance(value, Real) or isinstance(value, bool) or not 0 <= float(value) < np.inf:
            raise self._invalid(name, "a float in the range [0.0, inf)")

    def _check_choice(self, name: str, choices: Iterable[str], others: str = "") -> None:
        value = getattr(self, name)
        if not isinstance(value, str) or value not in choices:
            raise self._invalid(name, f"a str among {sorted(choices)}{others}")

    def _invalid(self, name: str, expected: str) -> InvalidParameterError:
        return InvalidParameterError(
            f"The {name!r} parameter of {type(self).__name__} must be {expected}. "
            f"Got {getattr(self, name)!r} instead."
        )


def _is_same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(value == default))
