"""Tasks on workers: their outcomes and errors."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from array_blocks import ArrayBlocks

from vq.blocks import BlockError
from vq.blocks._codes import Encode
from vq.blocks._empty_clusters import Farthest
from vq.blocks._seeding import Draw
from vq.blocks._steps import AddUp, answer, combined, perform

CODEBOOK = np.zeros((3, 2))
STEPS = [
    AddUp(CODEBOOK, np.zeros(2), 10),
    AddUp(CODEBOOK, np.zeros(2), 10, moved=(np.array([1]), np.array([0]))),
    Draw(1, 4, CODEBOOK),
    Farthest(CODEBOOK, 4),
]


@pytest.fixture
def blocks() -> ArrayBlocks:
    return ArrayBlocks(np.random.default_rng(0).normal(size=(100, 2)), 10)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_steps_and_outcomes_can_be_pickled(step, blocks):
    outcome = perform(step, blocks.task(range(4, 8)))
    travelled = pickle.loads(
        pickle.dumps(perform(pickle.loads(pickle.dumps(step)), blocks.task(range(4, 8))))
    )
    assert outcome.failure is None
    assert pickle.dumps(travelled.results) == pickle.dumps(outcome.results)


@pytest.mark.parametrize("step", [*STEPS, Encode(CODEBOOK, np.zeros(2), 10, folder="")])
def test_steps_estimate_the_size_of_their_results(step, blocks, tmp_path):
    if isinstance(step, Encode):
        step = replace(step, folder=str(tmp_path))
    size = len(pickle.dumps(perform(step, blocks.task(range(8))).results))
    assert step.result_bytes <= size <= step.result_bytes + 1000


def test_a_failure_keeps_its_message_and_the_first_of_several_is_raised(blocks):
    def failing(message):
        def task():
            raise BlockError(message)

        return task

    step = STEPS[0]
    outcomes = [
        combined(step, [perform(step, task)])
        for task in (failing("block 7 is missing"), failing("block 3 is missing"))
    ]
    outcomes.append(combined(step, [perform(step, blocks.task(range(8)))]))
    with pytest.raises(BlockError, match="^block 3 is missing$"):
        answer(step, outcomes)
    assert combined(step, [outcomes[2], outcomes[0]]).failure == "block 7 is missing"


def test_results_of_another_version_are_refused_and_the_hosts_are_named(blocks):
    step = STEPS[0]
    outcomes = [perform(step, blocks.task(range(first, first + 1))) for first in (0, 1)]
    outcomes[1] = replace(outcomes[1], release="0.0.1", host="elsewhere")
    refused = r"has version 0\.0\.1 on elsewhere and "
    with pytest.raises(BlockError, match=refused):
        answer(step, outcomes)
    # On a worker it is an outcome, which no engine repeats.
    with pytest.raises(BlockError, match=refused):
        answer(step, [combined(step, outcomes)])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_lost_and_repeated_outcomes_are_refused(step, blocks):
    groups = [
        combined(step, [perform(step, blocks.task(range(n, n + 2)))]) for n in (0, 2, 4, 6, 8)
    ]
    assert len(answer(step, groups, 100)) > 0
    for brought in (groups[1:], groups[:-1], [*groups, groups[-1]], []):
        with pytest.raises(ValueError, match=r"^\d+ rows were processed, and there are 100"):
            answer(step, brought, 100)
