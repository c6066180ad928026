"""k-means and vector quantization of observations in block files, by path.

`pack` cuts observations into blocks, files in a folder, once; `kmeans` and `vq` then work on them
in passes, so observations may be more than memory holds. Here they run on this machine. `vq.dask`
and `vq.spark` have the same functions for the workers of a cluster, and give the same bits: sums of
blocks are added as a tree over their numbers, wherever the blocks are worked on.
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
    """Cluster observations in block files: `vq.KMeans(n_clusters, ...).fit(blocks, ...)` in one call.

    The result has the same bits for any number of threads, here and on a cluster, with or without
    a stop in between.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `pack` made.
    n_clusters : int, default 8
        The number of clusters.
    n_jobs : int or None, default None
        The maximum number of threads. None and -1 mean every processor, -2 all but one, and so on.
    **options
        `init`, `n_init`, `max_iter`, `tol`, `verbose` and `random_state`, those of `vq.KMeans`.
        'k-means++', the default `init`, means 'k-means||' here, which takes about as long as five
        iterations; a callable is refused.

        `checkpoint`, `resume` and `on_progress`, those of `vq.KMeans.fit`.

        `empty_clusters`: what to do with a cluster without observations. 'relocate', the default,
        gives it one of those farthest from their centroids, 'keep' leaves its centroid where it is,
        'drop' does without it, and 'fail' raises `ClusterError`.

    Returns
    -------
    KMeans
        Fitted: `cluster_centers_`, `inertia_`, `distortion_`, `n_iter_` and `converged_` are set,
        and `labels_` is not; `predict` writes codes.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.

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
    """Write the code of each observation in block files: the number of its nearest centroid.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `pack` made.
    codebook : array_like
        The centroids, clusters x features.
    folder : path, optional
        Where to put the codes, a file for each block; next to the blocks if left out. Codes that are
        there are replaced.
    n_jobs : int or None, default None
        The maximum number of threads. None and -1 mean every processor, -2 all but one, and so on.

    Returns
    -------
    Codes
        With `folder`, for `read_codes`; `counts` (the observations of each code), `inertia` and
        `distortion`, those of `kmeans` to the last bit if the codebook is what it found.

    Raises
    ------
    BlockError
        If blocks are missing, or are not as they were packed.

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
