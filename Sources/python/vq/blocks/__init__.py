"""k-means and vector quantization of observations in block files, which may exceed memory.

`pack` writes observations into a folder once, cut into blocks. `kmeans` and `vq` then read the
blocks in passes, on this machine. `vq.dask` and `vq.spark` have the same functions for the workers
of a cluster. All give the same bits, because the sums of blocks are always added as the same tree
over the block numbers.
"""

from __future__ import annotations

import os
from typing import Any

from .._errors import BlockError
from .._estimator import KMeans
from ._codes import Codes, encode, read_codes
from ._estimating import kmeans_of, source_of
from ._executors import executor_of
from ._files import BlockFiles
from ._packing import pack

__all__ = ["BlockError", "BlockFiles", "Codes", "kmeans", "pack", "read_codes", "vq"]


def kmeans(
    blocks: str | os.PathLike[str] | BlockFiles,
    n_clusters: int = 8,
    *,
    n_jobs: int | None = None,
    **options: Any,
) -> KMeans:
    """Cluster observations in block files.

    The same as ``vq.KMeans(n_clusters, ...).fit(blocks, ...)`` in one call. The result has the
    same bits for any number of threads, on one machine and on a cluster, interrupted or not.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `pack` wrote.
    n_clusters : int, default 8
        The number of clusters.
    n_jobs : int or None, default None
        The maximum number of threads. None and -1 mean every processor, -2 all except one, as in
        joblib.
    **options
        `init`, `n_init`, `max_iter`, `tol`, `verbose` and `random_state` are those of `vq.KMeans`.
        'k-means++', the default `init`, means 'k-means||' here, which takes about as long as five
        iterations; a callable is refused.

        `checkpoint`, `resume` and `on_progress` are those of `vq.KMeans.fit`.

        `empty_clusters` says what to do with a cluster that has no observations: 'relocate', the
        default, gives it an observation that is among the farthest from their centroids, 'keep'
        keeps its centroid, 'drop' removes the cluster, and 'fail' raises `ClusterError`.

    Returns
    -------
    KMeans
        The fitted estimator. It has all attributes except `labels_`: `predict` writes the codes.

    Warns
    -----
    ConvergenceWarning
        If the fit ended at `max_iter` although `tol` is above 0.

    Raises
    ------
    BlockError
        If a block is missing or damaged, or has changed since it was packed.
    ClusterError
        If a cluster is empty and `empty_clusters` is 'fail'.
    ValueError
        If a parameter is invalid, or if there are fewer observations than clusters.

    See Also
    --------
    vq.KMeans : The estimator, whose `fit` takes block files too.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq.blocks import kmeans, pack
    >>> observations = np.array([[1, 1], [1, 2], [8, 8], [9, 8]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     model = kmeans(pack(observations, folder, block_rows=2), 2, init=[[0, 0], [9, 9]])
    >>> model.cluster_centers_
    array([[1. , 1.5],
           [8.5, 8. ]])
    >>> model.inertia_, model.converged_
    (1.0, True)
    """
    return kmeans_of(
        source_of(BlockFiles.of(blocks), None, n_jobs), n_clusters, n_jobs=n_jobs, **options
    )


def vq(
    blocks: str | os.PathLike[str] | BlockFiles,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
    *,
    n_jobs: int | None = None,
) -> Codes:
    """Write the code of each observation in block files: the index of its nearest centroid.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `pack` wrote.
    codebook : array_like
        The centroids, one a row.
    folder : path, optional
        The folder for the codes, one file for each block. By default they are written next to the
        blocks. Codes that exist there are replaced.
    n_jobs : int or None, default None
        The maximum number of threads. None and -1 mean every processor, -2 all except one, as in
        joblib.

    Returns
    -------
    Codes
        The folder of the codes and their statistics. With the codebook that `kmeans` found, the
        inertia and the distortion are those of `kmeans` to the last bit.

    Raises
    ------
    BlockError
        If a block is missing or damaged, or has changed since it was packed.
    ValueError
        If the codebook has another number of features, is empty, or is not finite.

    See Also
    --------
    read_codes : Reads the codes.

    Examples
    --------
    >>> import tempfile
    >>> import numpy as np
    >>> from vq.blocks import pack, read_codes, vq
    >>> observations = np.array([[1, 1], [1, 2], [8, 8], [9, 8]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     codes = vq(pack(observations, folder, block_rows=2), [[1, 1], [8, 8]])
    ...     read_codes(codes.folder)
    array([0, 0, 1, 1], dtype=int32)
    >>> codes.counts, codes.inertia, codes.distortion
    (array([2, 2]), 2.0, 0.5)
    """
    return encode(BlockFiles.of(blocks), executor_of(None, n_jobs), codebook, folder)
