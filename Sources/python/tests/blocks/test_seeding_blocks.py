"""The starting centroids of clustering over blocks."""

from __future__ import annotations

import numpy as np
import pytest
from array_blocks import ArrayBlocks
from fits import cluster

from vq import _engine
from vq.blocks import _steps
from vq.blocks._seeding import (
    Draw,
    Rows,
    candidates,
    key_of,
    starting_centroids,
    uniforms,
    with_smallest_keys,
)
from vq.blocks._steps import Block


def mixture(clusters: int, columns: int, separation: float, is_skewed: bool) -> np.ndarray:
    generator = np.random.default_rng(clusters)
    shares = 1 / np.arange(1, clusters + 1) if is_skewed else np.ones(clusters)
    codes = generator.choice(clusters, size=8000, p=shares / shares.sum())
    centers = generator.normal(size=(clusters, columns)) * separation
    return (centers[codes] + generator.normal(size=(8000, columns))).astype(np.float32)


def draw_in_turn(rows: np.ndarray, step: Draw) -> np.ndarray:
    """Computes a draw row by row."""
    keys = uniforms(step.key, 0, len(rows)) ** 0.5
    if len(step.drawn):
        distances = _engine.assign(rows, step.drawn)[1]
        keys = np.divide(keys, distances, where=distances > 0, out=np.full(len(rows), np.inf))
    return rows[sorted(range(len(rows)), key=lambda row: (keys[row], row))[: step.count]]


@pytest.mark.parametrize("weighted", [False, True])
def test_candidates_and_starts_are_the_same_for_any_blocks_and_workers(wide, weighted):
    weights = np.random.default_rng(0).integers(0, 3, size=len(wide)) if weighted else None
    spreads = [
        ArrayBlocks(wide, block_rows, weights).source(workers)
        for block_rows, workers in ((len(wide), 1), (100, 2), (37, 3))
    ]
    drawn = [candidates(source, 10, 7, 0) for source in spreads]
    assert drawn[0].shape == (3 + 8 + 20, wide.shape[1])
    assert all(np.array_equal(other, drawn[0]) for other in drawn)
    same_blocks = [
        starting_centroids(ArrayBlocks(wide, 100, weights).source(workers), 10, how, 7, 0)
        for how in ("k-means||", "random")
        for workers in (1, 3)
    ]
    assert same_blocks[0].tobytes() == same_blocks[1].tobytes()
    assert same_blocks[2].tobytes() == same_blocks[3].tobytes()


def test_a_draw_takes_the_rows_of_minimum_key():
    rows = np.random.default_rng(3).normal(size=(500, 3))
    source = ArrayBlocks(rows, 64).source()
    for drawn in (rows[:0], rows[:4]):
        step = Draw(12, 30, drawn)
        assert np.array_equal(source.run(step)[0].values, draw_in_turn(rows, step))


def test_candidates_do_not_depend_on_the_piece_size(wide, monkeypatch):
    source = ArrayBlocks(wide, 500).source(1)
    whole = candidates(source, 10, 7, 0)
    monkeypatch.setattr(_steps, "_PIECE_ROWS", 7)
    assert np.array_equal(candidates(source, 10, 7, 0), whole)


def test_rows_are_drawn_in_proportion_to_weight_times_squared_distance():
    distances, weights = np.tile([0.0, 1, 2, 3], 100), np.repeat([0.0, 1, 2, 4], 100)
    block = Block(0, 0, distances[:, None], weights, "block 0")
    trials, count = 4000, 20
    found = np.zeros(400)
    for trial in range(trials):
        (drawn,) = Draw(key_of(trial), count, np.array([[0.0]]))([block])
        assert len(np.unique(drawn.numbers)) == count
        found[drawn.numbers] += 1
    # By kind; there are 25 rows of each kind.
    found = found.reshape(4, 25, 4).sum(axis=1)
    shares = np.outer([0, 1, 2, 4], [0, 1, 4, 9])
    expected = trials * count * shares / shares.sum()
    # Five standard deviations of a binomial count.
    assert (abs(found - expected) <= 5 * np.sqrt(expected)).all()


def test_points_of_positive_weight_are_drawn_uniformly_without_repetition():
    rows, weights = np.arange(60.0)[:, None], np.repeat([0.0, 1, 100], 20)
    block = Block(0, 0, rows, weights, "block 0")
    found = np.zeros(60)
    for trial in range(2000):
        (drawn,) = Draw(key_of(trial), 4, rows[:0], by_weight=False)([block])
        assert len(np.unique(drawn.values)) == 4
        found[drawn.numbers] += 1
    assert not found[:20].any()
    # 200 of each, and five standard deviations.
    assert abs(found[20:] - 200).max() <= 5 * np.sqrt(200)


def test_other_restarts_and_seeds_give_other_starts():
    source = ArrayBlocks(np.random.default_rng(0).normal(size=(300, 2)), 64).source(1)
    for how in ("k-means||", "random"):
        starts = {
            starting_centroids(source, 5, how, seed, restart).tobytes()
            for seed in (0, 1, 2**64 - 1)
            for restart in range(3)
        }
        assert len(starts) == 9
    drawn = {
        candidates(source, 5, seed, restart).tobytes() for seed in (0, 1) for restart in range(2)
    }
    assert len(drawn) == 4


@pytest.mark.parametrize(
    ("clusters", "columns", "separation", "is_skewed"),
    [(8, 2, 3, True), (8, 6, 8, False), (30, 2, 1, False), (30, 8, 4, True), (60, 4, 8, False)],
)
def test_inertia_is_within_two_percent_of_greedy_seeding_on_mixtures(
    clusters, columns, separation, is_skewed
):
    rows = mixture(clusters, columns, separation, is_skewed)
    source = ArrayBlocks(rows, 1000).source(1)
    greedy = [
        _engine.fit(
            rows, clusters=clusters, scalar=np.float32, initialization="greedy", seed=seed
        ).inertia
        for seed in range(12)
    ]
    parallel = [cluster(source, clusters, random_state=seed).inertia for seed in range(6)]
    assert np.mean(parallel) <= 1.02 * np.mean(greedy)


@pytest.mark.parametrize("how", ["k-means||", "random"])
@pytest.mark.parametrize("clusters", [1, 2, 5, 12])
def test_few_rows_and_many_copies_give_the_requested_number_of_centroids(how, clusters):
    distinct = np.array([[0.0, 0], [0, 1], [9, 1], [7, 7], [3, 8]])
    rows = np.repeat(distinct, [1000, 1, 1, 1, 2], axis=0)
    for seed in range(5):
        start = starting_centroids(ArrayBlocks(rows, 64).source(1), clusters, how, seed, 0)
        assert start.shape == (clusters, 2)
        assert {tuple(row) for row in start} <= {tuple(row) for row in distinct} or clusters < 5
        if how == "k-means||" and clusters >= 5:
            assert len(np.unique(start, axis=0)) == 5


def test_every_row_is_a_centroid_if_as_many_are_requested():
    rows = np.random.default_rng(0).normal(size=(20, 2))
    for how in ("k-means||", "random"):
        start = starting_centroids(ArrayBlocks(rows, 8).source(1), 20, how, 1, 0)
        assert {tuple(row) for row in start} == {tuple(row) for row in rows}


@pytest.mark.parametrize("how", ["k-means||", "random"])
def test_the_smallest_positive_weights_count(how):
    rows = np.arange(20.0).reshape(20, 1)
    start = starting_centroids(ArrayBlocks(rows, 8, np.full(20, 5e-324)).source(1), 3, how, 1, 0)
    assert len(np.unique(start)) == 3


def test_weights_that_are_all_0_are_refused():
    rows = np.random.default_rng(0).normal(size=(20, 2))
    source = ArrayBlocks(rows, 8, np.zeros(20)).source(1)
    for how in ("k-means||", "random"):
        with pytest.raises(ValueError, match="no weight is positive"):
            starting_centroids(source, 3, how, 1, 0)


def test_the_lower_row_comes_first_if_keys_are_equal():
    keys = np.array([2.0, 1.0, 2.0, 1.0, 2.0])
    numbers = np.array([9, 8, 1, 7, 3])
    found = with_smallest_keys([Rows(keys, numbers, numbers)], 4)
    assert found.numbers.tolist() == [7, 8, 1, 3]


def test_uniform_numbers_depend_only_on_the_row_and_fill_their_range():
    whole = uniforms(5, 0, 100_000)
    assert np.array_equal(uniforms(5, 777, 1000), whole[777:1777])
    assert whole.min() > 0 and whole.max() <= 1
    shares = np.bincount((whole * 10).astype(int), minlength=10)[:10]
    assert abs(shares - 10_000).max() < 500
    assert abs(np.corrcoef(whole, uniforms(6, 0, 100_000))[0, 1]) < 0.02
