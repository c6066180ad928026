"""The origin of sums, and the variance of observations."""

from __future__ import annotations

import numpy as np
import pytest
from array_blocks import ArrayBlocks

from vq.blocks._source import mean_variance, origin_of_sums


@pytest.mark.parametrize("scalar", [np.float32, np.float64])
def test_the_origin_is_0_except_for_features_far_from_0(scalar):
    rows = np.array([[1000, -1, 1000, 3, 0], [1003, 1, 3000, 3, 1e-30]], scalar)
    origin = origin_of_sums(ArrayBlocks(rows, 1).source())
    assert 1000 <= origin[0] <= 1003
    assert origin[1:].tolist() == [0, 0, 3, 0]


def test_the_origin_has_few_bits_so_that_differences_of_measurements_are_exact():
    rows = np.random.default_rng(0).integers(7_000_000, 7_000_400, size=(100, 3)) / 64
    origin = origin_of_sums(ArrayBlocks(rows, 10).source())
    assert (origin > 0).all() and (origin * 8 == np.rint(origin * 8)).all()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("offset", [0, 1e3, -1e6])
@pytest.mark.parametrize("scalar", [np.float32, np.float64])
def test_the_mean_variance_agrees_with_numpy(weighted, offset, scalar):
    generator = np.random.default_rng(1)
    rows = (generator.normal(size=(500, 3)) * [1, 9, 0.1] + offset).astype(scalar)
    weights = generator.uniform(0, 1, 500).astype(scalar) if weighted else None
    exact = rows.astype(np.float64) - offset
    mean = np.average(exact, axis=0, weights=weights)
    expected = np.average((exact - mean) ** 2, axis=0, weights=weights).mean()
    found = mean_variance(ArrayBlocks(rows, 64, weights).source())
    assert found == pytest.approx(expected, rel=1e-12)
