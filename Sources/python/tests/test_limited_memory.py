"""With a limited address space, a call that needs too much memory raises a clear exception."""

import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import resource
import numpy as np
import vq

observations = np.random.default_rng(0).normal(size=(2_000_000, 1)).astype(np.float32)
vq.kmeans2(observations[:1000], 3, iter=2, seed=1)
pages = int(open("/proc/self/statm").read().split()[0])
left = 40 << 20
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + left,) * 2)
try:
    vq.kmeans(observations, 300, iter=1, seed=1, init="plusplus")
except MemoryError as error:
    print(error)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell")
def test_a_call_that_needs_too_much_memory_raises_memory_error():
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    assert " MB of memory, but the address-space limit" in run.stdout
