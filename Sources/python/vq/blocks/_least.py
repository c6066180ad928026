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


def pieces(block: Block) -> Iterator[slice]:
    """Divides the rows of a block."""
    for first in range(0, len(block.rows), _PIECE_ROWS):
        yield slice(first, min(first + _PIECE_ROWS, len(block.rows)))
