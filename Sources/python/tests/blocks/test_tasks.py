"""The division of blocks into tasks and groups, and the executor of threads."""

from __future__ import annotations

import os
import signal
import time
from itertools import product

import numpy as np
import pytest
from array_blocks import ArrayBlocks, Spread

from vq.blocks._executors import LocalExecutor
from vq.blocks._source import grouped, task_runs
from vq.blocks._steps import answer


def test_tasks_are_aligned_runs_of_a_power_of_two_and_enough_for_all_slots():
    for count, slots in product((*range(1, 70), 1000, 1023, 4097), (1, 2, 3, 8, 100)):
        runs = task_runs(count, slots)
        assert [number for run in runs for number in run] == list(range(count))
        length = len(runs[0])
        assert length & (length - 1) == 0 or len(runs) == 1
        assert all(run.start % length == 0 for run in runs)
        assert len(runs) >= min(count, 4 * slots)
        assert length == 1 or len(runs) <= 8 * slots


def test_large_results_are_combined_in_groups_and_small_ones_are_not():
    tasks = [list] * 100
    assert [len(group) for group in grouped(tasks, 1000)] == [1] * 100
    assert [len(group) for group in grouped(tasks, 10 << 20)] == [8] * 12 + [4]


def test_n_jobs_is_counted_as_in_joblib():
    processors = len(os.sched_getaffinity(0))
    assert LocalExecutor(3).slots == 3
    assert LocalExecutor(-1).slots == LocalExecutor(None).slots
    assert LocalExecutor(-2).slots == max(1, processors - 1)
    assert LocalExecutor(-1000).slots == 1
    with pytest.raises(ValueError, match="n_jobs must not be 0; give a number of threads"):
        LocalExecutor(0)
    with pytest.raises(TypeError, match=r"n_jobs must be an integer, not 1\.5"):
        LocalExecutor(1.5)


def test_an_error_in_a_thread_is_raised_and_the_other_threads_end():
    class Bad:
        result_bytes = 1

        def __call__(self, blocks):
            if any(block.number == 3 for block in blocks):
                raise ZeroDivisionError("not for blocks to say")
            return [1]

        def combine(self, results):
            return results

    blocks = ArrayBlocks(np.zeros((1000, 1)), 10)
    with pytest.raises(ZeroDivisionError, match="not for blocks"):
        blocks.source(2).run(Bad())
    executor = Spread(1, 1)
    with pytest.raises(ZeroDivisionError):
        answer(Bad(), executor.run(Bad(), [[blocks.task(range(3, 4))]]))


def test_ctrl_c_ends_all_threads_at_their_next_block():
    # A background run of the tests ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    seen = []

    class Interrupting:
        result_bytes = 1

        def __call__(self, blocks):
            for block in blocks:
                seen.append(block.number)
                if len(seen) == 5:
                    os.kill(os.getpid(), signal.SIGINT)
                time.sleep(0.005)
            return [1]

        def combine(self, results):
            return results

    blocks = ArrayBlocks(np.zeros((1000, 1)), 1)
    with pytest.raises(KeyboardInterrupt):
        blocks.source(2).run(Interrupting())
    here = len(seen)
    time.sleep(0.05)
    assert len(seen) == here < 200
