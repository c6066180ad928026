"""A few rows among all: those of the least key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from ._running import Block

# What is computed of each row of a block takes much memory if rows are short, so it is done for so
# many at a time.
_PIECE_ROWS = 1 << 16


class Rows(NamedTuple):
    """Rows of the least keys, in their order; of equal keys the lower row first."""

    keys: np.ndarray
    numbers: np.ndarray
    """Counted over all blocks."""
    values: np.ndarray
    """What is wanted of each."""


def least(parts: Iterable[Rows], count: int) -> Rows:
    """Returns the `count` rows of least key, or all if there are fewer."""
    rows = Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    kept = np.arange(len(rows.keys))
    if len(kept) > count:
        greatest = np.partition(rows.keys, count - 1)[count - 1]
        kept = np.flatnonzero(rows.keys <= greatest)
    order = kept[np.lexsort((rows.numbers[kept], rows.keys[kept]))][:count]
    return Rows(*(column[order] for column in rows))


class LeastSoFar:
    """The rows of least key among those that were offered in ascending order."""

    def __init__(self, count: int, below: float, values: np.dtype) -> None:
        self._count = count
        # Rows that come later lose a tie, so that of most no more than the key is looked at.
        self._below = below
        self.rows = Rows(np.empty(0), np.empty(0, np.int64), np.empty(0, values))

    def offer(self, keys: np.ndarray, first: int, values: np.ndarray) -> None:
        """Takes in those of some rows, of which the first is given, that have the least keys."""
        here = np.flatnonzero(keys < self._below)
        if len(here) == 0:
            return
        offered = Rows(keys[here], first + here, values[here])
        self.rows = least([self.rows, offered], self._count)
        if len(self.rows.keys) == self._count:
            self._below = self.rows.keys[-1]


def pieces(block: Block) -> Iterator[slice]:
    """Divides the rows of a block."""
    for first in range(0, len(block.rows), _PIECE_ROWS):
        yield slice(first, min(first + _PIECE_ROWS, len(block.rows)))
