"""The package's own exceptions and warnings."""

from __future__ import annotations

import sys
from typing import Any


class ClusterError(Exception):
    """A cluster lost all its observations, and the caller requested an error in that case.

    `kmeans2` raises it with ``missing="raise"``, the functions of `vq.blocks`, `vq.dask` and
    `vq.spark` with ``empty_clusters="fail"``.

    Examples
    --------
    The second centroid is nearest to no observation:

    >>> from vq import ClusterError, kmeans2
    >>> try:
    ...     kmeans2([1.0, 2.0], [1.5, 9.0], missing="raise")
    ... except ClusterError as error:
    ...     print(error)
    One of the clusters is empty. Re-run kmeans with a different initialization.
    """


class NotFinite(ValueError):
    """A number is NaN, infinite, or too large."""

    def __init__(self, message: str, row: int, column: int) -> None:
        super().__init__(message)
        self.row = row
        """The row of the number, counted from 0; -1 if no row is known."""
        self.column = column
        """The column of the number, counted from 0."""

    def in_column(self, name: Any) -> NotFinite:
        """Returns the error with the name of its column in the message."""
        message = str(self).replace("(counted from 0)", f"({name!r}; counted from 0)", 1)
        return NotFinite(message, self.row, self.column)


class InvalidParameterError(ValueError, TypeError):
    """A parameter of an estimator has a value that is not allowed."""


class NotFittedError(ValueError, AttributeError):
    """An estimator's `fit` has not been called yet.

    If scikit-learn is loaded, the package raises scikit-learn's class of this name instead.
    """


class ConvergenceWarning(UserWarning):
    """A fit ended before it converged, or found fewer clusters than requested.

    If scikit-learn is loaded, the package warns with scikit-learn's class of this name instead.
    """


def of_scikit_learn(own: type[Any]) -> type[Any]:
    """Returns scikit-learn's class of the same name if scikit-learn is loaded, else `own`.

    A program that has not loaded scikit-learn cannot catch its classes.
    """
    exceptions = sys.modules.get("sklearn.exceptions")
    return getattr(exceptions, own.__name__, own)


class BlockError(ValueError):
    """Block files, or observations that must become block files, cannot be used.

    For instance, a block is missing, changed or damaged, or a value is NaN. The message names the
    file and, where possible, the row.

    Examples
    --------
    >>> import tempfile
    >>> from vq.blocks import BlockError, BlockFiles
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     try:
    ...         BlockFiles.open(folder)
    ...     except BlockError as error:
    ...         print(str(error).removeprefix(folder))
     holds no blocks: there is no manifest.json in it; make them with vq.pack
    """
