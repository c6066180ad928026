"""k-means and vector quantization of block files on this machine's processors."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from .._engine import Fit
from .._progress import Progress
from .._structures import THRESHOLD
from ._codes import Codes, encode
from ._files import BlockFiles
from ._fit import cluster
from ._local import LocalExecutor
from ._source import FileSource


def kmeans(
    blocks: str | os.PathLike[str] | BlockFiles,
    clusters: int | None = None,
    *,
    start: Any = None,
    initialization: str = "parallel",
    restarts: int = 1,
    max_iterations: int = 300,
    threshold: float = THRESHOLD,
    empty_clusters: str = "relocate",
    seed: int | None = None,
    on_progress: Callable[[Progress], object] | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    resume: str | os.PathLike[str] | None = None,
    workers: int | None = None,
) -> Fit:
    """Cluster observations in block files.

    The result has the same bits for any number of workers, here and on a cluster, with or without
    a stop in between.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `pack` made.
    clusters : int, optional
        The number of clusters; need not be given with `start`.
    start : array_like, optional
        The centroids to start from, clusters x features; in a third dimension, before those, one
        start for each restart.
    initialization : {'parallel', 'points'}, optional
        How to choose centroids to start from: by k-means||, which takes about as long as five
        iterations, or observations at random.
    restarts : int, optional
        How many runs there are, one after the other; that of least inertia is kept.
    max_iterations : int, optional
        The most iterations of a run.
    threshold : float, optional
        A run has converged when the squared distances that centroids moved come to no more than
        this share of the mean variance of the features, and when none moved.
    empty_clusters : {'relocate', 'keep', 'drop', 'fail'}, optional
        What to do with a cluster without observations: give it one of those farthest from their
        centroids, leave its centroid where it is, do without it, or raise `ClusterError`.
    seed : int, optional
        What random choices follow from. Left out, nobody can foresee them.
    on_progress : callable, optional
        Is told of every step: `phase` ("seeding", "iterating" or "finishing"), `restart`,
        `iteration`, `inertia`, `distortion` and `centroid_shift`. If it returns something true, the
        best run so far is the result; figures of a run that has not ended are then those before
        its centroids moved last.
    checkpoint : path, optional
        A file to write after every iteration, in place of the one before.
    resume : path, optional
        Such a file to go on from. Blocks and parameters must be those of the call that wrote it;
        `seed` may be left out.
    workers : int, optional
        The most threads to use; None means every processor.

    Returns
    -------
    Fit
        With `centroids`, `inertia` (the sum of the squared distances to nearest centroids),
        `distortion` (their mean distance), `iterations`, `restart`, `empty_iterations` (those that
        found a cluster empty) and `outcome` ("converged", "max_iterations" or "stopped"). `codes`
        is None: `vq` writes them.

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
    ...     fit = kmeans(pack(observations, folder, block_rows=2), 2, start=[[0, 0], [9, 9]])
    >>> fit.centroids
    array([[1. , 1.5],
           [8.5, 8. ]])
    >>> fit.inertia, fit.outcome
    (1.0, 'converged')
    """
    return cluster(
        FileSource(BlockFiles.of(blocks), LocalExecutor(workers)),
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


def vq(
    blocks: str | os.PathLike[str] | BlockFiles,
    codebook: Any,
    folder: str | os.PathLike[str] | None = None,
    *,
    workers: int | None = None,
) -> Codes:
    """Write the code of each observation in block files: the number of its nearest centroid.

    Parameters
    ----------
    blocks : path or BlockFiles
        The folder that `pack` made.
    codebook : array_like
        The centroids, clusters x features.
    folder : path, optional
        Where to put the codes, a file for each block; beside the blocks if left out. Codes that are
        there are replaced.
    workers : int, optional
        The most threads to use; None means every processor.

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
    return encode(BlockFiles.of(blocks), LocalExecutor(workers), codebook, folder)
