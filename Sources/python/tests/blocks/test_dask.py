"""Dask clusters give the bits of one machine even if workers die, or one clear error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("distributed")

import dask
import dask.array as da
import dask_workers as on_workers
from dask_cluster import cluster_of, packed, wide_rows
from distributed import Client, Nanny, Scheduler, SpecCluster
from fits import found_by

import vq.dask
from vq import blocks as local
from vq import show_config
from vq.blocks import BlockError, BlockFiles, _source, pack, read_codes
from vq.blocks._steps import answer
from vq.dask._workers import DaskExecutor, _placed

SETTINGS = {"random_state": 3, "max_iter": 5, "tol": 0}


@pytest.fixture(scope="module")
def victims() -> Iterator[Client]:
    """Two workers that may be killed and are then replaced."""
    # How long a worker waits for data of a worker that died.
    soon = {"distributed.comm.timeouts.connect": "2s"}
    with dask.config.set(soon), cluster_of(2) as client:
        yield client


@pytest.fixture
def files(tmp_path: Path) -> BlockFiles:
    return pack(wide_rows(np.float64), tmp_path / "blocks", block_rows=100)


@pytest.fixture
def both(tmp_path: Path) -> list[BlockFiles]:
    """Blocks of float32 and of float64."""
    return [
        pack(wide_rows(dtype), tmp_path / dtype, block_rows=100)
        for dtype in ("float32", "float64")
    ]


def processes(client: Client) -> set[int]:
    return set(client.run(os.getpid).values())


# ---- The same bits


@pytest.mark.parametrize(
    ("block_rows", "tasks", "most_bytes"), [(64, 4, 1 << 26), (64, 16, 0), (1000, 1, 1 << 26)]
)
def test_the_bits_are_those_of_one_machine(
    client, wide, tmp_path, monkeypatch, block_rows, tasks, most_bytes
):
    files = pack(wide, tmp_path / "blocks", block_rows=block_rows)
    expected = local.kmeans(files, 12, **SETTINGS)
    codes = local.vq(files, expected.cluster_centers_)
    # The number of tasks for each thread, and whether workers combine results.
    monkeypatch.setattr(_source, "_TASKS_PER_SLOT", tasks)
    monkeypatch.setattr(_source, "_MAXIMUM_RESULT_BYTES", most_bytes)
    found = vq.dask.kmeans(files, 12, client=client, **SETTINGS)
    assert found_by(found) == found_by(expected)
    encoded = vq.dask.vq(files.folder, found.cluster_centers_, tmp_path / "codes", client=client)
    assert (encoded.inertia, encoded.distortion) == (codes.inertia, codes.distortion)
    assert encoded.inertia == found.inertia_
    assert np.array_equal(read_codes(encoded.folder), read_codes(codes.folder))


@pytest.mark.parametrize(("workers", "threads"), [(1, 3), (3, 1)])
def test_the_bits_are_the_same_for_any_number_of_workers(both, workers, threads):
    with cluster_of(workers, threads) as client:
        assert DaskExecutor(client).slots == 3
        for files in both:
            found = vq.dask.kmeans(files, 12, client=client, **SETTINGS)
            assert found_by(found) == found_by(local.kmeans(files, 12, **SETTINGS))


def test_workers_with_other_kernel_sets_give_the_same_bits(both):
    sets = show_config(mode="dicts")["available_kernels"]
    if len(sets) < 2:
        pytest.skip("this processor runs one kernel set alone")
    nannies = {
        name: {"cls": Nanny, "options": {"nthreads": 1, "env": {"VQ_KERNELS": name}}}
        for name in sets[-2:]
    }
    scheduler = {"cls": Scheduler, "options": {"dashboard": False, "host": "127.0.0.1"}}
    with (
        SpecCluster(nannies, scheduler, silence_logs="CRITICAL") as cluster,
        Client(cluster) as client,
    ):
        client.wait_for_workers(2)
        used = {found["kernels"] for found in client.run(show_config, "dicts").values()}
        assert used == set(sets[-2:])
        for files in both:
            found = vq.dask.kmeans(files, 12, client=client, **SETTINGS)
            assert found_by(found) == found_by(local.kmeans(files, 12, **SETTINGS))


# ---- Losses


@pytest.mark.parametrize("dying", [1, 2], ids=["one", "all"])
def test_the_bits_are_the_same_when_workers_are_killed_in_an_iteration(victims, both, dying):
    files = both[dying - 1]
    victims.wait_for_workers(2, timeout=30)
    doomed = sorted(victims.nthreads())[:dying]
    before = victims.run(os.getpid, workers=doomed)
    # Each worker has about half of the 41 blocks of a pass.
    victims.run(on_workers.die_at_block, 30, workers=doomed)
    found = vq.dask.kmeans(files, 12, client=victims, **SETTINGS)
    assert found_by(found) == found_by(local.kmeans(files, 12, **SETTINGS))
    assert not any(map(is_running, before.values()))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_bits_are_the_same_when_a_worker_is_killed_between_iterations(victims, files):
    victims.wait_for_workers(2, timeout=30)
    before = processes(victims)

    def kill_one(at: Any) -> None:
        if at.iteration == 3:
            os.kill(min(before), signal.SIGKILL)

    found = vq.dask.kmeans(files, 12, client=victims, on_progress=kill_one, **SETTINGS)
    assert found_by(found) == found_by(local.kmeans(files, 12, **SETTINGS))
    assert not is_running(min(before))


def test_a_task_that_kills_its_workers_ends_in_one_error():
    # By default three more workers would die, and Dask may not replace a worker that dies at its
    # start.
    once = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(once),
        cluster_of(1) as client,
        pytest.raises(RuntimeError, match=r"died one after another .* the last one, tcp:"),
    ):
        run(client, on_workers.Where(), [[on_workers.Die()]])


def test_a_task_that_raised_is_repeated(client, tmp_path):
    fail = on_workers.Fail(tmp_path / "attempts")
    ((block, _),) = run(client, on_workers.Where(), [[fail]])
    assert block == 0
    assert fail.attempts.stat().st_size == 2


def test_a_driver_killed_between_iterations_is_resumed_to_the_same_bits(client, files, tmp_path):
    checkpoint = tmp_path / "checkpoint"
    script = f"""
        import os, signal
        import vq.dask
        from distributed import Client

        def die(at):
            if at.iteration == 3:
                os.kill(os.getpid(), signal.SIGKILL)

        client = Client({client.scheduler.address!r})
        vq.dask.kmeans(
            {str(files.folder)!r}, 12, client=client, checkpoint={str(checkpoint)!r},
            on_progress=die, **{SETTINGS!r},
        )
    """
    driver = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert driver.returncode == -signal.SIGKILL
    steps: list[int] = []
    found = vq.dask.kmeans(
        files,
        12,
        client=client,
        resume=checkpoint,
        on_progress=lambda at: steps.append(at.iteration),
        **SETTINGS,
    )
    assert steps[0] == 4
    assert found_by(found) == found_by(local.kmeans(files, 12, **SETTINGS))


def test_an_interrupt_withdraws_the_tasks_of_workers(client):
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            run(client, on_workers.Where(), [[on_workers.Sleep(i, 0.4)] for i in range(20)])
    finally:
        signal.signal(signal.SIGALRM, before)
    # After the tasks that had started, not after all 20.
    assert client.submit(len, "abc", priority=-1, pure=False).result(timeout=2) == 3


def run(client: Client, step: Any, groups: Any) -> list[Any]:
    return answer(step, DaskExecutor(client).run(step, groups))


# ---- What is sent


@pytest.mark.parametrize("length", [1, 3])
def test_a_large_step_is_sent_once_and_without_a_warning(client, length):
    # If it were sent with each task, Dask would warn of a large graph.
    step = on_workers.Where(size=12 << 20)
    tasks = [on_workers.Sleep(number, 0.02) for number in range(12)]
    groups = [tasks[first : first + length] for first in range(0, 12, length)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = run(client, step, groups)
    assert [block for block, _ in done] == list(range(12))
    assert {process for _, process in done} == processes(client)
    assert step.pickled == 1


def test_neighbouring_tasks_are_placed_together_and_evenly():
    assert _placed("abcdefgh", ["x", "y", "y"]) == {"x": list("abc"), "y": list("defgh")}
    assert _placed("ab", ["x", "y", "z"]) == {"x": ["a"], "y": ["b"]}


def test_nothing_remains_on_the_cluster(client, files):
    vq.dask.kmeans(files, 12, client=client, **SETTINGS)

    def left(dask_scheduler: Any) -> list[str]:
        return [key for key in dask_scheduler.tasks if key.startswith(("AddUp", "bytes"))]

    deadline = time.monotonic() + 5
    while client.run_on_scheduler(left) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert client.run_on_scheduler(left) == []


# ---- Workers that cannot be used


def test_an_error_names_a_worker_without_the_package(client, files, tmp_path):
    worker = max(client.nthreads())
    client.run(on_workers.hide_package, workers=[worker])
    try:
        with pytest.raises(
            ImportError, match="swift-vq must be installed on all Dask workers.* on "
        ):
            vq.dask.kmeans(files, 12, client=client, **SETTINGS)
        with pytest.raises(ImportError, match="swift-vq must be installed on all Dask workers"):
            packed(client, da.ones((300, 3), chunks=100), tmp_path / "packed")
    finally:
        client.run(on_workers.show_package, workers=[worker])


def test_a_worker_with_another_version_is_refused(client, files):
    worker = max(client.nthreads())
    client.run(on_workers.claim_version, "9.9", workers=[worker])
    try:
        with pytest.raises(BlockError, match=r"has version 9\.9 on .*; install one version"):
            vq.dask.kmeans(files, 12, client=client, **SETTINGS)
    finally:
        client.run(on_workers.claim_version, None, workers=[worker])


def test_a_cluster_without_workers_is_refused(files):
    with cluster_of(0) as client, pytest.raises(RuntimeError, match="has no workers yet"):
        vq.dask.kmeans(files, 12, client=client)


def test_a_closed_client_is_refused(files: BlockFiles) -> None:
    with cluster_of(0) as client:
        client.close()
        with pytest.raises(ValueError, match="the Dask client is closed; make another"):
            vq.dask.kmeans(files, 2, client=client)


def test_an_error_names_the_extra_if_dask_is_missing(monkeypatch):
    for name in ("vq.dask", "vq.dask._workers"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ImportError, match=r"pip install 'swift-vq\[dask\]'"):
        import vq.dask  # noqa: F401


# ---- Blocks that cannot be used


def delete(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 8)


def change(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(-3, os.SEEK_END)
        file.write(b"?")


@pytest.mark.parametrize("harm", [delete, truncate, change])
def test_an_error_names_a_block_that_is_damaged_between_iterations(client, files, harm):
    def at_the_second(at: Any) -> None:
        if at.iteration == 2:
            harm(files.folder / "block-00030.npy")

    said = {"delete": "is missing", "truncate": r"has \d+ bytes, not", "change": "has the CRC-32"}
    with pytest.raises(BlockError, match=rf"block-00030\.npy .*{said[harm.__name__]}"):
        vq.dask.kmeans(files, 12, client=client, on_progress=at_the_second, **SETTINGS)


def test_an_error_names_file_and_row_of_a_nan(client, files):
    path = files.folder / "block-00007.npy"
    np.load(path, mmap_mode="r+")[5, 2] = np.nan
    manifest = json.loads((files.folder / "manifest.json").read_text())
    manifest["blocks"][7]["crc32"] = f"{zlib.crc32(path.read_bytes()):08x}"
    (files.folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BlockError, match=r"block-00007\.npy: row 5, column 2 .* row 705 of all"):
        vq.dask.kmeans(files.folder, 12, client=client, **SETTINGS)


def test_an_error_names_workers_that_do_not_see_the_folder(client, files, tmp_path, monkeypatch):
    # A path that is another folder for each process, like a path on a local disk.
    monkeypatch.chdir(tmp_path)
    files.folder.rename(tmp_path / "of_the_driver")
    with pytest.raises(
        BlockError, match="no folder /proc/self/cwd/of_the_driver on .* where they were packed"
    ):
        vq.dask.kmeans("/proc/self/cwd/of_the_driver", 12, client=client, **SETTINGS)
    with pytest.raises(
        BlockError, match="no folder /proc/self/cwd/packed on .* every worker sees"
    ):
        packed(client, da.ones((300, 3), chunks=100), "/proc/self/cwd/packed")
