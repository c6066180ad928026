"""The step of an iteration, and what steps that read rows share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import _partials
from .._errors import NotFinite
from ._errors import BlockError
from ._running import Block, Step


@contextmanager
def naming(block: Block, first: int = 0) -> Iterator[None]:
    """Has errors about what a block holds, from a first row on, name it."""
    try:
        yield
    except NotFinite as error:
        row = first + error.row
        raise BlockError(
            f"{block.name}: row {row}, column {error.column} (counted from 0; row "
            f"{block.first_row + row} of all) is NaN, infinite or too large; remove or "
            "replace it"
        ) from None
    except ValueError as error:
        raise BlockError(f"{block.name}: {error}") from None


def gathered(step: Step, results: Iterable[Any]) -> list[Any]:
    """Combines results as they come, so that a task of many blocks holds few of them.

    With `map` to make them, no block is held either while the next one is opened.
    """
    kept: list[Any] = []
    for result in results:
        kept = step.combine([*kept, result])
    return kept


@dataclass(frozen=True)
class AddUp:
    """Assigns blocks to a codebook, and adds them up: the step of an iteration.

    Its results are partial sums, of as few nodes of their tree as can be.
    """

    codebook: np.ndarray
    origin: np.ndarray
    block_rows: int
    moved: tuple[np.ndarray, np.ndarray] | None = None
    """Rows, and the codes to add them to in place of their nearest."""

    @property
    def result_bytes(self) -> int:
        clusters, columns = self.codebook.shape
        return 8 * int(clusters) * (int(columns) + 2)

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self.sums, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        return list(_partials.merged(results))

    def sums(self, block: Block, codes: np.ndarray | None = None) -> bytearray:
        """Returns the partial sums of one block, and puts its codes where they are wanted."""
        with naming(block):
            return _partials.add_up(
                block.rows,
                self.codebook,
                first_block=block.number,
                block_rows=self.block_rows,
                weights=block.weights,
                origin=self.origin,
                moved=self.moved,
                codes=codes,
                workers=1,
            )

    def finish(self, results: list[Any]) -> _partials.Step:
        """Returns what the partial sums of all blocks come to."""
        return _partials.finish(_partials.total(results), self.codebook, origin=self.origin)
