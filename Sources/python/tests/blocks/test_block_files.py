"""Block files are opened, mapped one at a time, and checked before they are used."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vq.blocks import _mapping
from vq.blocks._errors import BlockError
from vq.blocks._files import BlockFiles
from vq.blocks._packing import pack
from vq.blocks._running import perform
from vq.blocks._writing import packing_into, write_block, write_manifest

OBSERVATIONS = np.random.default_rng(1).normal(size=(1000, 6)).astype(np.float32)
WEIGHTS = np.random.default_rng(2).uniform(1, 2, 1000).astype(np.float32)


@pytest.fixture
def files(tmp_path: Path) -> BlockFiles:
    return pack(OBSERVATIONS, tmp_path / "blocks", weights=WEIGHTS, block_rows=128)


class First:
    """A step that returns the first value of each block."""

    def __call__(self, blocks: Any) -> list[Any]:
        return [float(block.rows[0, 0]) for block in blocks]

    def combine(self, results: list[Any]) -> list[Any]:
        return results


# ---- Opening


def test_opened_files_are_those_that_were_packed(files: BlockFiles) -> None:
    opened = BlockFiles.open(files.folder)
    assert repr(opened) == repr(files)
    assert opened.fingerprint == files.fingerprint
    np.testing.assert_array_equal(opened.minimum, OBSERVATIONS.min(axis=0))
    assert opened.dtype == np.float32 and opened.is_weighted


def test_the_folder_is_absolute(files: BlockFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(files.folder.parent)
    assert BlockFiles.open("blocks").folder == files.folder


def test_what_is_no_folder_of_blocks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in ("none", "file"):
        with pytest.raises(BlockError, match=f"there is no folder .*{name}; name a folder"):
            BlockFiles.open(tmp_path / name)
    with pytest.raises(BlockError, match=r"holds no blocks: there is no manifest.json in it"):
        BlockFiles.open(tmp_path)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("\xff", "is not JSON"),
        ("[]", "is no manifest of blocks"),
        ('{"name": "an app"}', "is no manifest of blocks"),
        ('{"format": "swift-vq blocks", "version": 2}', "is of version 2, .* reads version 1"),
        ('{"format": "swift-vq blocks", "version": 1}', "is damaged: there is no 'rows'"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str, match: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(BlockError, match=f"manifest.json {match}"):
        BlockFiles.open(tmp_path)


def _of_block(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["blocks"][3].update({key: value})


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda m: m.update(rows=999), "block 7 is listed with 104 rows"),
        (lambda m: m.update(rows=2000), "2000 rows are not in blocks of 128"),
        (lambda m: m.update(rows="1000"), "rows is '1000'"),
        (lambda m: m.update(block_rows=0), "block_rows is 0"),
        (lambda m: m.update(columns=7), "must hold 7 numbers"),
        (lambda m: m.update(columns=True), "columns is True"),
        (lambda m: m.update(dtype="<U3"), "cannot be of dtype '<U3'"),
        (lambda m: m.update(dtype=">f4"), "cannot be of dtype '>f4'"),
        (lambda m: m.update(dtype="float33"), "float33"),
        (lambda m: m.update(minimum=[9e9] * 6), "a minimum is above its maximum"),
        (lambda m: m.update(maximum=[float("nan")] * 6), "maximum is not finite"),
        (lambda m: m.update(minimum=["a"] * 6), "could not convert"),
        (lambda m: m.update(is_weighted=1), "is_weighted must be true or false"),
        (lambda m: m.update(blocks=None), "not in blocks of 128"),
        (lambda m: m["blocks"].pop(), "not in blocks of 128"),
        (lambda m: m["blocks"].insert(0, m["blocks"].pop()), "block 0 is listed as"),
        (lambda m: m["blocks"].__setitem__(3, None), "is damaged"),
        (_of_block("crc32", "xyz"), "invalid literal"),
        (_of_block("crc32", None), "is damaged"),
        (_of_block("file", "../../etc/passwd"), "block 3 is listed as '../../etc/passwd'"),
        (lambda m: m["blocks"][3].pop("weights_crc32"), "there is no 'weights_crc32'"),
        (lambda m: m.pop("maximum"), "there is no 'maximum'"),
    ],
)
def test_a_manifest_whose_numbers_do_not_belong_together_is_refused(
    files: BlockFiles, change: Callable[[dict[str, Any]], None], match: str
) -> None:
    path = files.folder / "manifest.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))
    with pytest.raises(BlockError, match=rf"manifest.json is damaged: .*{match}|{match}.*; pack"):
        BlockFiles.open(files.folder)


# ---- Tasks


@pytest.mark.parametrize("length", [1, 3, 8])
def test_tasks_give_all_blocks_in_order(files: BlockFiles, length: int) -> None:
    runs = [range(start, min(8, start + length)) for start in range(0, 8, length)]
    tasks = [pickle.loads(pickle.dumps(files.task(run))) for run in runs]
    blocks = [block for task in tasks for block in task()]
    assert [block.number for block in blocks] == list(range(8))
    assert [block.first_row for block in blocks] == list(range(0, 1000, 128))
    assert [len(block.rows) for block in blocks] == [128] * 7 + [104]
    np.testing.assert_array_equal(np.concatenate([block.rows for block in blocks]), OBSERVATIONS)
    weights = [block.weights for block in blocks]
    assert all(array is not None for array in weights)
    np.testing.assert_array_equal(np.concatenate(weights), WEIGHTS)
    assert blocks[5].name == str(files.folder / "block-00005.npy")


def test_blocks_without_weights_have_none(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "plain")
    (block,) = files.task(range(1))()
    assert block.weights is None


def test_a_task_is_small(files: BlockFiles) -> None:
    assert len(pickle.dumps(files.task(range(8)))) < 1000


@pytest.mark.parametrize("numbers", [range(7, 9), range(-1, 2), range(0, 8, 2), range(3, 2)])
def test_blocks_that_are_not_there_make_no_task(files: BlockFiles, numbers: range) -> None:
    with pytest.raises(ValueError, match="there are no blocks range"):
        files.task(numbers)


def test_mapped_rows_are_read_only(files: BlockFiles) -> None:
    (block,) = files.task(range(1))()
    with pytest.raises(ValueError, match="read-only"):
        block.rows[0, 0] = 1


def test_a_block_outlives_the_iteration(files: BlockFiles) -> None:
    blocks = list(files.task(range(8))())
    shutil.rmtree(files.folder)
    np.testing.assert_array_equal(blocks[0].rows, OBSERVATIONS[:128])


def _mapped(folder: Path) -> int:
    maps = Path("/proc/self/maps").read_text().splitlines()
    return sum(str(folder) in line for line in maps)


def test_one_block_is_mapped_at_a_time(files: BlockFiles) -> None:
    def mapped_with(block: Any) -> int:
        return _mapped(files.folder)

    # Its rows and its weights.
    assert set(map(mapped_with, files.task(range(8))())) == {2}
    found = []
    for block in files.task(range(8))():
        found.append(mapped_with(block))
        del block
    assert set(found) == {2}
    assert _mapped(files.folder) == 0


def test_blocks_of_more_than_the_address_space_are_used(tmp_path: Path) -> None:
    program = """
import resource, sys, numpy
from vq.blocks._files import BlockFiles
files = BlockFiles.open(sys.argv[1])
size = next(int(l.split()[1]) << 10 for l in open("/proc/self/status") if l.startswith("VmSize"))
limit = size + (24 << 20)
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
print(sum(map(lambda block: int(block.rows[-1, 0]), files.task(range(8))())))
list(files.task(range(8))())
"""
    array = np.repeat(np.arange(8, dtype=np.uint8), 1 << 24)[:, None]
    files = pack(array, tmp_path / "blocks", block_rows=1 << 24)
    command = [sys.executable, "-c", program, str(files.folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.stdout == "28\n", ended.stderr
    # All at once do not fit, so the limit was one.
    assert "Cannot allocate memory" in ended.stderr


# ---- Blocks that are not as they were packed


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
        (lambda path: os.truncate(path, path.stat().st_size - 4), "is not as .* it has .* bytes"),
        (lambda path: os.truncate(path, 0), "is not as .* no header"),
        (lambda path: path.write_bytes(path.read_bytes() + b"x"), "is not as .* it has .* bytes"),
        (lambda path: _flip(path, -1), "is not as it was packed: it has the CRC-32 "),
        (lambda path: _flip(path, 200), "is not as it was packed: it has the CRC-32 "),
        (lambda path: _flip(path, 0), "is not as .* no header"),
        (
            lambda path: np.save(path, np.ones((2, 2))),
            r"is not as .* it holds float64 of shape \(2, 2\)",
        ),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read: Is a directory"),
    ],
)
def test_a_damaged_block_is_named(
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

    damaged(files, "block-00003.npy", replace, "is not as it was packed: it has the CRC-32 ")


def test_a_block_that_was_restored_is_used(files: BlockFiles) -> None:
    path = files.folder / "block-00003.npy"
    whole = path.read_bytes()
    _flip(path, -1)
    with pytest.raises(BlockError):
        list(files.task(range(8))())
    path.write_bytes(whole)
    assert len(list(files.task(range(8))())) == 8


def test_a_worker_that_does_not_see_the_folder_is_named(files: BlockFiles) -> None:
    task = files.task(range(8))
    shutil.rmtree(files.folder)
    outcome = perform(First(), task)
    assert outcome.failure is not None
    assert f"there is no folder {files.folder} on {outcome.host}" in outcome.failure


def test_checksums_are_found_once_for_a_version_of_a_file(
    files: BlockFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    summed: list[int] = []

    def counted(data: Any, value: int = 0) -> int:
        summed.append(len(data))
        return real(data, value)

    real = _mapping.zlib.crc32
    monkeypatch.setattr(_mapping.zlib, "crc32", counted)
    for _ in range(3):
        list(files.task(range(8))())
    assert len(summed) == 16
    os.utime(files.folder / "block-00003.npy")
    list(files.task(range(8))())
    assert len(summed) == 17


# ---- The fingerprint


def test_the_fingerprint_is_of_what_the_blocks_hold(files: BlockFiles, tmp_path: Path) -> None:
    folder = shutil.copytree(files.folder, tmp_path / "copy")
    assert BlockFiles.open(folder).fingerprint == files.fingerprint
    changed = OBSERVATIONS.copy()
    changed[999, 5] += 1
    heavier = WEIGHTS.copy()
    heavier[999] += 1
    others = [
        pack(OBSERVATIONS, tmp_path / "1", block_rows=128),
        pack(OBSERVATIONS, tmp_path / "2", block_rows=256, weights=WEIGHTS),
        pack(changed, tmp_path / "3", block_rows=128, weights=WEIGHTS),
        pack(OBSERVATIONS, tmp_path / "4", block_rows=128, weights=heavier),
        pack(OBSERVATIONS, tmp_path / "5", block_rows=128, weights=WEIGHTS, dtype="f8"),
    ]
    assert len({files.fingerprint, *(other.fingerprint for other in others)}) == 6


# ---- Written by many


def test_blocks_written_several_times_at_once_are_whole(tmp_path: Path) -> None:
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
    # A task that an engine ran twice may end after all is done.
    opened = files.task(range(8))()
    next(opened)
    write(folder)
    assert len(list(opened)) == 7
    assert sorted(os.listdir(folder)) == sorted(os.listdir(alone.folder))


def test_what_killed_workers_left_is_taken_away(tmp_path: Path) -> None:
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
            ([whole[0], weighted], "of block 1 and block 0, only one has weights"),
        ]:
            with pytest.raises(BlockError, match=match):
                write_manifest(folder, written, 500)
            assert "manifest.json" not in os.listdir(folder)
        write_manifest(folder, [whole[1], whole[0], whole[0]], 500)


def test_a_worker_without_the_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match=r"there is no folder .* every worker must see the folder"):
        write_block(tmp_path / "none", 0, OBSERVATIONS)


def test_rows_are_called_what_the_writer_calls_them(tmp_path: Path) -> None:
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
def test_extents_are_those_of_numpy(tmp_path: Path, dtype: str, shape: tuple[int, int]) -> None:
    rows = (np.random.default_rng(4).normal(size=shape) * 100).astype("i8").astype(dtype)
    files = pack(rows, tmp_path / "blocks", block_rows=100)
    np.testing.assert_array_equal(files.minimum, rows.min(axis=0).astype(float))
    np.testing.assert_array_equal(files.maximum, rows.max(axis=0).astype(float))
