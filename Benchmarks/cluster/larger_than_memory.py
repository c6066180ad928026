"""Clusters blocks that are larger than the allowed memory, on this machine, and prints the rate.

Writes blocks of a mixture of Gaussians if the folder has none yet. Then clusters them with a limit
on this process's address space:

    python larger_than_memory.py /data/blocks --gigabytes 20 --memory-gigabytes 2

The page cache is not part of a process's address space. To limit the page cache too, run the
script in a control group, for instance with `systemd-run --scope -p MemoryMax=2G`.
"""

from __future__ import annotations

import argparse
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

import vq.blocks
from vq.blocks._writing import (
    WrittenBlock,
    block_rows_for,
    packing_into,
    write_block,
    write_manifest,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gigabytes", type=float, default=20)
    parser.add_argument("--memory-gigabytes", type=float, default=2)
    parser.add_argument("--features", type=int, default=32)
    parser.add_argument("--clusters", type=int, default=64)
    parser.add_argument("--iterations", type=int, default=5)
    given = parser.parse_args()
    if not (given.folder / "manifest.json").exists():
        generate(given.folder, given.gigabytes, given.features, given.clusters)
    limit = int(given.memory_gigabytes * 1e9)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    files = vq.blocks.BlockFiles.open(given.folder)
    size = files.rows * files.columns * files.dtype.itemsize / 1e9
    print(f"{files.rows} x {files.columns}, {size:.1f} GB in {files.block_count} blocks")
    times = [time.perf_counter()]

    def tell(progress: object) -> None:
        times.append(time.perf_counter())
        seconds = times[-1] - times[-2]
        rate = f"  {size / seconds:5.2f} GB/s" if progress.phase == "iterating" else ""
        print(f"{progress.phase:9} {seconds:6.1f} s{rate}", flush=True)

    model = vq.blocks.kmeans(
        files,
        given.clusters,
        random_state=7,
        max_iter=given.iterations,
        tol=0,
        on_progress=tell,
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    seconds = times[-1] - times[0]
    print(f"inertia {model.inertia_:.6g}, {seconds:.1f} s, at most {peak:.2f} GB resident")


def generate(folder: Path, gigabytes: float, features: int, clusters: int) -> None:
    start = time.perf_counter()
    dtype = np.dtype(np.float32)
    block_rows = block_rows_for(features, dtype)
    rows = int(gigabytes * 1e9 / (features * dtype.itemsize))
    counts = [min(block_rows, rows - first) for first in range(0, rows, block_rows)]
    with packing_into(folder) as path, ProcessPoolExecutor() as processes:
        block = partial(mixture, path, features, clusters)
        written = list(processes.map(block, range(len(counts)), counts))
        write_manifest(path, written, block_rows)
    print(f"written in {time.perf_counter() - start:.0f} s")


def mixture(path: Path, features: int, clusters: int, number: int, rows: int) -> WrittenBlock:
    # The centres are so near each other that clusters overlap, and the fit does not converge
    # early.
    centers = 0.5 * np.random.default_rng(1).normal(size=(clusters, features)).astype(np.float32)
    random = np.random.default_rng([2, number])
    block = random.standard_normal((rows, features), dtype=np.float32)
    block += centers[random.integers(clusters, size=rows)]
    return write_block(path, number, block)


if __name__ == "__main__":
    main()
