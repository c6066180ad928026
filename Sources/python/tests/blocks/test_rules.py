"""Iterations over blocks use the same decisions as a fit in memory."""

from __future__ import annotations

import numpy as np
import pytest
from array_blocks import ArrayBlocks
from fits import cluster

from vq import _engine
from vq._errors import NotFinite
from vq._rules import FarRows, origin_of_sums
from vq.blocks import BlockError


@pytest.mark.parametrize("scalar", [np.float32, np.float64])
def test_the_farthest_rows_do_not_depend_on_the_order_of_offers(scalar):
    generator = np.random.default_rng(1)
    codes = generator.integers(9, size=2000).astype(np.int32)
    distances = generator.integers(300, size=2000).astype(scalar)
    weights = generator.integers(3, size=2000).astype(scalar)
    found = [FarRows(12, 3), FarRows(12, 3)]
    for first in range(0, 2000, 400):
        piece = slice(first, first + 400)
        found[first // 400 % 2].offer(codes[piece], distances[piece], weights[piece], first)
    found[1].merge(found[0])
    rows = np.flatnonzero((weights > 0) & (distances > 0))
    order = rows[np.lexsort((rows, -distances[rows]))][:6]
    assert np.array_equal(found[1].rows["row"], order)
    assert np.array_equal(found[1].members, np.bincount(codes[weights > 0], minlength=12))
    moved, targets = found[1].moves()
    assert np.array_equal(moved, order[:3])
    assert np.array_equal(targets, [9, 10, 11])


def test_impossible_rows_are_refused():
    found = FarRows(2, 1)
    with pytest.raises(ValueError, match="the code of row 1 is 2, but there are 2 clusters"):
        found.offer(np.array([0, 2], np.int32), np.ones(2), None, 0)
    with pytest.raises(ValueError, match="clusters"):
        found.merge(FarRows(3, 1))
    assert found.count == 0 and not found.members.any()


def test_bounds_whose_sums_overflow_have_no_origin():
    with pytest.raises(NotFinite, match="column 1"):
        origin_of_sums(np.array([0, -1.5e308]), np.array([1, 1.5e308]), 2, np.dtype(np.float64))


@pytest.mark.parametrize("threshold", [0, 1e-4])
@pytest.mark.parametrize("initialization", ["k-means||", "random"])
def test_numbers_that_are_too_large_for_a_fit_are_refused(threshold, initialization):
    rows = np.array([[1.5e308, 0], [-1.5e308, 1], [0, 2]])
    with pytest.raises(NotFinite, match="too large"):
        _engine.fit(rows, clusters=2, scalar=np.float64, start=rows[:2], threshold=threshold)
    source = ArrayBlocks(rows, 1).source(1)
    with pytest.raises((NotFinite, BlockError), match="scale the data down"):
        cluster(source, 2, init=initialization, tol=threshold, random_state=1)
    with pytest.raises((NotFinite, BlockError), match="scale the data down"):
        cluster(source, 2, init=rows[:2], tol=threshold)


@pytest.mark.parametrize("threshold", [0, 1e-4])
def test_a_row_of_weight_0_does_not_count_at_any_distance(threshold):
    rows = np.array([[0.0], [1], [5], [6], [1e200]])
    weights = np.array([1.0, 1, 1, 1, 0])
    options = {"init": rows[:2], "tol": threshold}
    found = cluster(ArrayBlocks(rows, 2, weights).source(1), 2, **options)
    expected = cluster(ArrayBlocks(rows[:4], 2).source(1), 2, **options)
    assert found.centroids.tolist() == expected.centroids.tolist() == [[0.5], [5.5]]
    assert found[2:] == expected[2:]
