"""Blocks may be written repeatedly and concurrently, and only complete blocks get a manifest."""

from __future__ import annotations

import os
import pickle
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vq._errors import BlockError
from vq.blocks._packing import pack
from vq.blocks._writing import packing_into, write_block, write_manifest

OBSERVATIONS = np.random.default_rng(1).normal(size=(1000, 6)).astype(np.float32)
WEIGHTS = np.random.default_rng(2).uniform(1, 2, 1000).astype(np.float32)


def test_blocks_written_concurrently_are_complete(tmp_path: Path) -> None:
    written: list[Any] = []

    def write(folder: Path) -> None:
        for number in np.random.default_rng().permutation(8).tolist():
            rows = OBSERVATIONS[number * 128 : (number + 1) * 128]
            written.append(pickle.loads(pickle.dumps(write_block(folder, number, rows))))

    with packing_into(tmp_path / "blocks") as folder:
        threads = [threading.Thread(target=write, args=(folder,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        files = write_manifest(folder, written, 128)
    alone = pack(OBSERVATIONS, tmp_path / "alone", block_rows=128)
    assert files.fingerprint == alone.fingerprint
    assert (folder / "manifest.json").read_bytes() == (alone.folder / "manifest.json").read_bytes()
    # A task that an engine repeated may end after the manifest is written.
    opened = files.task(range(8))()
    next(opened)
    write(folder)
    assert len(list(opened)) == 7
    assert sorted(os.listdir(folder)) == sorted(os.listdir(alone.folder))


def test_files_of_killed_workers_are_removed(tmp_path: Path) -> None:
    with packing_into(tmp_path / "blocks") as folder:
        written = [write_block(folder, 0, OBSERVATIONS)]
        (folder / ".block-00000.npy.0123.unfinished").write_bytes(b"half")
        write_manifest(folder, written, 1000)
    assert sorted(os.listdir(folder)) == ["block-00000.npy", "manifest.json"]


def test_blocks_that_do_not_belong_together_get_no_manifest(tmp_path: Path) -> None:
    with packing_into(tmp_path / "blocks") as folder:
        whole = [write_block(folder, i, OBSERVATIONS[i * 500 : (i + 1) * 500]) for i in (0, 1)]
        narrow = write_block(folder, 1, OBSERVATIONS[500:, :3])
        double = write_block(folder, 1, OBSERVATIONS[500:].astype(float))
        short = write_block(folder, 0, OBSERVATIONS[:400])
        weighted = write_block(folder, 1, OBSERVATIONS[500:], WEIGHTS[500:])
        for written, match in [
            ([], "no observations to pack"),
            (whole[1:], "block 0 was not written"),
            ([whole[0], narrow], "block 1 has 3 columns of <f4, and block 0 has 6 of <f4"),
            ([whole[0], double], "block 1 has 6 columns of <f8"),
            ([short, whole[1]], "block 0 has 400 rows, not 500"),
            ([whole[0], weighted], "only one of block 1 and block 0 has weights"),
        ]:
            with pytest.raises(BlockError, match=match):
                write_manifest(folder, written, 500)
            assert "manifest.json" not in os.listdir(folder)
        write_manifest(folder, [whole[1], whole[0], whole[0]], 500)


def test_an_error_names_a_worker_without_the_folder(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match=r"there is no folder .* put the folder on storage"):
        write_block(tmp_path / "none", 0, OBSERVATIONS)


def test_errors_use_the_writers_names_of_rows(tmp_path: Path) -> None:
    rows = OBSERVATIONS[:5].copy()
    rows[3, 1] = np.nan
    with pytest.raises(BlockError, match="^row 3 of block 7 holds nan as feature 1;"):
        write_block(tmp_path, 7, rows)
    with pytest.raises(BlockError, match="^row 1003 of the frame holds nan as feature 1;"):
        write_block(tmp_path, 7, rows, where=lambda row: f"row {1000 + row} of the frame")
    with pytest.raises(BlockError, match=r"5 rows have weights of shape \(4,\)"):
        write_block(tmp_path, 7, OBSERVATIONS[:5], WEIGHTS[:4])


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8", "i1", "u1", "i8", "u8", "?"])
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 3), (1000, 1), (777, 2), (65, 300)])
def test_extents_agree_with_numpy(tmp_path: Path, dtype: str, shape: tuple[int, int]) -> None:
    rows = (np.random.default_rng(4).normal(size=shape) * 100).astype("i8").astype(dtype)
    files = pack(rows, tmp_path / "blocks", block_rows=100)
    np.testing.assert_array_equal(files.minimum, rows.min(axis=0).astype(float))
    np.testing.assert_array_equal(files.maximum, rows.max(axis=0).astype(float))
