"""k-means and vector quantization of block files on the workers of a Dask cluster.

What workers do, and so each bit of the result, is as on one machine: see `vq.blocks`. All workers
must see the folder of blocks at the path that it has here.
"""

from __future__ import annotations

import os
from typing import Any

# First, since it says how to install what the next need.
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
    """Cluster observations in block files, on the workers of a Dask cluster.

    The same as `vq.KMeans(n_clusters, ...).fit(blocks, executor=client, ...)`.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder, which all workers see under this path.
    n_clusters : int, default 8
        The number of clusters.
    client : distributed.Client, optional
        The cluster's; the current one if left out.
    **options
        Those of `vq.blocks.kmeans`, except `n_jobs`: all threads of the cluster take part.

    Returns
    -------
    KMeans
        As `vq.blocks.kmeans` returns it, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.
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
    """Write the code of each observation in block files, on the workers of a Dask cluster.

    Parameters
    ----------
    blocks, codebook, folder
        Those of `vq.blocks.vq`. All workers see the folders under their paths.
    client : distributed.Client, optional
        The cluster's; the current one if left out.

    Returns
    -------
    Codes
        As `vq.blocks.vq` returns them, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.
    """
    return encode(BlockFiles.of(blocks), executor_of(client), codebook, folder)
