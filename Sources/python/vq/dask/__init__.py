"""k-means and vector quantization of block files on the workers of a Dask cluster.

The functions give the same bits as those of `vq.blocks` on one machine. All workers must see the
folder of blocks under the same path.
"""

from __future__ import annotations

import os
from typing import Any

# Imported first: if Dask is missing, its error says how to install it.
from ._workers import executor_of  # isort: skip

from distributed import Client

from .._estimator import KMeans
from ..blocks._codes import Codes, encode
from ..blocks._estimating import kmeans_of, source_of
from ..blocks._files import BlockFiles

__all__ = ["kmeans", "vq"]


def kmeans(
    blocks: str | os.PathLike[str] | BlockFiles,
    n_clusters: int = 8,
    *,
    client: Client | None = None,
    **options: Any,
) -> KMeans:
    """Cluster observations in block files on the workers of a Dask cluster.

    The same as ``vq.KMeans(n_clusters, ...).fit(blocks, executor=client, ...)``.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `vq.pack` wrote. All workers must see it under this path.
    n_clusters : int, default 8
        The number of clusters.
    client : distributed.Client, optional
        The client of the cluster. The default is Dask's current client.
    **options
        The options of `vq.blocks.kmeans`, except for `n_jobs`: all threads of the cluster work.

    Returns
    -------
    KMeans
        The fitted estimator, with the same bits as from `vq.blocks.kmeans`.

    Raises
    ------
    BlockError
        If a block is missing or damaged, or has changed since it was packed, or if workers have
        another version of swift-vq.
    ClusterError
        If a cluster is empty and `empty_clusters` is 'fail'.
    ValueError
        If there is no client, or a parameter is invalid.

    Examples
    --------
    A cluster of two threads in this process:

    >>> import tempfile
    >>> import numpy as np
    >>> from distributed import Client
    >>> from vq import pack
    >>> from vq.dask import kmeans
    >>> observations = np.array([[1, 1], [1, 2], [8, 8], [9, 8]])
    >>> with tempfile.TemporaryDirectory() as folder, Client(
    ...     processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None
    ... ) as client:
    ...     blocks = pack(observations, folder, block_rows=2)
    ...     model = kmeans(blocks, 2, client=client, init=[[0, 0], [9, 9]])
    >>> model.cluster_centers_
    array([[1. , 1.5],
           [8.5, 8. ]])
    """
    source = source_of(BlockFiles.of(blocks), executor_of(client), options.get("n_jobs"))
    return kmeans_of(source, n_clusters, **options)


def vq(
    blocks: str | os.PathLike[str] | BlockFiles,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
    *,
    client: Client | None = None,
) -> Codes:
    """Write the code of each observation in block files on the workers of a Dask cluster.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `vq.pack` wrote. All workers must see it under this path.
    codebook : array_like
        The centroids, one a row.
    folder : path, optional
        The folder for the codes, which all workers must see under this path. By default the codes
        are written next to the blocks. Codes that exist there are replaced.
    client : distributed.Client, optional
        The client of the cluster. The default is Dask's current client.

    Returns
    -------
    Codes
        The folder of the codes and their statistics, with the same bits as from `vq.blocks.vq`.

    Raises
    ------
    BlockError
        If a block is missing or damaged, or has changed since it was packed, or if workers have
        another version of swift-vq.
    ValueError
        If there is no client, or if the codebook has another number of features, is empty, or is
        not finite.

    Examples
    --------
    A cluster of two threads in this process:

    >>> import tempfile
    >>> import numpy as np
    >>> from distributed import Client
    >>> from vq import pack
    >>> from vq.blocks import read_codes
    >>> from vq.dask import vq
    >>> observations = np.array([[1, 1], [1, 2], [8, 8], [9, 8]])
    >>> with tempfile.TemporaryDirectory() as folder, Client(
    ...     processes=False, n_workers=1, threads_per_worker=2, dashboard_address=None
    ... ) as client:
    ...     codes = vq(pack(observations, folder, block_rows=2), [[1, 1], [8, 8]], client=client)
    ...     read_codes(codes)
    array([0, 0, 1, 1], dtype=int32)
    """
    return encode(BlockFiles.of(blocks), executor_of(client), codebook, folder)
