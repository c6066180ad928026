"""Partial sums: their bits, and the sums that cannot be merged."""

from __future__ import annotations

import numpy as np
import pytest

from vq import _partials as partials
from vq._engine import assign

BLOCK_ROWS = 32
ROWS = 11 * BLOCK_ROWS + 5


def wide(dtype: type) -> np.ndarray:
    """Numbers of widely different size, so that every order of adding gives other bits."""
    rng = np.random.default_rng(3)
    scales = 10.0 ** rng.uniform(-9, 9, size=(ROWS, 1))
    return (rng.normal(size=(ROWS, 3)) * scales).astype(dtype)


def of_blocks(
    rows: np.ndarray, codebook: np.ndarray, first: int, end: int, **options: object
) -> bytearray:
    return partials.add_up(
        rows[first * BLOCK_ROWS : end * BLOCK_ROWS],
        codebook,
        first_block=first,
        block_rows=BLOCK_ROWS,
        **options,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_bits_do_not_depend_on_the_division_and_the_order_of_blocks(dtype: type) -> None:
    rows = wide(dtype)
    codebook = rows[:7].copy()
    whole = of_blocks(rows, codebook, 0, 12)
    singles = [of_blocks(rows, codebook, block, block + 1) for block in range(12)]
    pairs = [of_blocks(rows, codebook, block, block + 2) for block in range(0, 12, 2)]
    mixed = [*singles[:4], *pairs[2:4], of_blocks(rows, codebook, 8, 12)]
    for parts in (singles, singles[::-1], pairs, mixed):
        assert partials.total([bytes(part) for part in parts]) == whole
    assert [partials.blocks_of(part) for part in partials.merged(singles)] == [
        range(8),
        range(8, 12),
    ]

    left_to_right = sum(np.frombuffer(part, "<f8", 21, 96 + 16 * 7) for part in singles)
    assert not np.array_equal(left_to_right, np.frombuffer(whole, "<f8", 21, 96 + 16 * 7))


def test_finished_sums_are_the_means_of_codes() -> None:
    rows = wide(np.float64)
    codebook = rows[:4].copy()
    weights = np.arange(ROWS) % 5 + 0.5
    step = partials.finish(of_blocks(rows, codebook, 0, 12, weights=weights), codebook)
    codes, distances = assign(rows, codebook)
    assert distances is not None
    for code in range(4):
        own = codes == code
        mean = np.average(rows[own], axis=0, weights=weights[own])
        np.testing.assert_allclose(step.centroids[code], mean, rtol=1e-12)
    np.testing.assert_array_equal(step.counts, np.bincount(codes))
    np.testing.assert_allclose(step.weights, np.bincount(codes, weights), rtol=1e-14)
    np.testing.assert_allclose(step.inertia, (weights * distances**2).sum(), rtol=1e-12)
    np.testing.assert_allclose(step.distortion, np.average(distances, weights=weights), rtol=1e-12)
    shift = ((step.centroids - codebook) ** 2).sum()
    np.testing.assert_allclose(step.centroid_shift, shift, rtol=1e-12)


def test_moved_rows_are_added_to_other_codes_and_the_statistics_stay() -> None:
    rows = np.arange(3.0 * ROWS).reshape(ROWS, 3)
    codebook = np.array([[0.0, 0, 0], [600, 600, 600], [1e9, 1e9, 1e9]])
    plain = partials.finish(of_blocks(rows, codebook, 0, 12), codebook)
    moves = (np.array([5, 300]), np.array([2, 2]))
    parts = [of_blocks(rows, codebook, block, block + 1, moved=moves) for block in range(12)]
    step = partials.finish(partials.total(parts), codebook)
    np.testing.assert_array_equal(step.centroids[2], (rows[5] + rows[300]) / 2)
    np.testing.assert_array_equal(step.counts, plain.counts + [-1, -1, 2])
    assert (step.inertia, step.distortion) == (plain.inertia, plain.distortion)


def test_sums_that_do_not_belong_together_are_refused() -> None:
    rows = wide(np.float64)
    codebook = rows[:4].copy()
    parts = [of_blocks(rows, codebook, block, block + 1) for block in range(12)]
    with pytest.raises(ValueError, match="block 5 are missing"):
        partials.total(parts[:5] + parts[6:])
    with pytest.raises(ValueError, match="block 0 are missing"):
        partials.total(parts[1:])
    with pytest.raises(ValueError, match="block 11 are counted twice"):
        partials.total([*parts, parts[11]])
    left = bytearray(parts[0])
    with pytest.raises(ValueError, match="missing, counted twice or in another order"):
        partials.merge(left, parts[2])
    assert left == parts[0]
    with pytest.raises(ValueError, match="codebooks or origins"):
        partials.total([of_blocks(rows, codebook + 1, 0, 1), *parts[1:]])
    with pytest.raises(ValueError, match="of float and double"):
        single = of_blocks(rows.astype(np.float32), codebook.astype(np.float32), 0, 1)
        partials.total([single, *parts[1:]])
    with pytest.raises(ValueError, match="223 bytes do not fit"):
        partials.total([*parts[:11], parts[11][:-33]])
    with pytest.raises(ValueError, match="are not partial sums"):
        partials.total([b"CVQP"])
    with pytest.raises(ValueError, match="begin with block 1"):
        partials.finish(parts[1], codebook)
    with pytest.raises(ValueError, match="no partial sums to merge"):
        partials.total([])
    another = bytearray(parts[3])
    another[4] += 1
    with pytest.raises(ValueError, match="have version 3.1, but this library needs 2.1"):
        partials.total([*parts[:3], another, *parts[4:]])
