"""Concurrent threads give the same results, and Python code runs during a call."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

import vq

X = np.random.default_rng(7).normal(size=(5000, 6))


def everything():
    return [
        vq.whiten(X),
        *vq.vq(X, X[:40]),
        *vq.kmeans(X, 8, iter=2, seed=3),
        *vq.kmeans2(X, 8, minit="points", seed=3),
    ]


def test_eight_threads_on_shared_arrays_give_the_result_of_one():
    want = everything()
    with ThreadPoolExecutor(8) as pool:
        for found in [pool.submit(everything) for _ in range(24)]:
            for ours, theirs in zip(found.result(), want, strict=True):
                np.testing.assert_array_equal(ours, theirs)


def test_python_code_runs_during_a_call():
    large = np.random.default_rng(8).random((200_000, 32), np.float32)
    worker = threading.Thread(target=vq.kmeans2, args=(large, large[:256].copy(), 30))
    worker.start()
    longest, before = 0.0, time.perf_counter()
    begin = before
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    # If the call held the interpreter's lock, there would be one gap, as long as the call.
    assert longest < 0.5 * (before - begin)
