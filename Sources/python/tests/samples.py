"""Numbers for tables, tensors and arrays, and a check for shared memory."""

from __future__ import annotations

import numpy as np

NUMBERS = np.random.default_rng(0).normal(size=(60, 3))
NUMBERS.flags.writeable = False
NAMES = ["height", "width", "depth"]


def shares(array: np.ndarray, with_array: np.ndarray) -> bool:
    return np.shares_memory(array, with_array)
