"""Where observations lie, and how far apart."""

from __future__ import annotations

import math

import numpy as np

from .. import _rules
from .._arrays import scalar_for
from ._source import Source
from ._steps import AddUp


def middle(source: Source) -> np.ndarray:
    """Returns a point among the observations, in the scalar to compute in."""
    return (source.minimum / 2 + source.maximum / 2).astype(scalar_for(source.dtype))


def origin_of_sums(source: Source) -> np.ndarray:
    """Returns the point that sums are taken of differences from."""
    return _rules.origin_of_sums(
        source.minimum, source.maximum, source.rows, scalar_for(source.dtype)
    )


def mean_variance(source: Source) -> float:
    """Returns the mean of the features' variances."""
    point, origin = middle(source), origin_of_sums(source)
    step = AddUp(point[np.newaxis], origin, source.block_rows)
    sums = step.finish(source.run(step))
    weight = float(sums.weights[0])
    # The variance is the mean square of differences from any point, less that of the mean's own.
    from_point = sums.sums[0] / weight + (origin - point)
    with np.errstate(over="ignore"):
        # In the order of features, whatever the processor.
        square = float(np.cumsum(from_point**2)[-1])
    variance = (sums.inertia / weight - square) / len(point)
    # Where squares exceed a double there is no saying; runs then end when nothing moves.
    return max(variance, 0.0) if math.isfinite(variance) else 0.0
