"""k-means over block files with MPI: rank 0 runs the fit, and all ranks work on blocks.

    mpiexec -n 4 python -m mpi4py mpi_kmeans.py BLOCKS N_CLUSTERS CENTROIDS.npy

`BLOCKS` is a folder that `vq.pack` wrote, which all ranks must see under this path. The result has
the same bits for any number of ranks. If a rank is lost, the job ends (`-m mpi4py` ensures this).
Rank 0 writes a checkpoint next to the centroids after every iteration, and continues from an
existing one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from mpi4py import MPI

from vq import KMeans
from vq.blocks._steps import Outcome, Step, Task, combined, perform


class Ranks:
    """The ranks of a communicator as an executor. Used by rank 0."""

    def __init__(self, communicator: MPI.Intracomm) -> None:
        self._communicator = communicator
        self.slots: int = communicator.size

    def run(self, step: Step, groups: Sequence[Sequence[Task]]) -> Iterable[Outcome]:
        tasks = [task for group in groups for task in group]
        # Each rank gets neighbouring tasks, so that most of its sums merge before they are sent.
        bounds = [len(tasks) * rank // self.slots for rank in range(self.slots + 1)]
        shares = [tasks[first:end] for first, end in pairwise(bounds)]
        self._communicator.bcast(step)
        mine = self._communicator.scatter(shares)
        return self._communicator.gather(_done(step, mine)) or []


def serve(communicator: MPI.Intracomm) -> None:
    """Does the steps that rank 0 broadcasts, until there are no more."""
    while (step := communicator.bcast(None)) is not None:
        communicator.gather(_done(step, communicator.scatter(None)))


def _done(step: Step, tasks: Iterable[Task]) -> Outcome:
    return combined(step, (perform(step, task) for task in tasks))


def main(folder: str, n_clusters: str, output: str) -> None:
    communicator = MPI.COMM_WORLD
    if communicator.rank != 0:
        return serve(communicator)
    checkpoint = Path(output).with_suffix(".checkpoint")
    resume = checkpoint if checkpoint.exists() else None
    model = KMeans(int(n_clusters), random_state=1)
    model.fit(folder, executor=Ranks(communicator), checkpoint=checkpoint, resume=resume)
    communicator.bcast(None)
    np.save(output, model.cluster_centers_)
    print(f"inertia {model.inertia_!r} after {model.n_iter_} iterations")


if __name__ == "__main__":
    main(*sys.argv[1:])
