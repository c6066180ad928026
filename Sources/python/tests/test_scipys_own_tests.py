"""SciPy's test module, as installed, against this package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("warnings", [[], ["-W", "error"]], ids=["plain", "warnings are errors"])
def test_every_one_passes(warnings, tmp_path):
    here = Path(__file__).parent
    path = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "vq_as_scipy"]
    run = subprocess.run(
        [*command, "--pyargs", "scipy.cluster.tests.test_vq", *warnings],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "33 passed" in run.stdout.splitlines()[-1], run.stdout
