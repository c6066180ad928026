"""Clustering of blocks gives the same bits for any division, and those of a fit in memory."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from array_blocks import ArrayBlocks, Spread
from fits import cluster, same

from vq import ClusterError, _engine, _partials
from vq._starts import seed_of
from vq.blocks import _steps
from vq.blocks._executors import LocalExecutor
from vq.blocks._seeding import starting_centroids
from vq.blocks._source import FileSource


def test_the_bits_do_not_depend_on_the_division_of_blocks(wide):
    blocks = ArrayBlocks(wide, 100)
    expected = cluster(blocks.source(1), 12, random_state=3, max_iter=8)
    spreads = [LocalExecutor(workers) for workers in (2, 3)]
    spreads += [Spread(slots, group) for slots, group in product((1, 2, 5, 50), (1, 3, 1000))]
    for spread in spreads:
        assert same(cluster(FileSource(blocks, spread), 12, random_state=3, max_iter=8), expected)


def test_the_bits_do_not_depend_on_the_division_with_weights_and_empty_clusters(wide):
    weights = np.random.default_rng(1).uniform(0, 1, len(wide)).astype(wide.dtype)
    blocks = ArrayBlocks(wide, 100, weights)
    start = np.concatenate([wide[:6], wide[:6]])
    fits = [
        cluster(FileSource(blocks, spread), 12, init=start, max_iter=4)
        for spread in (LocalExecutor(1), LocalExecutor(3), Spread(1, 1), Spread(5, 3))
    ]
    assert fits[0].empty_iterations > 0
    assert all(same(fit, fits[0]) for fit in fits)


def test_sums_added_from_left_to_right_give_other_bits(wide):
    # Otherwise the tests above would prove nothing.
    codebook, block_rows = wide[:12].copy(), 100
    partials = [
        _partials.add_up(
            wide[first : first + block_rows],
            codebook,
            first_block=first // block_rows,
            block_rows=block_rows,
        )
        for first in range(0, len(wide), block_rows)
    ]
    sums = [_sums(partial, codebook) for partial in partials]
    tree = _sums(_partials.total(partials), codebook)
    assert not np.array_equal(sum(sums[1:], sums[0].copy()), tree)


def _sums(partial: bytearray, codebook: np.ndarray) -> np.ndarray:
    return np.frombuffer(partial, "<f8", codebook.size, 96 + 16 * len(codebook))


@pytest.mark.parametrize("scalar", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("rule", ["relocate", "keep", "drop"])
def test_a_fit_in_memory_has_the_same_bits_if_sums_are_exact(scalar, weighted, rule):
    generator = np.random.default_rng(2)
    relocations = 0
    for trial in range(4):
        rows = generator.integers(-9, 9, size=(600, 3)).astype(scalar)
        weights = generator.integers(0, 4, size=600).astype(scalar) if weighted else None
        # Some centroids are far from all rows, and some are copies: both lose all observations.
        start = np.concatenate([rows[:5], rows[:2], np.full((3, 3), 50), [[60, 60, 60]]])
        start = start.astype(scalar)
        fits = [
            _engine.fit(
                rows,
                clusters=len(start),
                scalar=scalar,
                start=start,
                weights=weights,
                empty_clusters=rule,
                algorithm="lloyd",
                codes=False,
            ),
            cluster(
                ArrayBlocks(rows, 64, weights).source(),
                len(start),
                init=start,
                empty_clusters=rule,
            ),
        ]
        assert np.array_equal(fits[1].centroids, fits[0].centroids), trial
        assert fits[1].inertia == pytest.approx(fits[0].inertia, rel=1e-12)
        assert fits[1].distortion == pytest.approx(fits[0].distortion, rel=1e-12)
        assert fits[1][4:] == fits[0][4:]
        relocations += fits[1].empty_iterations
    assert relocations > 0


def test_relocation_keeps_the_last_row_of_a_cluster_as_in_memory():
    generator = np.random.default_rng(4)
    relocations = 0
    for _ in range(60):
        rows = generator.integers(-9, 9, size=(8, 1)).astype(np.float64)
        weights = generator.integers(0, 3, size=8).astype(np.float64) + np.eye(8)[0]
        # Few rows for many centroids, most of which are far from all rows.
        start = generator.integers(-30, 30, size=(5, 1)).astype(np.float64)
        found = cluster(ArrayBlocks(rows, 3, weights).source(1), 5, init=start)
        expected = _engine.fit(
            rows, clusters=5, scalar=np.float64, start=start, weights=weights, codes=False
        )
        assert np.array_equal(found.centroids, expected.centroids)
        assert found[4:] == expected[4:]
        relocations += found.empty_iterations
    assert relocations > 60


def test_relocation_does_not_depend_on_the_piece_size(monkeypatch):
    rows = np.random.default_rng(2).normal(size=(300, 2))
    start = np.concatenate([rows[:3], np.full((4, 2), 50)])
    source = ArrayBlocks(rows, 100).source(1)
    whole = cluster(source, 7, init=start)
    assert whole.empty_iterations > 0
    monkeypatch.setattr(_steps, "_PIECE_ROWS", 7)
    assert same(cluster(source, 7, init=start), whole)


@pytest.mark.parametrize("weighted", [False, True])
def test_statistics_and_centroids_are_those_of_lloyds_iterations_in_numpy(weighted):
    generator = np.random.default_rng(3)
    rows = generator.normal(size=(900, 4)) + 100
    weights = generator.uniform(0, 2, size=900) if weighted else np.ones(900)
    centroids = rows[:6].copy()
    found = cluster(
        ArrayBlocks(rows, 100, weights if weighted else None).source(),
        6,
        init=centroids,
        tol=0,
        max_iter=7,
    )
    for _ in range(7):
        codes = ((rows[:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
        centroids = np.array(
            [
                np.average(rows[codes == code], axis=0, weights=weights[codes == code])
                for code in range(6)
            ]
        )
    squared = ((rows[:, None] - centroids) ** 2).sum(axis=2).min(axis=1)
    assert found.iterations == 7 and found.outcome == "max_iterations"
    np.testing.assert_allclose(found.centroids, centroids, rtol=1e-15)
    assert found.inertia == pytest.approx((weights * squared).sum(), rel=1e-12)
    assert found.distortion == pytest.approx(
        np.average(np.sqrt(squared), weights=weights), rel=1e-12
    )


@pytest.mark.parametrize("offset", [0, 1e4])
def test_a_run_converges_at_a_shift_relative_to_the_mean_variance(offset):
    generator = np.random.default_rng(6)
    rows = (generator.normal(size=(3000, 3)) * [1, 2, 5] + offset).astype(np.float32)
    shifts = []
    found = cluster(
        ArrayBlocks(rows, 100).source(),
        8,
        init=rows[:8],
        tol=1e-3,
        on_progress=lambda at: (
            shifts.append(at.centroid_shift) if at.phase == "iterating" else None
        ),
    )
    tolerance = 1e-3 * rows.astype(np.float64).var(axis=0).mean()
    assert found.outcome == "converged"
    assert shifts[-1] <= tolerance < min(shifts[:-1])


@pytest.mark.parametrize(
    ("scalar", "scale", "offset"),
    [
        ("f4", 1e37, 0),
        ("f4", 1e-38, 0),
        ("f4", 1, 1e6),
        ("f8", 1e200, 0),
        ("f8", 1e-200, 0),
        ("f8", 1e-310, 0),
        ("f8", 1, 1e12),
    ],
)
def test_numbers_of_any_size_are_clustered_as_in_memory(scalar, scale, offset):
    generator = np.random.default_rng(0)
    codes = generator.integers(6, size=700)
    rows = (generator.normal(size=(6, 3)) * 5)[codes] + generator.normal(size=(700, 3))
    rows = (rows * scale + offset).astype(scalar)
    found = cluster(ArrayBlocks(rows, 64).source(), 6, init=rows[:6], tol=0)
    expected = _engine.fit(
        rows, clusters=6, scalar=scalar, start=rows[:6], threshold=0, codes=False
    )
    assert (found.outcome, expected.outcome) == ("converged", "converged")
    np.testing.assert_allclose(found.centroids, expected.centroids, rtol=1e-6)
    assert found.inertia == pytest.approx(expected.inertia, rel=1e-6)
    for how in ("k-means||", "random"):
        assert len(cluster(ArrayBlocks(rows, 64).source(), 6, init=how).centroids) == 6


@pytest.mark.parametrize("rule", ["relocate", "keep", "drop"])
def test_equal_observations_are_clustered_as_in_memory(rule):
    rows = np.full((100, 2), 5.0)
    found = cluster(ArrayBlocks(rows, 64).source(), 3, init=rows[:3], empty_clusters=rule)
    expected = _engine.fit(
        rows, clusters=3, scalar=np.float64, start=rows[:3], empty_clusters=rule, codes=False
    )
    assert np.array_equal(found.centroids, expected.centroids)
    assert found[2:] == expected[2:]


def test_the_best_of_several_restarts_is_kept():
    rows = np.random.default_rng(1).normal(size=(500, 2))
    source = ArrayBlocks(rows, 64).source()
    seed = seed_of(7)
    starts = [starting_centroids(source, 9, "random", seed, restart) for restart in range(4)]
    fits = [cluster(source, 9, init=start) for start in starts]
    best = min(range(4), key=lambda restart: fits[restart].inertia)
    found = cluster(source, 9, init="random", n_init=4, random_state=7)
    assert found.restart == best > 0
    assert same(found, fits[best]._replace(restart=best))


def test_progress_is_reported_after_every_step_and_can_end_a_run():
    rows = np.random.default_rng(1).normal(size=(500, 2))
    source = ArrayBlocks(rows, 64).source()
    told = []
    found = cluster(source, 9, random_state=0, n_init=2, on_progress=told.append)
    phases = [(at.restart, at.phase, at.iteration) for at in told]
    for restart in range(2):
        own = [phase for phase in phases if phase[0] == restart]
        last = own[-1][2]
        assert own == [
            (restart, "seeding", 0),
            *((restart, "iterating", iteration) for iteration in range(1, last + 1)),
            (restart, "finishing", last),
        ]
    assert min(at.inertia for at in told if at.phase == "finishing") == found.inertia
    stopped = cluster(source, 9, random_state=0, on_progress=lambda at: at.iteration == 2)
    assert (stopped.outcome, stopped.iterations) == ("stopped", 2)
    assert stopped.inertia == told[2].inertia
    with pytest.raises(ZeroDivisionError):
        cluster(source, 9, random_state=0, on_progress=lambda at: 1 / at.iteration)


def test_an_empty_cluster_is_an_error_if_requested():
    rows = np.random.default_rng(1).normal(size=(100, 2))
    start = np.array([[0, 0], [99, 99]])
    with pytest.raises(ClusterError, match="cluster 1 has no observations left in iteration 1"):
        cluster(ArrayBlocks(rows, 30).source(), 2, init=start, empty_clusters="fail")


@pytest.mark.parametrize("dtype", [np.int16, np.float16, np.int64])
def test_elements_of_any_type_are_computed_in_a_scalar_that_holds_them(dtype):
    rows = np.random.default_rng(1).integers(-50, 50, size=(300, 2)).astype(dtype)
    scalar = np.float32 if dtype is np.float16 else np.float64
    found = cluster(ArrayBlocks(rows, 32).source(), 5, init=rows[:5])
    expected = cluster(ArrayBlocks(rows.astype(scalar), 32).source(), 5, init=rows[:5])
    assert found.centroids.dtype == scalar
    assert same(found, expected)
