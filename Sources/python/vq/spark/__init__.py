"""k-means and vector quantization on Apache Spark.

Observations are block files that `vq.pack` made, of a Spark DataFrame or whatever else, on storage that
the driver and all executors see under the same path; or, where there is no such storage, a DataFrame.
What executors do, and so each bit of the result, is as on one machine: see `vq.blocks`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from .._estimator import KMeans
from ..blocks._codes import Codes, encode
from ..blocks._estimating import kmeans_of, source_of
from ..blocks._files import BlockFiles
from ._code_column import with_codes
from ._features import Features
from ._rows import kept_rows
from ._tasks import executor_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def kmeans(
    observations: str | os.PathLike[str] | BlockFiles | DataFrame,
    n_clusters: int = 8,
    *,
    session: SparkSession | None = None,
    columns: str | Sequence[str] | None = None,
    sample_weight: str | None = None,
    block_rows: int | None = None,
    **options: Any,
) -> KMeans:
    """Cluster observations on the executors of a Spark application.

    Of block files, the same as `vq.KMeans(n_clusters, ...).fit(observations, executor=session, ...)`.

    A DataFrame must hold the same rows in the same order whenever Spark reads it, which it does twice,
    and again where an executor is lost: read it from files, or `cache()` it; if its order is not
    fixed, as after a join, sort it by a key first. It is an error if the rows were found to be others.
    Executors then keep the rows in blocks, in memory or on their disks, until the fit has ended. To fit
    several times, or at full speed, pack them into block files.

    Parameters
    ----------
    observations : path, BlockFiles or pyspark.sql.DataFrame
        The folder that `vq.pack` made, which the driver and all executors see under this path; or
        rows, numbered in the order of their partitions.
    n_clusters : int, default 8
        The number of clusters.
    session : pyspark.sql.SparkSession, optional
        What block files are worked on in; the active session if left out.
    columns : str or sequence of str, optional
        Of a DataFrame: the column of arrays or vectors, or those of numbers, that are the features.
        All that are not weights by default.
    sample_weight : str, optional
        Of a DataFrame: the column of weights.
    block_rows : int, optional
        Of a DataFrame: the observations of a block. The default is that of `vq.pack`, and so are the
        bits of the result then.
    **options
        Those of `vq.blocks.kmeans`, except `n_jobs`: each executor has as many tasks as it has cores.

    Returns
    -------
    KMeans
        As `vq.blocks.kmeans` returns it, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed; if a number in a DataFrame is missing,
        NaN or infinite, or its rows have different lengths.
    ImportError
        If there is no pyspark here, or no swift-vq on an executor.
    """
    if isinstance(observations, (str, os.PathLike)):
        source = source_of(
            observations, executor_of(session), options.get("n_jobs"), sample_weight
        )
    else:
        source = kept_rows(
            observations, columns=columns, sample_weight=sample_weight, block_rows=block_rows
        )
    return kmeans_of(source, n_clusters, **options)


@overload
def vq(
    observations: str | os.PathLike[str] | BlockFiles,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
    *,
    session: SparkSession | None = None,
) -> Codes: ...


@overload
def vq(
    observations: DataFrame,
    codebook: Any,
    *,
    columns: str | Sequence[str] | None = None,
    distances: bool = False,
) -> DataFrame: ...


def vq(
    observations: Any,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
    *,
    session: SparkSession | None = None,
    columns: str | Sequence[str] | None = None,
    distances: bool = False,
) -> Any:
    """Find the code of each observation, the number of its nearest centroid, on Spark's executors.

    Parameters
    ----------
    observations : path, BlockFiles or pyspark.sql.DataFrame
        Block files, as for `kmeans`, or rows.
    codebook : array_like
        The centroids, clusters x features.
    folder : path, optional
        Of block files: where to put the codes, a file for each block; next to the blocks if left out.
    session : pyspark.sql.SparkSession, optional
        What block files are worked on in; the active session if left out.
    columns : str or sequence of str, optional
        Of a DataFrame: the features, as for `kmeans`.
    distances : bool, optional
        Of a DataFrame: whether to tell the distances, too.

    Returns
    -------
    Codes or pyspark.sql.DataFrame
        Of block files, what `vq.blocks.vq` returns, to the last bit. Of a DataFrame, that with a column
        `code`, and `distance` if requested; like others, it is computed when it is used.

    Raises
    ------
    BlockError
        As `kmeans` raises it. Of a DataFrame, Spark raises it as its own exception when rows are used.
    """
    if isinstance(observations, (str, os.PathLike)):
        return encode(BlockFiles.of(observations), executor_of(session), codebook, folder)
    return with_codes(observations, Features.of(observations, columns), codebook, distances)
