"""Packing gives the same blocks from any source."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from packing_sources import (
    COLUMNS,
    CUTS,
    OBSERVATIONS,
    ROWS,
    WEIGHTS,
    content,
    fixed_lists,
    lists,
    numeric,
    observations_of,
    refused,
    save,
    save_parquet,
    weights_of,
)

from vq.blocks._packing import pack


@pytest.fixture
def expected(tmp_path: Path) -> dict[str, bytes]:
    return content(pack(OBSERVATIONS, tmp_path / "expected", block_rows=128))


def test_the_blocks_of_an_array_contain_its_rows(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128, sample_weight=WEIGHTS)
    np.testing.assert_array_equal(observations_of(files), OBSERVATIONS)
    np.testing.assert_array_equal(weights_of(files), WEIGHTS)
    np.testing.assert_array_equal(files.minimum, OBSERVATIONS.min(axis=0))
    np.testing.assert_array_equal(files.maximum, OBSERVATIONS.max(axis=0))
    assert (files.rows, files.columns, files.dtype) == (ROWS, COLUMNS, np.float32)
    assert (files.block_rows, files.block_count, files.is_weighted) == (128, 8, True)
    assert files.folder == tmp_path / "blocks"


def test_any_tool_reads_a_block(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128)
    np.testing.assert_array_equal(
        np.load(files.folder / "block-00007.npy"), OBSERVATIONS[7 * 128 :]
    )


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("cuts", CUTS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_blocks_of_npy_files_do_not_depend_on_their_boundaries(
    tmp_path: Path,
    expected: dict[str, bytes],
    cuts: tuple[int, ...],
    workers: int,
    order: Any,
) -> None:
    parts = [np.array(part, order=order) for part in np.split(OBSERVATIONS, cuts)]
    folder = save(tmp_path / "source", parts)
    files = pack(folder, tmp_path / "blocks", block_rows=128, n_jobs=workers)
    assert content(files) == expected
    listed = pack(sorted(folder.iterdir()), tmp_path / "listed", block_rows=128, n_jobs=workers)
    assert content(listed) == expected


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("row_group_size", [7, 100, 1000])
@pytest.mark.parametrize("cuts", CUTS)
@pytest.mark.parametrize("table", [numeric, lists, fixed_lists])
def test_blocks_of_parquet_do_not_depend_on_its_layout(
    tmp_path: Path,
    pyarrow: Any,
    expected: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    cuts: tuple[int, ...],
    table: Any,
    row_group_size: int,
    workers: int,
) -> None:
    monkeypatch.setattr("vq.blocks._parts._CHUNK_BYTES", 24 * 33)
    parts = (table(pyarrow, part) for part in np.split(OBSERVATIONS, cuts))
    folder = save_parquet(pyarrow, tmp_path / "source", parts, row_group_size)
    files = pack(folder, tmp_path / "blocks", block_rows=128, n_jobs=workers)
    assert content(files) == expected


def test_a_table_in_memory_is_packed(
    tmp_path: Path, pandas: Any, expected: dict[str, bytes]
) -> None:
    frame = pandas.DataFrame(OBSERVATIONS, columns=list("abcdef"))
    assert content(pack(frame, tmp_path / "blocks", block_rows=128)) == expected
    files = pack(frame, tmp_path / "two", columns=["e", "b"])
    np.testing.assert_array_equal(observations_of(files), OBSERVATIONS[:, [4, 1]])


def test_columns_are_packed_in_the_given_order(tmp_path: Path, pyarrow: Any) -> None:
    npy = save(tmp_path / "npy", [OBSERVATIONS])
    parquet = save_parquet(pyarrow, tmp_path / "parquet", [numeric(pyarrow, OBSERVATIONS)])
    by_number = pack(npy, tmp_path / "a", columns=[5, 0], block_rows=128)
    by_name = pack(parquet, tmp_path / "b", columns=["x5", "x0"], block_rows=128)
    np.testing.assert_array_equal(observations_of(by_number), OBSERVATIONS[:, [5, 0]])
    assert content(by_number) == content(by_name)


def test_columns_of_lists_and_of_numbers_can_be_combined(tmp_path: Path, pyarrow: Any) -> None:
    table = lists(pyarrow, OBSERVATIONS[:, 1:]).append_column("x", [OBSERVATIONS[:, 0]])
    folder = save_parquet(pyarrow, tmp_path / "source", [table])
    files = pack(folder, tmp_path / "blocks", columns=["x", "vector"])
    np.testing.assert_array_equal(observations_of(files), OBSERVATIONS)


@pytest.mark.parametrize("cuts", CUTS)
def test_weights_are_a_column_an_array_or_a_file(
    tmp_path: Path, pyarrow: Any, cuts: tuple[int, ...]
) -> None:
    expected = content(
        pack(OBSERVATIONS, tmp_path / "array", sample_weight=WEIGHTS, block_rows=128)
    )
    pairs = zip(np.split(OBSERVATIONS, cuts), np.split(WEIGHTS, cuts), strict=True)
    tables = [numeric(pyarrow, *pair) for pair in pairs]
    parquet = save_parquet(pyarrow, tmp_path / "parquet", tables)
    npy = save(tmp_path / "npy", np.split(OBSERVATIONS, cuts))
    np.save(tmp_path / "weights.npy", WEIGHTS.astype(np.float64))
    by_file = save(tmp_path / "weights", np.split(WEIGHTS, [333]))
    for number, (source, weights) in enumerate(
        [
            (parquet, "weight"),
            (npy, WEIGHTS.tolist()),
            (npy, tmp_path / "weights.npy"),
            (str(npy), str(tmp_path / "weights.npy")),
            (npy, by_file),
        ]
    ):
        files = pack(
            source, tmp_path / f"b{number}", sample_weight=weights, block_rows=128, n_jobs=2
        )
        assert content(files) == expected


@pytest.mark.parametrize("dtype", ["u1", "i1", "f2", ">f4", ">f8", ">i2", "?", "i8", "u8"])
def test_blocks_keep_the_sources_dtype_little_endian_and_weights_are_double(
    tmp_path: Path, dtype: str
) -> None:
    array = np.arange(60).reshape(20, 3).astype(dtype)
    for number, source in enumerate([array, save(tmp_path / "source", [array[:7], array[7:]])]):
        files = pack(source, tmp_path / f"blocks{number}", block_rows=8, sample_weight=np.ones(20))
        found = observations_of(files)
        assert found.dtype == files.dtype == np.dtype(dtype).newbyteorder("<")
        np.testing.assert_array_equal(found, array)
        np.testing.assert_array_equal(files.maximum, array.max(axis=0).astype(float))
        assert weights_of(files).dtype == np.float64


@pytest.mark.parametrize("dtype", ["float16", "uint8", "int64", "bool", "float64"])
def test_parquet_keeps_its_dtype(tmp_path: Path, pyarrow: Any, dtype: str) -> None:
    array = np.arange(60).reshape(20, 3).astype(dtype)
    for make in (numeric, fixed_lists, lists):
        folder = save_parquet(pyarrow, tmp_path / make.__name__, [make(pyarrow, array)])
        files = pack(folder, tmp_path / f"{make.__name__}-blocks")
        assert files.dtype == dtype
        np.testing.assert_array_equal(observations_of(files), array)


def test_block_files_can_be_packed_again(tmp_path: Path, expected: dict[str, bytes]) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=77, sample_weight=WEIGHTS)
    refused(files.folder, tmp_path / "again", "already holds blocks; .* pass a list of the block")
    listed = sorted(files.folder.glob("block-*.npy"))
    assert content(pack(listed, tmp_path / "again", block_rows=128)) == expected


def test_observations_are_converted_to_the_requested_dtype(tmp_path: Path, pyarrow: Any) -> None:
    arrays = [np.arange(10, dtype="i4")[:, None], np.arange(10, 20, dtype="f8")[:, None]]
    for number, source in enumerate(
        [
            save(tmp_path / "npy", arrays),
            save_parquet(pyarrow, tmp_path / "parquet", [numeric(pyarrow, a) for a in arrays]),
        ]
    ):
        for dtype in ("float32", "uint8"):
            files = pack(source, tmp_path / f"{dtype}-{number}", dtype=dtype, block_rows=16)
            assert files.dtype == dtype
            np.testing.assert_array_equal(observations_of(files)[:, 0], np.arange(20))


def test_one_dimension_is_one_column(tmp_path: Path) -> None:
    files = pack(save(tmp_path / "source", [np.arange(5.0)]), tmp_path / "blocks")
    np.testing.assert_array_equal(observations_of(files), np.arange(5.0)[:, None])


def test_blocks_are_about_64_mb_by_default(tmp_path: Path) -> None:
    for columns, dtype, block_rows in [
        (1, "f4", 1 << 24),
        (32, "f4", 1 << 19),
        (100, "f8", 1 << 16),
        (3, "u1", 1 << 24),
    ]:
        files = pack(np.ones((2, columns), dtype), tmp_path / f"{columns}")
        assert files.block_rows == block_rows


def test_packing_is_imported_on_first_use() -> None:
    program = (
        "import sys, vq\n"
        "assert 'vq.blocks' not in sys.modules\n"
        "assert vq.pack is sys.modules['vq.blocks'].pack\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
