"""k-means and vector quantization on Apache Spark.

Observations are block files that `vq.pack` wrote, or the rows of a DataFrame. Block files are
faster. They must be on storage that the driver and all executors see under the same path; a
DataFrame needs no such storage. The functions give the same bits as those of `vq.blocks` on one
machine.
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

__all__ = ["kmeans", "vq"]


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

    For block files, the same as ``vq.KMeans(n_clusters, ...).fit(blocks, executor=session, ...)``.

    Parameters
    ----------
    observations : path, BlockFiles or pyspark.sql.DataFrame
        The folder that `vq.pack` wrote, which the driver and all executors must see under this
        path; or a DataFrame, whose rows are numbered in the order of its partitions.
    n_clusters : int, default 8
        The number of clusters.
    session : pyspark.sql.SparkSession, optional
        The session for block files. The default is the active session.
    columns : str or sequence of str, optional
        For a DataFrame, the features: one column of arrays or vectors, or several columns of
        numbers. The default is all columns except for the weights.
    sample_weight : str, optional
        For a DataFrame, the column of weights.
    block_rows : int, optional
        For a DataFrame, the number of observations in a block. The default is that of `vq.pack`,
        so the result has the same bits as from the packed DataFrame.
    **options
        The options of `vq.blocks.kmeans`, except for `n_jobs`: each executor runs as many tasks as
        it has cores.

    Returns
    -------
    KMeans
        The fitted estimator, with the same bits as from `vq.blocks.kmeans`.

    Raises
    ------
    BlockError
        If a block is missing or damaged, or has changed since it was packed; if a number in a
        DataFrame is missing, NaN or infinite; if its rows have different lengths, or are not the
        same when Spark reads them again.
    ClusterError
        If a cluster is empty and `empty_clusters` is 'fail'.
    ImportError
        If pyspark is not installed here, or swift-vq is not installed on an executor.
    ValueError
        If no session is active, if a column does not exist or has no numbers, or if a parameter
        is invalid.

    Notes
    -----
    Spark reads a DataFrame twice, and again if it loses an executor. Each time, the DataFrame must
    have the same rows in the same order: read it from files or `cache()` it, and if its order is
    not fixed, as after a join, sort it by a key first. Executors keep the rows in blocks, in
    memory or on their disks, until the fit ends. To fit several times or faster, pack the
    DataFrame into block files first.

    Examples
    --------
    >>> from pyspark.sql import SparkSession
    >>> from vq.spark import kmeans
    >>> session = SparkSession.builder.master("local[2]").getOrCreate()
    >>> rows = session.createDataFrame([(1, 1), (1, 2), (8, 8), (9, 8)], "x int, y int")
    >>> model = kmeans(rows, 2, init=[[0, 0], [9, 9]])
    >>> model.cluster_centers_
    array([[1. , 1.5],
           [8.5, 8. ]])
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
    """Find the code of each observation, the index of its nearest centroid, on Spark's executors.

    Parameters
    ----------
    observations : path, BlockFiles or pyspark.sql.DataFrame
        Block files or a DataFrame, as for `kmeans`.
    codebook : array_like
        The centroids, one a row.
    folder : path, optional
        For block files, the folder for the codes, one file for each block. By default they are
        written next to the blocks.
    session : pyspark.sql.SparkSession, optional
        The session for block files. The default is the active session.
    columns : str or sequence of str, optional
        For a DataFrame, the features, as for `kmeans`.
    distances : bool, default False
        For a DataFrame, whether to add a column of distances.

    Returns
    -------
    Codes or pyspark.sql.DataFrame
        For block files, the same as from `vq.blocks.vq`. For a DataFrame, the DataFrame with an
        additional column `code`, and `distance` if `distances` is True. Like every DataFrame, it
        is computed when it is used.

    Raises
    ------
    BlockError
        If a block is missing or damaged, or has changed since it was packed. Invalid rows of a
        DataFrame raise an exception of Spark when they are used, which quotes the `BlockError`.
    ValueError
        If no session is active, if a column does not exist or has no numbers, if the DataFrame
        already has a column `code` or `distance`, or if the codebook is invalid.
    ImportError
        If pyspark is not installed here, or swift-vq is not installed on an executor.

    Examples
    --------
    >>> from pyspark.sql import SparkSession
    >>> from vq.spark import vq
    >>> session = SparkSession.builder.master("local[2]").getOrCreate()
    >>> rows = session.createDataFrame([(1, 1), (4, 5)], "x int, y int")
    >>> vq(rows, [[0, 1], [4, 4]], distances=True).show()
    +---+---+----+--------+
    |  x|  y|code|distance|
    +---+---+----+--------+
    |  1|  1|   0|     1.0|
    |  4|  5|   1|     1.0|
    +---+---+----+--------+
    <BLANKLINE>
    """
    if isinstance(observations, (str, os.PathLike)):
        return encode(BlockFiles.of(observations), executor_of(session), codebook, folder)
    return with_codes(observations, Features.of(observations, columns), codebook, distances)
