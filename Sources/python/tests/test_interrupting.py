"""Ctrl-C and exceptions of callbacks end calls soon, and the process stays usable."""

import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import vq
from vq import _engine

# A background process may ignore Ctrl-C, and children inherit this: so the handler is set. The
# alarm ends a process that does not react.
SCRIPT = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.alarm(60)
import numpy as np
import vq
obs = np.random.default_rng(0).random((200_000, 32), np.float32)
print("ready", flush=True)
try:
    {call}
    print("finished")
except KeyboardInterrupt:
    print("interrupted")
print(vq.vq(obs[:3], obs[:3])[0].tolist(), flush=True)
"""


@pytest.mark.parametrize(
    "call",
    [
        "vq.kmeans(obs, 256, thresh=0)",
        "vq.kmeans2(obs, obs[:256], 10**6)",
        "vq.kmeans2(obs, 100_000, minit='++')",
        "vq.vq(obs, obs)",
    ],
)
def test_ctrl_c_ends_a_call_within_a_second(call):
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(call=call)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.5)
        assert child.poll() is None
        began = time.perf_counter()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.perf_counter() - began < 1
        assert child.stdout.readline() == "[0, 1, 2]\n"
        assert child.wait(10) == 0
    finally:
        child.kill()
        child.stdout.close()


def test_a_call_works_even_if_no_thread_can_be_started(monkeypatch):
    def refuse(*_):
        raise RuntimeError("can't start new thread")

    obs = np.random.default_rng(1).random((50_000, 16))
    want = vq.vq(obs, obs[:100])[0]
    monkeypatch.setattr("vq._library.start_new_thread", refuse)
    np.testing.assert_array_equal(vq.vq(obs, obs[:100])[0], want)


OBS = np.random.default_rng(9).normal(size=(2000, 3))


def test_progress_is_reported_after_every_step():
    steps = []
    found = _engine.fit(OBS, clusters=5, scalar=np.float64, seed=1, on_progress=steps.append)
    iterations = [step for step in steps if step.phase == "iterating"]
    assert steps[0].phase == "seeding" and np.isnan(steps[0].inertia)
    assert [step.iteration for step in iterations] == list(range(1, found.iterations + 1))
    inertias = [step.inertia for step in iterations]
    assert inertias == sorted(inertias, reverse=True)


def test_an_exception_of_a_callback_reaches_the_caller():
    def refuse(progress):
        raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        _engine.fit(OBS, clusters=5, scalar=np.float64, on_progress=refuse)


def test_a_callback_that_returns_true_ends_the_fit_with_the_best_result():
    found = _engine.fit(
        OBS, clusters=9, scalar=np.float64, seed=1, on_progress=lambda step: step.iteration == 2
    )
    assert (found.outcome, found.iterations) == ("stopped", 2)
    codes, distances = _engine.assign(OBS, found.centroids)
    np.testing.assert_array_equal(found.codes, codes)
    np.testing.assert_allclose(found.inertia, np.square(distances).sum())
