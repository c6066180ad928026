"""Block files are opened and checked, and mapped one at a time."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vq._errors import BlockError
from vq.blocks._files import BlockFiles
from vq.blocks._packing import pack

OBSERVATIONS = np.random.default_rng(1).normal(size=(1000, 6)).astype(np.float32)
WEIGHTS = np.random.default_rng(2).uniform(1, 2, 1000).astype(np.float32)


@pytest.fixture
def files(tmp_path: Path) -> BlockFiles:
    return pack(OBSERVATIONS, tmp_path / "blocks", sample_weight=WEIGHTS, block_rows=128)


# ---- Opening


def test_opened_files_equal_the_packed_ones(files: BlockFiles) -> None:
    opened = BlockFiles.open(files.folder)
    assert repr(opened) == repr(files)
    assert opened.fingerprint == files.fingerprint
    np.testing.assert_array_equal(opened.minimum, OBSERVATIONS.min(axis=0))
    assert opened.dtype == np.float32 and opened.is_weighted


def test_the_folder_is_absolute(files: BlockFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(files.folder.parent)
    assert BlockFiles.open("blocks").folder == files.folder


def test_anything_but_a_folder_of_blocks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match=r"there is no folder .*none; name a folder"):
        BlockFiles.open(tmp_path / "none")
    (tmp_path / "table.csv").touch()
    with pytest.raises(BlockError, match=r"table.csv is a file, not a folder .* with vq\.pack"):
        BlockFiles.open(tmp_path / "table.csv")
    with pytest.raises(BlockError, match=r"holds no blocks: there is no manifest.json in it"):
        BlockFiles.open(tmp_path)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("\xff", "is not JSON"),
        ("[]", "is not a manifest of blocks"),
        ('{"name": "an app"}', "is not a manifest of blocks"),
        ('{"format": "swift-vq blocks", "version": 2}', "has version 2, .* reads version 1"),
        ('{"format": "swift-vq blocks", "version": 1}', "is damaged: there is no 'rows'"),
    ],
)
def test_anything_but_a_manifest_is_refused(tmp_path: Path, text: str, match: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(BlockError, match=f"manifest.json {match}"):
        BlockFiles.open(tmp_path)


def test_a_manifest_that_cannot_be_read_is_refused(files: BlockFiles) -> None:
    path = files.folder / "manifest.json"
    path.write_text("[" * 100_000)
    with pytest.raises(BlockError, match=r"manifest\.json is not JSON"):
        BlockFiles.open(files.folder)
    path.unlink()
    path.mkdir()
    with pytest.raises(BlockError, match=r"manifest\.json cannot be read: Is a directory"):
        BlockFiles.open(files.folder)


def test_a_block_whose_header_is_not_python_is_refused(files: BlockFiles) -> None:
    path = files.folder / "block-00003.npy"
    content = path.read_bytes()
    path.write_bytes(content.replace(b"), }", b"(( }", 1))
    with pytest.raises(BlockError, match=r"block-00003\.npy .* has no header of a \.npy file"):
        list(files.task(range(3, 4))())


def _of_block(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["blocks"][3].update({key: value})


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda m: m.update(rows=999), "block 7 is listed with 104 rows"),
        (lambda m: m.update(rows=2000), "does not fit 2000 rows in blocks of 128"),
        (lambda m: m.update(rows="1000"), "rows is '1000'"),
        (lambda m: m.update(block_rows=0), "block_rows is 0"),
        (lambda m: m.update(columns=7), "must have 7 numbers"),
        (lambda m: m.update(columns=True), "columns is True"),
        (lambda m: m.update(dtype="<U3"), "cannot be of dtype '<U3'"),
        (lambda m: m.update(dtype=">f4"), "cannot be of dtype '>f4'"),
        (lambda m: m.update(dtype="float33"), "float33"),
        (lambda m: m.update(dtype=None), "'None' not understood"),
        (lambda m: m.update(dtype="<f16"), "cannot be of dtype '<f16'"),
        (lambda m: m.update(rows=1 << 70, block_rows=1 << 70), "rows is 1180591620717411303424"),
        (lambda m: m.update(minimum=[9e9] * 6), "a minimum is above its maximum"),
        (lambda m: m.update(maximum=[float("nan")] * 6), "maximum is not finite"),
        (lambda m: m.update(minimum=["a"] * 6), "could not convert"),
        (lambda m: m.update(is_weighted=1), "is_weighted must be true or false"),
        (lambda m: m.update(is_weighted=False), "block 0 is listed with weights"),
        (lambda m: m.update(blocks=None), "does not fit 1000 rows in blocks of 128"),
        (lambda m: m["blocks"].pop(), "does not fit 1000 rows in blocks of 128"),
        (lambda m: m["blocks"].insert(0, m["blocks"].pop()), "block 0 is listed as"),
        (lambda m: m["blocks"].__setitem__(3, None), "is damaged"),
        (_of_block("crc32", "xyz"), "invalid literal"),
        (_of_block("crc32", None), "is damaged"),
        (_of_block("file", "../../etc/passwd"), "block 3 is listed as '../../etc/passwd'"),
        (lambda m: m["blocks"][3].pop("weights_crc32"), "there is no 'weights_crc32'"),
        (lambda m: m.pop("maximum"), "there is no 'maximum'"),
    ],
)
def test_a_manifest_with_inconsistent_numbers_is_refused(
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
def test_a_task_for_missing_blocks_is_refused(files: BlockFiles, numbers: range) -> None:
    with pytest.raises(ValueError, match="there are no blocks range"):
        files.task(numbers)


def test_the_header_of_a_block_is_not_parsed(
    files: BlockFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    # NumPy would use Python's parser, which in Python 3.11 sometimes fails on two threads at once.
    monkeypatch.delattr(np.lib.format, "read_array_header_1_0")
    rows = np.concatenate([np.array(block.rows) for block in files.task(range(8))()])
    np.testing.assert_array_equal(rows, OBSERVATIONS)


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

    # Rows and weights.
    assert set(map(mapped_with, files.task(range(8))())) == {2}
    found = []
    for block in files.task(range(8))():
        found.append(mapped_with(block))
        del block
    assert set(found) == {2}
    assert _mapped(files.folder) == 0


def test_blocks_may_exceed_the_address_space(tmp_path: Path) -> None:
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
    # All blocks at once do not fit, which proves the limit.
    assert "Cannot allocate memory" in ended.stderr


# ---- The fingerprint


def test_the_fingerprint_depends_on_the_contents_of_the_blocks(
    files: BlockFiles, tmp_path: Path
) -> None:
    folder = shutil.copytree(files.folder, tmp_path / "copy")
    assert BlockFiles.open(folder).fingerprint == files.fingerprint
    changed = OBSERVATIONS.copy()
    changed[999, 5] += 1
    heavier = WEIGHTS.copy()
    heavier[999] += 1
    others = [
        pack(OBSERVATIONS, tmp_path / "1", block_rows=128),
        pack(OBSERVATIONS, tmp_path / "2", block_rows=256, sample_weight=WEIGHTS),
        pack(changed, tmp_path / "3", block_rows=128, sample_weight=WEIGHTS),
        pack(OBSERVATIONS, tmp_path / "4", block_rows=128, sample_weight=heavier),
        pack(OBSERVATIONS, tmp_path / "5", block_rows=128, sample_weight=WEIGHTS, dtype="f8"),
    ]
    assert len({files.fingerprint, *(other.fingerprint for other in others)}) == 6
