"""k-means and vector quantization on Apache Spark."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from ._spark_features import Features
from ._spark_rows import Rows
from ._spark_running import SparkExecutor, context_of
from .blocks._clustering import cluster
from .blocks._files import BlockFiles
from .blocks._source import FileSource, Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from ._engine import Fit
    from ._progress import Progress


def kmeans(
    observations: str | os.PathLike[str] | BlockFiles | DataFrame,
    clusters: int | None = None,
    *,
    session: SparkSession | None = None,
    columns: str | Sequence[str] | None = None,
    weights: str | None = None,
    block_rows: int | None = None,
    start: Any = None,
    initialization: str = "parallel",
    restarts: int = 1,
    max_iterations: int = 300,
    threshold: float = 1e-4,
    empty_clusters: str = "relocate",
    seed: int | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    resume: str | os.PathLike[str] | None = None,
) -> Fit:
    with _source(observations, session, columns, weights, block_rows) as source:
        return cluster(
            source,
            clusters,
            start=start,
            initialization=initialization,
            restarts=restarts,
            max_iterations=max_iterations,
            threshold=threshold,
            empty_clusters=empty_clusters,
            seed=seed,
            on_progress=on_progress,
            checkpoint=checkpoint,
            resume=resume,
        )


def _source(
    observations: Any,
    session: SparkSession | None,
    columns: str | Sequence[str] | None,
    weights: str | None,
    block_rows: int | None,
) -> AbstractContextManager[Source]:
    if isinstance(observations, (str, os.PathLike)):
        observations = BlockFiles.open(observations)
    if not isinstance(observations, BlockFiles):
        rows = Rows(observations, Features.of(observations, columns, weights), block_rows)
        rows.keep()
        return rows
    return nullcontext(FileSource(observations, SparkExecutor(context_of(session))))
