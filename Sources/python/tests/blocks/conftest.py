"""Fixtures for tests of blocks: observations whose sums depend on the order, and engines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import spark_cluster


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark session for all tests, because starting one takes long."""
    with spark_cluster.spark_session(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="session")
def client() -> Iterator[Any]:
    """Two Dask workers that no test kills."""
    pytest.importorskip("distributed")
    from dask_cluster import cluster_of

    with cluster_of(2) as client:
        yield client


@pytest.fixture(params=[np.float32, np.float64], ids=["float32", "float64"])
def wide(request: pytest.FixtureRequest) -> np.ndarray:
    """A mixture of numbers of widely different size, so that their sums round."""
    generator = np.random.default_rng(5)
    centers = generator.normal(size=(12, 4)) * 10
    rows = centers[generator.integers(12, size=4100)] + generator.normal(size=(4100, 4))
    return (rows * 10 ** generator.uniform(-6, 6, size=rows.shape)).astype(request.param)
