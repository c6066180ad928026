"""k-means and vector quantization of block files on the workers of a Dask cluster.

What workers do, and so each bit of the result, is as on one machine: see `vq.blocks`. All workers
must see the folder of blocks at the path that it has here.
"""

from __future__ import annotations

import os
from typing import Any

# First, since it says how to install what the next need.
from ._workers import DaskExecutor, current_client  # isort: skip

from distributed import Client

from .._engine import Fit
from ..blocks._codes import Codes, encode
from ..blocks._files import BlockFiles
from ..blocks._fit import cluster
from ..blocks._source import FileSource

__all__ = ["kmeans", "vq"]


def kmeans(
    blocks: str | os.PathLike[str] | BlockFiles,
    clusters: int | None = None,
    *,
    client: Client | None = None,
    **options: Any,
) -> Fit:
    """Cluster observations in block files, on the workers of a Dask cluster.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder, which all workers see under this path.
    clusters : int, optional
        The number of clusters; need not be given with `start`.
    client : distributed.Client, optional
        The cluster's; the current one if left out.
    **options
        Those of `vq.blocks.kmeans`, but `workers`: all threads of the cluster take part.

    Returns
    -------
    Fit
        As `vq.blocks.kmeans` returns it, to the last bit.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.
    """
    return cluster(FileSource(BlockFiles.of(blocks), _executor(client)), clusters, **options)


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
    return encode(BlockFiles.of(blocks), _executor(client), codebook, folder)


def _executor(client: Client | None) -> DaskExecutor:
    client = client or current_client()
    if client is None:
        raise ValueError(
            "there is no Dask client: make one with distributed.Client(), or pass client="
        )
    if client.asynchronous:
        raise ValueError("the Dask client is asynchronous; use one made without asynchronous=True")
    return DaskExecutor(client)
