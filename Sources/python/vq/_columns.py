"""Joins columns to a matrix, without a copy if they lie at equal distances in memory."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NoReturn

import numpy as np


def refuse_missing(row: Any, column: Any = None, name: Any = None) -> NoReturn:
    """Raises an error that names the row and, if known, the column of a missing value."""
    where = f"row {int(row)}" if column is None else f"row {int(row)}, column {int(column)}"
    named = "" if name is None or name == column else f"{_shown(name)}; "
    raise ValueError(
        f"the value in {where} ({named}counted from 0) is missing (null, NaN); fill in missing "
        "values or drop their rows"
    )


def stacked(columns: Sequence[np.ndarray], names: Sequence[Any]) -> np.ndarray:
    """Returns the columns as a matrix; a column may itself be a matrix of several columns."""
    columns = [_numbers(column, name) for column, name in zip(columns, names, strict=True)]
    if not columns:
        return np.empty((0, 0))
    if any(column.ndim != 1 for column in columns):
        return columns[0] if len(columns) == 1 else np.column_stack(columns)
    if (step := _distance(columns)) is not None:
        return np.asarray(_Columns(columns, step))
    matrix = np.empty((len(columns[0]), len(columns)), np.result_type(*columns), order="F")
    for number, column in enumerate(columns):
        matrix[:, number] = column
    return matrix


def _numbers(column: np.ndarray, name: Any) -> np.ndarray:
    """Returns a column of numbers unchanged; converts Python objects and text to float64."""
    if column.dtype.kind in "fiubc":
        return column
    if column.dtype.kind in "mM":
        raise TypeError(
            f"column {_shown(name)} does not hold numbers: its dtype is {column.dtype}"
        )
    try:
        return column.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise type(error)(f"column {_shown(name)} does not hold numbers: {error}") from None


def _shown(name: Any) -> str:
    return repr(int(name) if isinstance(name, np.integer) else name)


def _distance(columns: Sequence[np.ndarray]) -> int | None:
    """Returns the distance in bytes from each column to the next.

    None if the distances differ, or if the columns differ in dtype, strides or length.
    """
    first = columns[0]
    layout = (first.dtype, first.strides, first.shape)
    if any((column.dtype, column.strides, column.shape) != layout for column in columns):
        return None
    starts = [column.__array_interface__["data"][0] for column in columns]
    step = starts[1] - starts[0] if len(starts) > 1 else first.itemsize
    alike = all(after - before == step for before, after in pairwise(starts))
    return step if alike and step > 0 else None


class _Columns:
    """Columns as a NumPy matrix without a copy.

    Keeps every column alive: those of different allocations may lie at equal distances by chance.
    """

    def __init__(self, columns: Sequence[np.ndarray], step: int) -> None:
        self.columns = tuple(columns)
        first = columns[0]
        self.__array_interface__ = {
            **first.__array_interface__,
            "data": (first.__array_interface__["data"][0], True),
            "shape": (len(first), len(columns)),
            "strides": (first.strides[0], step),
        }
