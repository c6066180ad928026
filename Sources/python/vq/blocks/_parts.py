"""Sources of observations in parts: arrays and `.npy` files, read in small chunks."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from threading import Lock
from tokenize import TokenError
from typing import Protocol

import numpy as np

from .._arrays import as_rows
from .._errors import BlockError

# How much to read at a time: little compared with a block, and enough to hide the cost of a call.
_CHUNK_BYTES = 1 << 22


class Part(Protocol):
    """An array or a file."""

    @property
    def name(self) -> str:
        """What errors call it."""

    @property
    def rows(self) -> int: ...

    @property
    def columns(self) -> int: ...

    @property
    def dtype(self) -> np.dtype: ...

    @property
    def starts(self) -> Sequence[int]:
        """The rows where reading can start without reading earlier rows, in ascending order."""

    def chunks(self, start: int, stop: int) -> Iterator[np.ndarray]:
        """Reads rows in order, as matrices of any number of rows."""


def chunk_rows(part: Part) -> int:
    """Returns how many rows to read at a time."""
    return max(1, _CHUNK_BYTES // (part.columns * part.dtype.itemsize))


class Parts:
    """Parts with the same columns. Rows are counted over all parts."""

    def __init__(self, parts: Sequence[Part], dtype: np.dtype | None) -> None:
        # Parts without rows are skipped: the width of a column of lists is not known there.
        self._parts = [part for part in parts if part.rows]
        if not self._parts:
            name = parts[0].name if len(parts) == 1 else "the source"
            raise BlockError(f"there are no observations to pack: {name} has no rows")
        first = self._parts[0]
        for part in self._parts:
            if part.columns != first.columns:
                raise BlockError(
                    f"{part.name} has {part.columns} columns, and {first.name} has "
                    f"{first.columns}; all must have the same"
                )
            if dtype is None and part.dtype.newbyteorder("=") != first.dtype.newbyteorder("="):
                raise BlockError(
                    f"{part.name} holds {part.dtype}, and {first.name} {first.dtype}; choose one "
                    "with dtype="
                )
        self._ends = list(accumulate(part.rows for part in self._parts))
        self.rows = self._ends[-1]
        self.columns = first.columns
        self.dtype = first.dtype

    def place(self, row: int) -> tuple[int, int]:
        """Returns the number of a row's part, and the row's number in it."""
        number = bisect_right(self._ends, row)
        return number, row - self._ends[number] + self._parts[number].rows

    def where(self, row: int) -> str:
        number, row_in_part = self.place(row)
        return f"row {row_in_part} of {self._parts[number].name}"

    def start_before(self, row: int) -> tuple[int, int]:
        """Returns the number of the last place at or before a row where reading can start."""
        number, row_in_part = self.place(row)
        return number, bisect_right(self._parts[number].starts, row_in_part)

    def reader(self, start: int, stop: int, dtype: np.dtype) -> Reader:
        return Reader(self, self._chunks(start, stop), start, dtype)

    def _chunks(self, start: int, stop: int) -> Iterator[np.ndarray]:
        number, row_in_part = self.place(start)
        left = stop - start
        for part in self._parts[number:]:
            if left == 0:
                return
            end = min(part.rows, row_in_part + left)
            yield from part.chunks(row_in_part, end)
            left -= end - row_in_part
            row_in_part = 0


class Reader:
    """Reads rows in order, some at a time, converted to a dtype."""

    def __init__(
        self, parts: Parts, chunks: Iterator[np.ndarray], row: int, dtype: np.dtype
    ) -> None:
        self._parts, self._chunks, self._row, self._dtype = parts, chunks, row, dtype
        self._chunk = np.empty((0, parts.columns), dtype)

    def read(self, count: int) -> np.ndarray:
        rows = np.empty((count, self._parts.columns), self._dtype)
        filled = 0
        while filled < count:
            if not len(self._chunk):
                self._chunk = self._next()
            taken = self._chunk[: count - filled]
            copy_into(rows[filled : filled + len(taken)], taken, self._where)
            self._chunk = self._chunk[len(taken) :]
            filled += len(taken)
            self._row += len(taken)
        return rows

    def _where(self, row: int) -> str:
        return self._parts.where(self._row + row)

    def _next(self) -> np.ndarray:
        for chunk in self._chunks:
            return chunk
        raise BlockError(
            f"{self._parts.where(self._row)} is missing: the source changed during packing; pack "
            "again"
        )


def copy_into(rows: np.ndarray, chunk: np.ndarray, where: Callable[[int], str]) -> None:
    """Copies numbers, and raises if the dtype of `rows` cannot hold one.

    `where` describes a row of the source, for the error message.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        np.copyto(rows, chunk, casting="unsafe")
    if np.can_cast(chunk.dtype, rows.dtype, "safe"):
        return
    if rows.dtype.kind == "f":
        fits = np.isfinite(rows) | ~np.isfinite(chunk)
    else:
        fits = rows == chunk
    if not fits.all():
        row, column = divmod(int(fits.argmin()), fits.shape[1])
        raise BlockError(
            f"{where(row)} holds {chunk[row, column]} as feature {column}, which {rows.dtype} "
            "cannot hold; choose another dtype="
        )


class ArrayPart:
    """An array of one or two dimensions; with one, it has a single column."""

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


# NumPy parses headers with Python's own parser, which in Python 3.11 must not run on two threads
# at once.
_PARSING = Lock()


def _renew_lock() -> None:
    """Gives a forked child a new lock: in the parent, another thread may have held the lock."""
    global _PARSING
    _PARSING = Lock()


os.register_at_fork(after_in_child=_renew_lock)


def _matrix(array: np.ndarray, name: str) -> np.ndarray:
    if array.dtype.kind not in "fiub":
        raise BlockError(f"{name} holds {array.dtype}, but observations must be real numbers")
    try:
        matrix = as_rows(array, name)
    except ValueError as error:
        raise BlockError(str(error)) from None
    if len(matrix) and not matrix.shape[1]:
        raise BlockError(f"{name} has no columns")
    return matrix


def checked_columns(columns: Sequence[int] | None, count: int, name: str) -> list[int] | None:
    """Returns column numbers, or raises an error that names a column that does not exist."""
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
