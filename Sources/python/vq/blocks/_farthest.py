"""The step that finds what to give to empty clusters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .. import _engine
from .._rules import FarRows, far_bytes
from ._least import pieces
from ._running import Block
from ._steps import gathered, naming


@dataclass(frozen=True)
class Farthest:
    """Finds the rows that so many empty clusters may take over."""

    codebook: np.ndarray
    empty_clusters: int

    @property
    def result_bytes(self) -> int:
        return far_bytes(len(self.codebook), self.empty_clusters)

    def __call__(self, blocks: Iterable[Block]) -> list[Any]:
        return gathered(self, map(self._of, blocks))

    def combine(self, results: list[Any]) -> list[Any]:
        total = self._none()
        for part in results:
            total.merge(part)
        return [total]

    def _none(self) -> FarRows:
        return FarRows(len(self.codebook), self.empty_clusters)

    def _of(self, block: Block) -> FarRows:
        found = self._none()
        for piece in pieces(block):
            with naming(block, piece.start):
                codes, distances = _engine.assign(block.rows[piece], self.codebook, workers=1)
            assert distances is not None
            weights = None if block.weights is None else block.weights[piece]
            found.offer(codes, distances, weights, block.first_row + piece.start)
        return found
