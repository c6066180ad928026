"""Codes of blocks in files."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

from vq import _engine
from vq.blocks import BlockError, BlockFiles, kmeans, pack, read_codes, vq
from vq.blocks._codes import Encode
from vq.blocks._executors import LocalExecutor
from vq.blocks._source import FileSource


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(8).normal(size=(1000, 3)).astype(np.float32)


@pytest.fixture
def files(tmp_path, rows) -> BlockFiles:
    return pack(rows, tmp_path / "blocks", block_rows=64)


def test_codes_are_in_the_order_of_the_blocks(files, rows, tmp_path):
    codebook = rows[:20].astype(np.float64)
    for folder in (None, tmp_path / "elsewhere" / "codes", "relative"):
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(tmp_path)
            found = vq(files.folder, codebook, folder, n_jobs=2)
        codes, distances = _engine.assign(rows, codebook.astype(np.float32))
        assert np.array_equal(read_codes(found), codes)
        assert read_codes(found.folder).dtype == np.int32
        assert found.counts.tolist() == np.bincount(codes, minlength=20).tolist()
        distances = distances.astype(np.float64)
        # Distances are rounded to float32, and the statistics are not.
        assert found.inertia == pytest.approx((distances**2).sum(), rel=1e-6)
        assert found.distortion == pytest.approx(distances.mean(), rel=1e-6)


@pytest.mark.parametrize("weighted", [False, True])
def test_statistics_have_the_bits_of_the_clustering(tmp_path, wide, weighted):
    weights = np.random.default_rng(0).uniform(0, 1, len(wide)) if weighted else None
    files = pack(wide, tmp_path / "blocks", block_rows=100, sample_weight=weights)
    fit = kmeans(files, 8, random_state=3, max_iter=5, tol=0)
    for workers in (1, 3):
        codes = vq(files, fit.cluster_centers_, n_jobs=workers)
        assert (codes.inertia, codes.distortion) == (fit.inertia_, fit.distortion_)


def test_any_tool_reads_the_files_and_their_bytes_are_reproducible(files, rows):
    found = vq(files, rows[:5])
    first = np.load(found.folder / "codes-00001.npy")
    assert np.array_equal(first, read_codes(found.folder)[64:128])
    before = {path.name: path.read_bytes() for path in found.folder.iterdir()}
    step = Encode(rows[:5], np.zeros(3), 64, folder=str(found.folder))
    FileSource(files, LocalExecutor(2)).run(step)
    assert {path.name: path.read_bytes() for path in found.folder.iterdir()} == before


def test_codes_are_replaced_and_incomplete_codes_are_refused(files, rows, monkeypatch):
    folder = vq(files, rows[:5]).folder
    assert read_codes(vq(files, rows[:7]).folder).max() == 6
    (folder / "block-00009.npy").write_bytes(b"")
    with pytest.raises(BlockError, match=r"block-00009\.npy"):
        vq(files, rows[:5])
    with pytest.raises(BlockError, match=r"there are no codes in .*call predict or vq first"):
        read_codes(folder)


def test_an_error_names_missing_or_changed_codes(files, rows, tmp_path):
    with pytest.raises(BlockError, match="there are no codes in"):
        read_codes(tmp_path)
    folder = vq(files, rows[:5]).folder
    path = folder / "codes-00003.npy"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"\7")
    with pytest.raises(
        BlockError, match=r"codes-00003\.npy has changed since it was written; call vq"
    ):
        read_codes(folder)
    path.unlink()
    with pytest.raises(BlockError, match=r"codes-00003\.npy is missing; call vq again"):
        read_codes(folder)
    path.write_bytes(content)
    assert len(read_codes(folder)) == len(rows)


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:100],
        lambda text: "[]",
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"rows": 1000', '"rows": 999'),
        lambda text: text.replace('"crc32"', '"crc"'),
        lambda text: text.replace('"rows": ', '"rows": -'),
        lambda text: "[" * 100_000,
    ],
)
def test_a_damaged_manifest_of_codes_is_refused(files, rows, damage):
    path = vq(files, rows[:5]).folder / "codes.json"
    path.write_text(damage(path.read_text()))
    with pytest.raises(BlockError, match=r"codes\.json is damaged .*; call vq again"):
        read_codes(path.parent)


@pytest.mark.parametrize(
    ("codebook", "message"),
    [
        (np.zeros((2, 4)), "the observations have 3 features, but the codebook has 4"),
        ([[0, 0, np.nan]], "the codebook must have .* finite numbers"),
        (np.empty((0, 3)), "the codebook must have at least one centroid"),
        (np.zeros((1, 1, 3)), "the codebook has 3 dimensions"),
        (np.zeros((1, 3), complex), "the codebook is complex"),
    ],
)
def test_an_invalid_codebook_is_refused(files, codebook, message):
    with pytest.raises(ValueError, match=message):
        vq(files, codebook)
    assert not (files.folder / "codes.json").exists()


def test_a_folder_of_codes_that_is_a_file_is_refused(files, rows, tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "codes"):
        with pytest.raises(BlockError, match="is a file, or is below one; name another folder"):
            vq(files, rows[:5], folder)


def test_files_of_killed_workers_are_removed(files, rows):
    left = files.folder / ".codes-00000.npy.0123.unfinished"
    left.write_bytes(b"half")
    vq(files, rows[:5])
    assert not left.exists()
    assert json.loads((files.folder / "codes.json").read_text())["rows"] == 1000
    assert not [name for name in os.listdir(files.folder) if name.startswith(".")]
