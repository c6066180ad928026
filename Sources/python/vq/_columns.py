"""Puts columns beside each other, without moving them if they lie at one distance already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import numpy as np


def refuse_missing(row: int, *column: Any) -> NoReturn:
    """Says which value is missing. `column` is a name or a number, or nothing, or None."""
    where = f"row {row}"
    if column and column[0] is not None:
        where += f" of column {column[0]!r}"
    raise ValueError(f"{where} is missing (null, NaN): fill in missing values or drop their rows")


def stacked(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Returns the columns as a matrix; one that is a matrix itself counts as several."""
    if not columns:
        return np.empty((0, 0))
    if any(column.ndim != 1 for column in columns):
        return columns[0] if len(columns) == 1 else np.column_stack(columns)
    if (step := _distance(columns)) is not None:
        return np.asarray(_Columns(columns, step))
    common = np.result_type(*columns)
    matrix = np.empty((len(columns[0]), len(columns)), common, order="F")
    for number, column in enumerate(columns):
        matrix[:, number] = column
    return matrix


def _distance(columns: Sequence[np.ndarray]) -> int | None:
    """Returns the bytes from each column to the next, if they are alike and it is the same."""
    first = columns[0]
    layout = (first.dtype, first.strides, first.shape)
    if first.dtype.hasobject or any(
        (column.dtype, column.strides, column.shape) != layout for column in columns
    ):
        return None
    starts = [column.__array_interface__["data"][0] for column in columns]
    step = starts[1] - starts[0] if len(starts) > 1 else first.itemsize
    alike = all(after - before == step for before, after in zip(starts, starts[1:]))
    return step if alike and step > 0 else None


class _Columns:
    """Memory for NumPy to look at, which keeps every column alive as long as it does.

    Columns that belong to different allocations may lie at one distance by chance.
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
