"""What tests of blocks share: observations on which the order of adding shows, a Spark session, and
Dask workers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import spark_cluster


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark session for all tests that need one, since to start one takes long."""
    with spark_cluster.spark_session(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="session")
def client() -> Iterator[Any]:
    """Two workers of Dask that no test kills."""
    pytest.importorskip("distributed")
    from dask_cluster import cluster_of

    with cluster_of(2) as client:
        yield client


@pytest.fixture(params=[np.float32, np.float64], ids=["float32", "float64"])
def wide(request: pytest.FixtureRequest) -> np.ndarray:
    """A mixture, its numbers of widely different size, so that sums of them round."""
    generator = np.random.default_rng(5)
    centers = generator.normal(size=(12, 4)) * 10
    rows = centers[generator.integers(12, size=4100)] + generator.normal(size=(4100, 4))
    return (rows * 10 ** generator.uniform(-6, 6, size=rows.shape)).astype(request.param)
