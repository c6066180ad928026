"""A stopped clustering of blocks continues to the same bits."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from array_blocks import ArrayBlocks
from fits import cluster, found_by, same

from vq.blocks import kmeans, pack
from vq.blocks._source import FileSource


@pytest.fixture
def blocks() -> ArrayBlocks:
    return ArrayBlocks(np.random.default_rng(4).normal(size=(600, 3)), 200)


def every_checkpoint(source, path: Path, *arguments, **options) -> list[Path]:
    """Clusters, and keeps a copy of the checkpoint of each step."""
    copies = []

    def keep(at):
        copies.append(path.with_name(f"{len(copies)}.npz"))
        shutil.copy(path, copies[-1])

    fit = cluster(source, *arguments, **options, checkpoint=path, on_progress=keep)
    return fit, copies


@pytest.mark.parametrize("rule", ["relocate", "drop"])
@pytest.mark.parametrize("from_start", [False, True])
def test_a_clustering_resumes_after_every_step_to_the_same_bits(
    tmp_path, blocks, rule, from_start
):
    options = {"max_iter": 6, "empty_clusters": rule, "tol": 1e-3}
    if from_start:
        start = blocks.array[:5].copy()
        start[2] = 90
        options |= {"init": start}
    else:
        options |= {"n_init": 3, "random_state": 11}
    whole, copies = every_checkpoint(blocks.source(1), tmp_path / "now.npz", 5, **options)
    assert len(copies) >= 3 if from_start else 3 * 3
    assert same(cluster(blocks.source(1), 5, **options), whole)
    for copy in copies:
        assert same(cluster(blocks.source(1), 5, **options, resume=copy), whole)


def test_a_drawn_seed_is_kept(tmp_path, blocks):
    whole, copies = every_checkpoint(blocks.source(1), tmp_path / "now.npz", 5, n_init=2)
    for copy in copies[:3]:
        assert same(cluster(blocks.source(1), 5, n_init=2, resume=copy), whole)
    others = [cluster(blocks.source(1), 5, n_init=2) for _ in range(3)]
    assert not all(same(other, whole) for other in others)


def test_a_finished_clustering_returns_its_result_without_work(tmp_path, blocks):
    class NoExecutor:
        slots = 1

        def run(self, step, groups):
            raise AssertionError("there was work")

    path = tmp_path / "now.npz"
    whole = cluster(blocks.source(1), 5, random_state=1, n_init=2, checkpoint=path)
    assert same(
        cluster(FileSource(blocks, NoExecutor()), 5, random_state=1, n_init=2, resume=path), whole
    )


def test_a_clustering_that_the_caller_stopped_continues(tmp_path, blocks):
    path = tmp_path / "now.npz"
    options = {"random_state": 1, "tol": 0, "max_iter": 12}
    whole = cluster(blocks.source(1), 5, **options)
    stopped = cluster(
        blocks.source(1), 5, **options, checkpoint=path, on_progress=lambda at: at.iteration == 4
    )
    assert stopped.outcome == "stopped"
    told = []
    resumed = cluster(
        blocks.source(1), 5, **options, resume=path, checkpoint=path, on_progress=told.append
    )
    assert same(resumed, whole)
    assert (told[0].phase, told[0].iteration) == ("iterating", 5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n_clusters": 4}, "from a clustering with n_clusters=5, not 4"),
        ({"n_init": 2}, "from a clustering with n_init=1, not 2"),
        ({"max_iter": 9}, "from a clustering with max_iter=300, not 9"),
        ({"tol": 0}, "from a clustering with tol=0.0001, not 0.0"),
        (
            {"empty_clusters": "keep"},
            "from a clustering with empty_clusters='relocate', not 'keep'",
        ),
        ({"init": "random"}, "with init='k-means||', not 'random'"),
        ({"random_state": 2}, "from a clustering with another random_state"),
        ({"init": np.zeros((5, 3))}, "with init='k-means||', not 'centroids "),
    ],
)
def test_other_parameters_are_refused(tmp_path, blocks, change, message):
    path = tmp_path / "now.npz"
    given = {"n_clusters": 5, "n_init": 1, "random_state": 1}
    cluster(blocks.source(1), **given, checkpoint=path)
    with pytest.raises(ValueError, match=f"now.npz cannot be resumed: it is .*{message}"):
        cluster(blocks.source(1), **(given | change), resume=path)


def test_other_observations_are_refused(tmp_path, blocks):
    path = tmp_path / "now.npz"
    cluster(blocks.source(1), 5, checkpoint=path)
    for other in (ArrayBlocks(blocks.array + 1, 200), ArrayBlocks(blocks.array, 201)):
        with pytest.raises(
            ValueError, match="it is from other observations, or from other blocks"
        ):
            cluster(other.source(1), 5, resume=path)


def test_a_damaged_checkpoint_is_refused_with_one_error(tmp_path, blocks):
    path, damaged = tmp_path / "now.npz", tmp_path / "damaged.npz"
    cluster(blocks.source(1), 5, random_state=1, checkpoint=path)
    content = path.read_bytes()
    generator = np.random.default_rng(0)
    refused = 0
    for trial in range(300):
        if trial % 3 == 0:
            bad = content[: generator.integers(len(content))]
        else:
            bad = bytearray(content)
            for place in generator.integers(len(content), size=1 + trial % 4):
                bad[place] ^= 1 << generator.integers(8)
        damaged.write_bytes(bad)
        try:
            found = cluster(blocks.source(1), 5, random_state=1, resume=damaged)
        except ValueError as error:
            assert "damaged.npz cannot be resumed" in str(error)
            refused += 1
        else:
            # Some bytes of a zip file have no meaning.
            assert same(found, cluster(blocks.source(1), 5, random_state=1, resume=path))
    assert refused > 200
    for other in (b"", b"CVQP", json.dumps({"version": 1}).encode()):
        damaged.write_bytes(other)
        with pytest.raises(ValueError, match="it is not a checkpoint, or it is damaged"):
            cluster(blocks.source(1), 5, resume=damaged)
    np.savez(damaged, about=np.array(json.dumps({"version": 99})))
    with pytest.raises(ValueError, match="it has version 99, not 1"):
        cluster(blocks.source(1), 5, resume=damaged)


def test_an_array_with_a_damaged_shorter_shape_is_refused(tmp_path):
    # For arrays of more than a few KB, NumPy does not check the checksum then.
    blocks = ArrayBlocks(np.random.default_rng(0).normal(size=(300, 32)), 100)
    path = tmp_path / "now.npz"
    cluster(blocks.source(1), 64, random_state=1, max_iter=2, checkpoint=path)
    content = path.read_bytes()
    assert content.count(b"(64, 32)") > 0
    for shape in (b"(54, 32)", b"(64, 12)", b"((4, 32)"):
        path.write_bytes(content.replace(b"(64, 32)", shape))
        with pytest.raises(ValueError, match=r"now\.npz cannot be resumed"):
            cluster(blocks.source(1), 64, max_iter=2, resume=path)


def test_an_error_names_a_missing_checkpoint(tmp_path, blocks):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        cluster(blocks.source(1), 5, resume=tmp_path / "nowhere.npz")
    with pytest.raises(FileNotFoundError, match=r"nowhere/now\.npz"):
        cluster(
            blocks.source(1),
            5,
            checkpoint=tmp_path / "nowhere" / "now.npz",
            on_progress=lambda at: pytest.fail("there was work"),
        )


def test_only_the_last_checkpoint_remains(tmp_path, blocks):
    path = tmp_path / "now.npz"
    cluster(blocks.source(1), 5, n_init=3, random_state=0, checkpoint=path)
    assert os.listdir(tmp_path) == ["now.npz"]


def test_a_process_killed_between_iterations_is_resumed_to_the_same_bits(tmp_path):
    rows = np.random.default_rng(4).normal(size=(4000, 3)).astype(np.float32)
    files = pack(rows, tmp_path / "blocks", block_rows=256)
    path = tmp_path / "now.npz"
    options = {"random_state": 5, "tol": 0, "max_iter": 30}
    script = (
        "import os, signal, sys\n"
        "from vq.blocks import kmeans\n"
        "def kill(at):\n"
        "    if at.iteration == 7: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"kmeans(sys.argv[1], 20, checkpoint=sys.argv[2], on_progress=kill, **{options})\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, files.folder, path], check=False)
    assert ended.returncode == -signal.SIGKILL
    told = []
    resumed = kmeans(files, 20, **options, resume=path, on_progress=told.append, n_jobs=2)
    assert told[0].iteration == 8
    assert found_by(resumed) == found_by(kmeans(files, 20, **options, n_jobs=1))
