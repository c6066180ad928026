"""What the package raises and warns of, in addition to Python's own exceptions."""

from __future__ import annotations

import sys
from typing import Any


class ClusterError(Exception):
    """A centroid has no observations left, and the caller asked for that to be an error."""


class NotFinite(ValueError):
    """A number is NaN, infinite, or too large."""

    def __init__(self, message: str, row: int, column: int) -> None:
        super().__init__(message)
        self.row = row
        """The row that holds it, counted from 0; -1 if no row is known."""
        self.column = column

    def in_column(self, name: Any) -> NotFinite:
        """Returns the error with the name of its column in the message."""
        message = str(self).replace("(counted from 0)", f"({name!r}; counted from 0)", 1)
        return NotFinite(message, self.row, self.column)


class InvalidParameterError(ValueError, TypeError):
    """A parameter is not among the values that its description allows."""


class NotFittedError(ValueError, AttributeError):
    """`fit` has not been called. scikit-learn's own class is raised instead if it is loaded."""


class ConvergenceWarning(UserWarning):
    """A fit ended before it converged, or found fewer clusters than requested. Likewise."""


def of_scikit_learn(own: type[Any]) -> type[Any]:
    """Returns scikit-learn's exception or warning of the same name, if the program has loaded it.

    A program that has not cannot be waiting for it.
    """
    exceptions = sys.modules.get("sklearn.exceptions")
    return getattr(exceptions, own.__name__, own)


class BlockError(ValueError):
    """Blocks cannot be used: one is missing, changed or damaged, or they do not belong together.

    The message names the file, and the row where it is about one.
    """
