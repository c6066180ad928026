"""A Dask cluster on this machine, and observations for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

pytest.importorskip("distributed")

from distributed import Client, LocalCluster

from vq.blocks import BlockFiles, pack


@contextmanager
def cluster_of(workers: int, threads: int = 1) -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=workers,
            threads_per_worker=threads,
            dashboard_address="127.0.0.1:0",
            silence_logs="CRITICAL",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def wide_rows(dtype: Any) -> np.ndarray:
    """Observations of widely different size, so that their sums round."""
    generator = np.random.default_rng(5)
    rows = (
        generator.normal(size=(4100, 4))
        + 10 * generator.normal(size=(12, 4)).repeat(342, 0)[:4100]
    )
    return (rows * 10 ** generator.uniform(-6, 6, size=(4100, 1))).astype(dtype)


def packed(client: Client, array: Any, folder: Any, **options: Any) -> BlockFiles:
    with client.as_current():
        return pack(array, folder, block_rows=100, **options)
