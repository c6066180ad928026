"""Random numbers that follow from what they are for, whoever computes them and how often."""

from __future__ import annotations

import numpy as np


def key(*words: int) -> int:
    """Returns 64 bits that follow from some words: a seed, a restart, a round, for instance."""
    state = np.zeros(1, np.uint64)
    for word in words:
        state = _mixed(state + np.uint64(word) + _STEP)
    return int(state[0])


def uniforms(of_key: int, first: int, count: int) -> np.ndarray:
    """Returns a number above 0, and at most 1, for each of the rows from a first one on."""
    rows = np.arange(first + 1, first + 1 + count, dtype=np.uint64)
    rows *= _STEP
    rows += np.uint64(of_key)
    bits = _mixed(rows) >> np.uint64(11)
    return np.asarray((bits + np.uint64(1)) * 2.0**-53)


# SplitMix64: G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
# generators", OOPSLA 2014. Its n-th number is a function of the seed and n alone.
_STEP = np.uint64(0x9E3779B97F4A7C15)


def _mixed(words: np.ndarray) -> np.ndarray:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(words ^ (words >> np.uint64(31)))
