"""A Dask array is packed to the same blocks as the array in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("distributed")

import dask
import dask.array as da
from dask_cluster import packed, wide_rows

from vq.blocks import BlockError, BlockFiles, pack


def content(files: BlockFiles) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in files.folder.iterdir()}


ARRAY = wide_rows(np.float64)[:1003]
WEIGHTS = np.random.default_rng(1).random(1003)
CHUNKS = [(130, 4), (37, (3, 1)), ((0, 500, 0, 503, 0), 4), (100, 4), (1003, (0, 2, 2))]


@pytest.mark.parametrize("chunks", CHUNKS, ids=str)
def test_a_dask_array_is_packed_to_the_bytes_of_the_array(client, tmp_path, chunks):
    array = da.from_array(ARRAY, chunks=(chunks[0], 4)).rechunk({1: chunks[1]})
    expected = pack(ARRAY, tmp_path / "expected", block_rows=100)
    assert content(packed(client, array, tmp_path / "packed")) == content(expected)


def test_weights_columns_and_dtype_work_as_for_any_source(client, tmp_path):
    options = {"columns": [2, 0], "dtype": "float32", "sample_weight": WEIGHTS}
    expected = content(pack(ARRAY, tmp_path / "expected", block_rows=100, **options))
    array = da.from_array(ARRAY, chunks=(130, 3))
    assert content(packed(client, array, tmp_path / "a", **options)) == expected
    options["sample_weight"] = da.from_array(WEIGHTS, chunks=17)
    assert content(packed(client, array, tmp_path / "b", **options)) == expected


def test_chunks_of_unknown_sizes_are_packed_to_the_same_bytes(client, tmp_path):
    twice = da.from_array(np.concatenate([ARRAY, ARRAY]), chunks=(130, 4))
    array = twice[da.arange(len(twice), chunks=130) < len(ARRAY)]
    expected = pack(ARRAY, tmp_path / "expected", block_rows=100)
    assert content(packed(client, array, tmp_path / "packed")) == content(expected)
    assert np.isnan(array.shape[0])


def not_finite() -> Any:
    array = ARRAY.copy()
    array[777, 3] = np.nan
    return da.from_array(array, chunks=(130, 2))


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (not_finite(), "row 777 of the Dask array holds nan as feature 3"),
        (da.full((300, 2), 1e300, chunks=70), "row 0 of .* holds 1e\\+300 .* float32 cannot hold"),
        (da.zeros((0, 3)), "no observations to pack"),
        (da.zeros((5, 0)), "the Dask array has no columns"),
        (da.zeros((5, 2, 2)), "has 3 dimensions"),
    ],
    ids=["NaN", "too large", "no rows", "no columns", "three dimensions"],
)
def test_a_dask_array_that_cannot_be_packed_raises_one_error(client, tmp_path, array, message):
    with pytest.raises(BlockError, match=message):
        packed(client, array, tmp_path / "packed", dtype="float32")
    assert not (tmp_path / "packed").exists()


def test_chunks_of_other_sizes_than_declared_are_refused(client, tmp_path):
    array = da.ones((300, 2), chunks=(100, 2)).map_blocks(
        lambda chunk: chunk[:50], chunks=(100, 2)
    )
    with pytest.raises(BlockError, match="has chunks of other sizes than it declares"):
        packed(client, array, tmp_path / "packed")


def test_without_a_cluster_threads_of_this_process_pack(tmp_path):
    expected = pack(ARRAY, tmp_path / "expected", block_rows=100)
    with dask.config.set(scheduler="threads"):
        files = pack(da.from_array(ARRAY, chunks=130), tmp_path / "packed", block_rows=100)
    assert content(files) == content(expected)
