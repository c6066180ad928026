"""Fixtures, and which tests compare with an installed peer."""

from importlib import metadata
from typing import Any

import numpy as np
import pytest

# The oldest versions to compare with. SciPy 1.17 needs Python 3.11.
_COMPARISONS = {
    "scipy": ((1, 17), ["test_*_like_scipy.py", "test_scipys_own_tests.py"]),
    "scikit-learn": ((1, 8), ["test_*scikit_learns*.py"]),
}

collect_ignore_glob = [
    pattern
    for peer, (oldest, patterns) in _COMPARISONS.items()
    if tuple(map(int, metadata.version(peer).split(".")[:2])) < oldest
    for pattern in patterns
]


@pytest.fixture
def observations() -> np.ndarray:
    return np.random.default_rng(7).normal(size=(400, 5))


@pytest.fixture
def pandas() -> Any:
    return pytest.importorskip("pandas")


@pytest.fixture
def polars() -> Any:
    return pytest.importorskip("polars")


@pytest.fixture
def pyarrow() -> Any:
    return pytest.importorskip("pyarrow")


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")
