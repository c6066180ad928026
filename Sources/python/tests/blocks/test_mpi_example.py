"""The MPI example gives the bits of one machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vq.blocks import kmeans, pack

pytest.importorskip("mpi4py")

_EXAMPLE = Path(__file__).parents[2] / "examples" / "mpi_kmeans.py"
# Next to Python, where pip installs it, or that of the system.
_MPIEXEC = shutil.which("mpiexec", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")


def mpi(ranks: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [_MPIEXEC, "-n", ranks, sys.executable, "-m", "mpi4py", _EXAMPLE, *arguments]
    return subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.skipif(_MPIEXEC is None, reason="there is no mpiexec")
def test_any_number_of_ranks_gives_the_bits_of_one_machine(wide, tmp_path):
    files = pack(wide, tmp_path / "blocks", block_rows=100)
    expected = kmeans(files, 12, random_state=1)
    for ranks in (1, 2, 4):
        output = tmp_path / f"{ranks}.npy"
        ended = mpi(ranks, files.folder, 12, output)
        assert ended.returncode == 0, ended.stderr
        assert np.load(output).tobytes() == expected.cluster_centers_.tobytes()
        assert f"inertia {expected.inertia_!r} after {expected.n_iter_}" in ended.stdout


@pytest.mark.skipif(_MPIEXEC is None, reason="there is no mpiexec")
def test_a_missing_block_ends_all_ranks_with_an_error_that_names_it(tmp_path):
    files = pack(np.arange(8000.0).reshape(-1, 2), tmp_path / "blocks", block_rows=100)
    (files.folder / "block-00030.npy").unlink()
    ended = mpi(3, files.folder, 12, tmp_path / "centroids.npy")
    assert ended.returncode != 0
    assert "block-00030.npy is missing" in ended.stderr
