"""Times scipy.cluster.vq.kmeans2 and `vq kmeans2` on the same file, from the same start, in turn.

    python3 -m venv .venv && .venv/bin/pip install -r Benchmarks/requirements.txt
    swift build -c release
    .venv/bin/python Benchmarks/scipy_baseline.py

An iteration's time is (time of 1 + m iterations - time of 1) / m, so that reading, checking and
starting are not counted. The two take turns, and the medians are compared; the results must agree.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

import numpy as np
from scipy.cluster.vq import kmeans2

# name: observations, features, centroids, type, iterations timed beyond the first
SCENARIOS = {
    "palette": (1_000_000, 3, 256, np.float32, 2),
    "map": (4_000_000, 2, 64, np.float64, 2),
    "mid": (1_000_000, 16, 100, np.float32, 4),
    "sift": (200_000, 128, 1024, np.float32, 4),
}


def observations(n, d, dtype):
    """Observations around sqrt(n) centres, so that clusters are neither clean nor noise."""
    rng = np.random.default_rng(1)
    centres = rng.random((int(n**0.5), d)) * 10
    spread = rng.random((3, n, d), dtype=np.float32).sum(axis=0) - 1.5
    return (centres[rng.integers(len(centres), size=n)] + 2 * spread).astype(dtype)


def theirs(data, start, iterations):
    begin = time.perf_counter()
    centroids, codes = kmeans2(data, start, iter=iterations, minit="matrix")
    return time.perf_counter() - begin, centroids, codes


def ours(vq, folder, iterations):
    out = subprocess.run(
        [vq, "kmeans2", folder / "x.npy", "--start", folder / "start.npy",
         "--iterations", str(iterations), "--codebook", folder / "book.npy",
         "--codes", folder / "codes.npy", "--report", "json"],
        check=True, capture_output=True, text=True).stdout
    seconds = json.loads(out)["seconds"]
    return seconds["seed"] + seconds["iterate"], np.load(folder / "book.npy"), np.load(folder / "codes.npy")


def compare(name, vq, repeats):
    n, d, k, dtype, more = SCENARIOS[name]
    data = observations(n, d, dtype)
    start = data[:k].copy()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        np.save(folder / "x.npy", data)
        np.save(folder / "start.npy", start)
        runs = {"scipy": lambda i: theirs(data, start, i), "vq": lambda i: ours(vq, folder, i)}
        times = {who: [] for who in runs}
        # The command is quick enough to time ten times as many iterations.
        count = {"scipy": more, "vq": 10 * more}
        for run in runs.values():
            run(1)
        for _ in range(repeats):
            for who, run in runs.items():
                one, many = run(1)[0], run(1 + count[who])[0]
                times[who].append((many - one) / count[who])
        _, book, codes = runs["scipy"](2)
        _, our_book, our_codes = runs["vq"](2)
    differing = np.mean(codes != our_codes)
    error = np.abs(book - our_book).max() / np.abs(book).max()
    scipy_time, our_time = (statistics.median(times[who]) for who in ("scipy", "vq"))
    print(f"{name:8} {n} x {d}, {k}, {np.dtype(dtype).name:8} "
          f"scipy {scipy_time * 1e3:9.2f} ms  vq {our_time * 1e3:8.2f} ms  "
          f"ratio {scipy_time / our_time:6.1f}  codes differing {differing:.1e}  centroids {error:.1e}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--vq", default=".build/release/vq", help="the command to time")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    for name in arguments.scenario:
        compare(name, pathlib.Path(arguments.vq).resolve(), arguments.repeats)


if __name__ == "__main__":
    main()
