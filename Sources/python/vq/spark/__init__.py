"""k-means and vector quantization on Apache Spark.

Observations are block files that `vq.pack` made, of a Spark DataFrame or whatever else, on storage that
the driver and all executors see under the same path; or, where there is no such storage, a DataFrame.
What executors do, and so each bit of the result, is as on one machine: see `vq.blocks`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, overload

from .._engine import Fit
from ..blocks._codes import Codes, encode
from ..blocks._files import BlockFiles
from ..blocks._fit import cluster
from ..blocks._source import FileSource, Source
from ._code_column import with_codes
from ._executors import SparkExecutor, context_of
from ._features import Features
from ._rows import kept_rows

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def kmeans(
    observations: str | os.PathLike[str] | BlockFiles | DataFrame,
    clusters: int | None = None,
    *,
    session: SparkSession | None = None,
    columns: str | Sequence[str] | None = None,
    weights: str | None = None,
    block_rows: int | None = None,
    **options: Any,
) -> Fit:
    """Cluster observations on the executors of a Spark application.

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
    clusters : int, optional
        The number of clusters; need not be given with `start`.
    session : pyspark.sql.SparkSession, optional
        What block files are worked on in; the active session if left out.
    columns : str or sequence of str, optional
        Of a DataFrame: the column of arrays or vectors, or those of numbers, that are the features.
        All that are not weights by default.
    weights : str, optional
        Of a DataFrame: the column of weights.
    block_rows : int, optional
        Of a DataFrame: the observations of a block. The default is that of `vq.pack`, and so are the
        bits of the result then.
    **options
        Those of `vq.blocks.kmeans`, but `workers`: each executor has as many tasks as it has cores.

    Returns
    -------
    Fit
        As `vq.blocks.kmeans` returns it, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed; if a number in a DataFrame is missing,
        NaN or infinite, or its rows have different lengths.
    ImportError
        If there is no pyspark here, or no swift-vq on an executor.
    """
    with _source(observations, session, columns, weights, block_rows) as source:
        return cluster(source, clusters, **options)


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
        Of block files: where to put the codes, a file for each block; beside the blocks if left out.
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
        `code`, and `distance` if wanted; as others, it is computed when it is used.

    Raises
    ------
    BlockError
        As `kmeans` raises it. Of a DataFrame, Spark raises it as its own exception when rows are used.
    """
    if not isinstance(observations, (str, os.PathLike, BlockFiles)):
        return with_codes(observations, Features.of(observations, columns), codebook, distances)
    return encode(BlockFiles.of(observations), SparkExecutor(context_of(session)), codebook, folder)


def _source(
    observations: Any,
    session: SparkSession | None,
    columns: str | Sequence[str] | None,
    weights: str | None,
    block_rows: int | None,
) -> AbstractContextManager[Source]:
    if isinstance(observations, (str, os.PathLike, BlockFiles)):
        files = BlockFiles.of(observations)
        return nullcontext(FileSource(files, SparkExecutor(context_of(session))))
    return kept_rows(observations, Features.of(observations, columns, weights), block_rows)
