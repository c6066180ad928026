"""Packing loses no file, and incomplete files are never used as blocks."""

from __future__ import annotations

import errno
import itertools
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from packing_sources import (
    OBSERVATIONS,
    content,
    numeric,
)

from vq._errors import BlockError
from vq.blocks._files import BlockFiles
from vq.blocks._packing import pack


def test_a_folder_with_blocks_is_refused_and_does_not_change(tmp_path: Path) -> None:
    files = pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128)
    before = content(files)
    with pytest.raises(BlockError, match="blocks already holds blocks"):
        pack(OBSERVATIONS[:5], tmp_path / "blocks")
    assert content(BlockFiles.open(tmp_path / "blocks")) == before
    (tmp_path / "file").touch()
    for name in ("file", "file/blocks"):
        with pytest.raises(BlockError, match="is a file, or is below one"):
            pack(OBSERVATIONS, tmp_path / name)


def test_other_files_of_a_folder_remain(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    array = OBSERVATIONS.copy()
    array[999] = np.nan
    with pytest.raises(BlockError, match="row 999"):
        pack(array, tmp_path, block_rows=128)
    assert os.listdir(tmp_path) == ["notes.txt"]
    assert pack(OBSERVATIONS, tmp_path).block_count == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_full_disk_is_an_error_that_names_the_file_and_leaves_no_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = itertools.count()

    def full(descriptor: int) -> None:
        if next(synced) == 5:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left on device.*block-00005.npy") as caught:
        pack(OBSERVATIONS, tmp_path / "blocks", block_rows=128, n_jobs=1)
    assert caught.value.errno == errno.ENOSPC
    assert not (tmp_path / "blocks").exists()


def test_a_limit_on_the_size_of_files_leaves_no_blocks(tmp_path: Path) -> None:
    # In a process whose files are limited, the system itself refuses to write.
    program = (
        "import resource, signal, sys, numpy\n"
        "from vq.blocks._packing import pack\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "pack(numpy.ones((1000, 6)), sys.argv[1], block_rows=500)\n"
    )
    ended = run(program, tmp_path / "blocks")
    assert ended.returncode == 1
    assert "File too large: " in ended.stderr.splitlines()[-1]
    assert not (tmp_path / "blocks").exists()


_WAITING = (
    "import os, sys, threading, numpy\n"
    "from vq.blocks._packing import pack\n"
    "written, replace = [], os.replace\n"
    "def wait(*names):\n"
    "    replace(*names)\n"
    "    written.append(names)\n"
    "    if len(written) == 3:\n"
    "        print('written', flush=True)\n"
    "        threading.Event().wait(WAIT)\n"
    "os.replace = wait\n"
    "pack(numpy.ones((1000, 6)), sys.argv[1], block_rows=128, n_jobs=1)\n"
)


def test_blocks_of_a_killed_process_are_not_opened(tmp_path: Path) -> None:
    process = started(_WAITING.replace("WAIT", "60"), tmp_path / "blocks")
    assert process.stdout is not None and process.stdout.readline() == "written\n"
    process.kill()
    process.communicate()
    assert (tmp_path / "blocks" / "block-00002.npy").exists()
    with pytest.raises(BlockError, match=r"manifest.json is missing: packing was interrupted"):
        BlockFiles.open(tmp_path / "blocks")
    with pytest.raises(BlockError, match="the rest of an interrupted packing; delete the"):
        pack(OBSERVATIONS, tmp_path / "blocks")


def test_ctrl_c_leaves_no_blocks(tmp_path: Path) -> None:
    process = started(_WAITING.replace("WAIT", "0.5"), tmp_path / "blocks")
    assert process.stdout is not None and process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert errors.splitlines()[-1] == "KeyboardInterrupt"
    assert not (tmp_path / "blocks").exists()


def started(program: str, folder: Path) -> subprocess.Popen[str]:
    # If tests run in the background, Ctrl-C is ignored, and children inherit this.
    program = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n" + program
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )


_MEASURED = """
import sys, pyarrow
from vq.blocks import _packing

def anonymous():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) >> 10 for line in lines if line.startswith("RssAnon"))

write, measured = _packing.write_block, []

def measuring(*arguments, **options):
    measured.append(anonymous())
    return write(*arguments, **options)

_packing.write_block = measuring
_packing.pack(sys.argv[1], sys.argv[1] + "-blocks", block_rows=1 << 14, n_jobs=2)
arrow = pyarrow.default_memory_pool().max_memory() >> 20
print(len(measured), max(measured) - measured[0], arrow)
"""


def test_packing_needs_the_memory_of_a_few_blocks(tmp_path: Path, pyarrow: Any) -> None:
    # One row group of 64 MB, in blocks of 1 MB.
    from pyarrow import parquet

    array = np.random.default_rng(3).random((1 << 20, 16), np.float32)
    table = numeric(pyarrow, array)
    parquet.write_table(
        table, tmp_path / "a.parquet", row_group_size=1 << 20, use_dictionary=False
    )
    np.save(tmp_path / "a.npy", array)
    for name in ("a.parquet", "a.npy"):
        ended = run(_MEASURED, tmp_path / name)
        assert ended.returncode == 0, ended.stderr
        blocks, grown, arrow = map(int, ended.stdout.split())
        assert blocks == 64
        assert grown < 16
        assert arrow < 16


def test_blocks_are_written_by_all_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vq.blocks import _packing

    write, together = _packing.write_block, threading.Barrier(3, timeout=30)

    def meeting(*arguments: Any, **options: Any) -> Any:
        together.wait()
        return write(*arguments, **options)

    monkeypatch.setattr(_packing, "write_block", meeting)
    files = pack(OBSERVATIONS[:900], tmp_path / "blocks", block_rows=300, n_jobs=3)
    assert files.block_count == 3
