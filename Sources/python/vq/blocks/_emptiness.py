"""What becomes of clusters that an iteration finds empty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .. import _partials
from .._errors import ClusterError
from ._farthest import Farthest
from ._source import Source
from ._steps import AddUp


def mended(
    source: Source, step: AddUp, sums: _partials.Step, rule: str, iteration: int
) -> tuple[_partials.Step, np.ndarray]:
    """Does with empty clusters what the rule says.

    Returns the next centroids with what belongs to them, and the codes to drop.
    """
    empty = np.flatnonzero(sums.weights == 0)
    if len(empty) == 0 or rule == "keep":
        return sums, empty[:0]
    if rule == "drop":
        return sums, empty
    if rule == "fail":
        raise ClusterError(
            f"cluster {empty[0]} has no observations left in iteration {iteration}; start from "
            "other centroids, or choose another rule for empty clusters"
        )
    (found,) = source.run(Farthest(step.codebook, len(empty)))
    moved = found.moves()
    if len(moved[0]) == 0:
        return sums, empty[:0]
    # Anew, so that sums are what they would be had the codes been so from the start. The figures
    # are those of the true codes both times.
    again = replace(step, moved=moved)
    return again.finish(source.run(again)), empty[:0]
