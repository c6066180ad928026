"""The rules for clusters that an iteration finds empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import _engine, _partials
from .._errors import ClusterError
from .._rules import FarRows, far_bytes
from ._source import Source
from ._steps import AddUp, Block, gathered, naming, pieces


def apply_rule(
    source: Source, step: AddUp, sums: _partials.Step, rule: str, iteration: int
) -> tuple[_partials.Step, np.ndarray]:
    """Applies a rule for empty clusters. Returns the new sums, and the codes to drop."""
    empty = np.flatnonzero(sums.weights == 0)
    if len(empty) == 0 or rule == "keep":
        return sums, empty[:0]
    if rule == "drop":
        return sums, empty
    if rule == "fail":
        raise ClusterError(
            f"cluster {empty[0]} has no observations left in iteration {iteration}; start from "
            "other centroids, or choose another rule with empty_clusters="
        )
    (found,) = source.run(Farthest(step.codebook, len(empty)))
    moved = found.moves()
    if len(moved[0]) == 0:
        return sums, empty[:0]
    # A second pass, so that sums have the same bits as if the rows had had their new codes from
    # the start. Its inertia and distortion are still those of the nearest centroids.
    again = replace(step, moved=moved)
    return again.finish(source.run(again)), empty[:0]


@dataclass(frozen=True)
class Farthest:
    """Finds the rows that empty clusters may take."""

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
