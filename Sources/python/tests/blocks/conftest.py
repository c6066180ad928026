"""Observations on which the order of adding shows."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture(params=[np.float32, np.float64], ids=["float32", "float64"])
def wide(request: pytest.FixtureRequest) -> np.ndarray:
    """A mixture with features of widely different size within each, so that sums round."""
    generator = np.random.default_rng(5)
    centers = generator.normal(size=(12, 4)) * 10
    rows = centers[generator.integers(12, size=4100)] + generator.normal(size=(4100, 4))
    return (rows * 10 ** generator.uniform(-6, 6, size=(4100, 1))).astype(request.param)
