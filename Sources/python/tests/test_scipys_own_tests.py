"""Runs SciPy's installed test module with this package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import scipy

# The module and the number of SciPy's tests. Check both for another version of SciPy.
MODULE, NUMBER = {
    "1.17": ("scipy.cluster.tests.test_vq", 33),
    "1.18": ("scipy.cluster.vq.tests.test_vq", 35),
}.get(".".join(scipy.__version__.split(".")[:2]), (None, 0))


@pytest.mark.skipif(MODULE is None, reason="the tests of this version of SciPy are not known")
@pytest.mark.parametrize("warnings", [[], ["-W", "error"]], ids=["plain", "warnings are errors"])
def test_all_tests_of_scipy_pass(warnings, tmp_path):
    # The package is installed, or PYTHONPATH names its folder.
    path = os.pathsep.join(
        [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "vq_as_scipy"]
    run = subprocess.run(
        [*command, "--pyargs", MODULE, *warnings],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines()[-1].startswith(f"{NUMBER} passed"), run.stdout
