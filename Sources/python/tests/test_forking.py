"""Processes that are forked, or started otherwise, from one that has used the library, or not."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest

WORK = """
import multiprocessing, os, sys, threading
import numpy as np
import vq

obs = np.random.default_rng(0).random((20_000, 8))

def work(seed):
    return vq.kmeans2(obs, 16, minit="points", seed=seed)[0].tobytes()
"""

POOL = """
if __name__ == "__main__":
    {before}
    with multiprocessing.get_context("{method}").Pool(3) as pool:
        found = pool.map(work, range(6))
    print("same" if found == [work(seed) for seed in range(6)] else "other")
"""

# Children that are forked while another thread is inside the library, as a web server's might be.
BUSY = """
work(0)
busy = threading.Thread(target=vq.kmeans2, args=(np.repeat(obs, 20, axis=0), obs[:256], 5))
busy.start()
children = []
for seed in range(6):
    child = os.fork()
    if child == 0:
        os._exit(0 if work(seed) else 1)
    children.append(child)
statuses = [os.waitpid(child, 0)[1] for child in children]
busy.join()
print("same" if statuses == [0] * 6 else statuses)
"""


def run(script, tmp_path):
    file = tmp_path / "script.py"
    file.write_text(script)
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore::DeprecationWarning", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        return process.communicate(timeout=60)
    finally:
        # Children that hang must not outlive the test.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize("before", ["work(0)", "pass"], ids=["used before", "not used before"])
@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_children_find_what_the_parent_finds(method, before, tmp_path):
    output, complaints = run(WORK + POOL.format(method=method, before=before), tmp_path)
    assert output == "same\n", complaints


def test_children_forked_during_a_call_work(tmp_path):
    output, complaints = run(WORK + BUSY, tmp_path)
    assert output == "same\n", complaints
