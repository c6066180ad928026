"""A block that has changed since it was packed is not used, and an error names it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vq._errors import BlockError
from vq.blocks import _array_files
from vq.blocks._files import BlockFiles
from vq.blocks._packing import pack
from vq.blocks._steps import perform

OBSERVATIONS = np.random.default_rng(1).normal(size=(1000, 6)).astype(np.float32)
WEIGHTS = np.random.default_rng(2).uniform(1, 2, 1000).astype(np.float32)


@pytest.fixture
def files(tmp_path: Path) -> BlockFiles:
    return pack(OBSERVATIONS, tmp_path / "blocks", sample_weight=WEIGHTS, block_rows=128)


class First:
    """A step that returns the first value of each block."""

    def __call__(self, blocks: Any) -> list[Any]:
        return [float(block.rows[0, 0]) for block in blocks]

    def combine(self, results: list[Any]) -> list[Any]:
        return results


def damaged(
    files: BlockFiles, name: str, damage: Callable[[Path], Any], match: str, number: int = 3
) -> None:
    path = files.folder / name
    damage(path)
    with pytest.raises(BlockError, match=rf"{path} {match}.*(restore it|pack again)"):
        list(files.task(range(number, number + 1))())
    outcome = perform(First(), files.task(range(8)))
    assert outcome.failure is not None and str(path) in outcome.failure


def _flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("is_used_before", [False, True])
@pytest.mark.parametrize("name", ["block-00003.npy", "weights-00003.npy"])
@pytest.mark.parametrize(
    ("damage", "match"),
    [
        (Path.unlink, "is missing"),
        (
            lambda path: os.truncate(path, path.stat().st_size - 4),
            "has changed .* it has .* bytes",
        ),
        (lambda path: os.truncate(path, 0), "has changed .* no header"),
        (
            lambda path: path.write_bytes(path.read_bytes() + b"x"),
            "has changed .* it has .* bytes",
        ),
        (lambda path: _flip(path, -1), "has changed since it was packed: it has the CRC-32 "),
        (lambda path: _flip(path, 200), "has changed since it was packed: it has the CRC-32 "),
        (lambda path: _flip(path, 0), "has changed .* no header"),
        (
            lambda path: np.save(path, np.ones((2, 2))),
            r"has changed .* it holds float64 of shape \(2, 2\)",
        ),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read: Is a directory"),
    ],
)
def test_an_error_names_a_damaged_block(
    files: BlockFiles, name: str, damage: Any, match: str, is_used_before: bool
) -> None:
    if is_used_before:
        list(files.task(range(8))())
    damaged(files, name, damage, match)


def test_a_block_of_other_data_is_refused(files: BlockFiles, tmp_path: Path) -> None:
    other = pack(OBSERVATIONS + 1, tmp_path / "other", block_rows=128)
    list(files.task(range(8))())

    def replace(path: Path) -> None:
        shutil.copy(other.folder / path.name, path)

    damaged(
        files, "block-00003.npy", replace, "has changed since it was packed: it has the CRC-32 "
    )


def test_a_block_that_was_restored_is_used(files: BlockFiles) -> None:
    path = files.folder / "block-00003.npy"
    whole = path.read_bytes()
    _flip(path, -1)
    with pytest.raises(BlockError):
        list(files.task(range(8))())
    path.write_bytes(whole)
    assert len(list(files.task(range(8))())) == 8


def test_an_error_names_a_worker_that_does_not_see_the_folder(files: BlockFiles) -> None:
    task = files.task(range(8))
    shutil.rmtree(files.folder)
    outcome = perform(First(), task)
    assert outcome.failure is not None
    assert f"there is no folder {files.folder} on {outcome.host}" in outcome.failure


def test_a_checksum_is_verified_once_for_each_version_of_a_file(
    files: BlockFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    summed: list[int] = []

    def counted(data: Any, value: int = 0) -> int:
        summed.append(len(data))
        return real(data, value)

    real = _array_files.zlib.crc32
    monkeypatch.setattr(_array_files.zlib, "crc32", counted)
    for _ in range(3):
        list(files.task(range(8))())
    assert len(summed) == 16
    os.utime(files.folder / "block-00003.npy")
    list(files.task(range(8))())
    assert len(summed) == 17
