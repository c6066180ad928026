"""Arrays in memory, and those in `.npy` files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Lock
from tokenize import TokenError

import numpy as np

from .._arrays import as_rows
from ._errors import BlockError
from ._parts import chunk_rows


class ArrayPart:
    """An array of one or two dimensions; of one, it has a single column."""

    def __init__(self, array: np.ndarray, columns: Sequence[int] | None, name: str) -> None:
        self.name = name
        self._array = _matrix(array, name)
        self._columns = checked_columns(columns, self._array.shape[1], name)
        self.rows = len(self._array)
        self.columns = self._array.shape[1] if self._columns is None else len(self._columns)
        self.dtype = self._array.dtype
        self.starts = range(self.rows)

    def chunks(self, start: int, stop: int) -> Iterator[np.ndarray]:
        step = chunk_rows(self)
        for first in range(start, stop, step):
            rows = self._array[first : min(stop, first + step)]
            yield rows if self._columns is None else rows[:, self._columns]


class NPYPart:
    """A `.npy` file, which is mapped while it is read."""

    def __init__(self, path: Path, columns: Sequence[int] | None) -> None:
        self._path, self._chosen = path, columns
        part = self._open()
        self.name, self.rows, self.columns = part.name, part.rows, part.columns
        self.dtype, self.starts = part.dtype, part.starts

    def chunks(self, start: int, stop: int) -> Iterator[np.ndarray]:
        return self._open().chunks(start, stop)

    def _open(self) -> ArrayPart:
        name = str(self._path)
        try:
            with _PARSING:
                array = np.lib.format.open_memmap(self._path, mode="r")
        except FileNotFoundError:
            raise BlockError(f"there is no file {name}") from None
        except (ValueError, TokenError, OSError) as error:
            raise BlockError(f"{name} cannot be read as a .npy file: {error}") from None
        return ArrayPart(np.asarray(array), self._chosen, name)


# NumPy has Python's parser read a header, which in Python 3.11 must not be at work on two threads at
# once.
_PARSING = Lock()


def _matrix(array: np.ndarray, name: str) -> np.ndarray:
    if array.dtype.kind not in "fiub":
        raise BlockError(f"{name} holds {array.dtype}, and observations must be real numbers")
    try:
        matrix = as_rows(array, name)
    except ValueError as error:
        raise BlockError(str(error)) from None
    if len(matrix) and not matrix.shape[1]:
        raise BlockError(f"{name} has no columns")
    return matrix


def checked_columns(columns: Sequence[int] | None, count: int, name: str) -> list[int] | None:
    """Returns numbers of columns, or raises which there is none of."""
    if columns is None:
        return None
    if len(columns) == 0:
        raise BlockError(f"no column of {name} is chosen; name some with columns=")
    for column in columns:
        if isinstance(column, bool) or not isinstance(column, (int, np.integer)):
            raise BlockError(
                f"the columns of {name} have numbers, not names: there is no {column!r}"
            )
        if not 0 <= column < count:
            raise BlockError(f"{name} has no column {column}: there are {count}, counted from 0")
    return [int(column) for column in columns]
