"""The estimator on block files and Spark DataFrames."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from .._checks import workers_of_jobs
from .._estimator import KMeans
from .._progress import Progress
from ._codes import encode
from ._executors import executor_of
from ._files import BlockFiles
from ._fit import Control
from ._source import FileSource, Source


def kmeans_of(
    source: AbstractContextManager[Source],
    n_clusters: int,
    *,
    empty_clusters: str = "relocate",
    checkpoint: str | os.PathLike[str] | None = None,
    resume: str | os.PathLike[str] | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    **parameters: Any,
) -> KMeans:
    """Fits a new estimator to blocks."""
    control = Control(on_progress, checkpoint, resume)
    model = KMeans(n_clusters, **parameters)
    return model._fit_source(source, control, empty_clusters, depth=5)


def source_of(
    data: Any, executor: Any, n_jobs: int | None, sample_weight: Any = None
) -> AbstractContextManager[Source]:
    """Returns the source of blocks for `data`, as a context that lasts as long as a fit."""
    if _is_path(data):
        if sample_weight is not None:
            raise ValueError(
                "sample_weight cannot be given for block files, which contain their weights; pass "
                "it to vq.pack"
            )
        return nullcontext(FileSource(BlockFiles.of(data), executor_of(executor, n_jobs)))
    _check_session(data, executor)
    if workers_of_jobs(n_jobs) is not None:
        raise ValueError(
            f"n_jobs={n_jobs} limits threads of this process, and Spark has its own; leave it out"
        )
    from ..spark._rows import kept_rows

    return kept_rows(data, sample_weight=sample_weight)


def predict(model: KMeans, data: Any, executor: Any) -> Any:
    """Writes codes next to block files, or adds a column of codes to a Spark DataFrame."""
    if _is_path(data):
        runs_tasks = executor_of(executor, model.n_jobs)
        return encode(BlockFiles.of(data), runs_tasks, model.cluster_centers_)
    _check_session(data, executor)
    from .. import spark

    return spark.vq(data, model.cluster_centers_)


def _is_path(data: Any) -> bool:
    return isinstance(data, (str, os.PathLike))


def _check_session(dataframe: Any, executor: Any) -> None:
    if executor is not None and executor is not dataframe.sparkSession:
        raise ValueError("a Spark DataFrame belongs to its own session; leave out `executor`")
