"""Times an iteration of k-means on Spark: MLlib's, and ours with block files and with a DataFrame.

The script starts one Spark application whose executors have one core each. All contestants work on
the same rows from the same start, one after the other. The time of an iteration excludes the first
iteration and what a fit does only once: for ours, it is the mean over m iterations, from progress
reports; for MLlib, which has none, it is (time of 1 + m - time of 1) / m. The inertia is that
after 1 + m iterations. Needs Java 17, and swift-vq installed in the same environment:

    python3 -m venv .venv-spark
    .venv-spark/bin/pip install -r Benchmarks/cluster/requirements.txt ./Sources/python
    .venv-spark/bin/python Benchmarks/cluster/mllib.py    # about two minutes; see --help

Run nothing else on the machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet

import vq.blocks
import vq.spark


class Contestant(NamedTuple):
    name: str
    fit: Callable[[np.ndarray, int], tuple[float, float]]
    """Does 1 + m iterations from a start; returns the seconds an iteration, and the inertia."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--features", type=int, default=32)
    parser.add_argument("--clusters", type=int, nargs="+", default=[64, 256])
    parser.add_argument("--iterations", type=int, default=10, help="m above (default 10)")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--executors", type=int, default=2)
    parser.add_argument(
        "--memory", type=int, default=3072, metavar="MB", help="the memory of an executor"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = mixture(given.rows, given.features)
        write(rows, Path(folder, "rows.parquet"))
        session = started(given, folder)
        try:
            contestants = contesting(session, Path(folder))
            size = rows.nbytes / 1e6
            print(
                f"{given.rows:,} x {given.features} float32, {size:.0f} MB; executors: "
                f"{given.executors}; pyspark {session.version}\n"
            )
            print("| clusters | who | seconds an iteration | MB/s | inertia |")
            print("|---|---|---|---|---|")
            for clusters in given.clusters:
                start = rows[:: len(rows) // clusters][:clusters]
                for who in contestants:
                    seconds, inertia = measured(who, start, given.iterations, given.repeats)
                    print(
                        f"| {clusters} | {who.name} | {seconds:.2f} | {size / seconds:.0f} | "
                        f"{inertia:.10g} |",
                        flush=True,
                    )
        finally:
            session.stop()


def mixture(rows: int, features: int) -> np.ndarray:
    """Draws around centres, with a spread wider than the distance between neighbouring centres."""
    random = np.random.default_rng(1)
    centers = random.uniform(-1, 1, (int(rows**0.5), features)).astype(np.float32)
    drawn = random.standard_normal((rows, features), dtype=np.float32)
    drawn += centers[random.integers(len(centers), size=rows)]
    return drawn


def write(rows: np.ndarray, path: Path) -> None:
    lists = pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows.shape[1])
    table = pa.table({"x": lists.cast(pa.list_(pa.float32()))})
    pyarrow.parquet.write_table(table, path, row_group_size=100_000)


def started(given: argparse.Namespace, folder: str) -> Any:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_DIRS"] = folder
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    master = f"local-cluster[{given.executors},1,{given.memory}]"
    builder = SparkSession.builder.master(master)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.executor.memory": f"{given.memory}m",
        "spark.sql.files.maxPartitionBytes": str(32 << 20),
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def contesting(session: Any, folder: Path) -> list[Contestant]:
    frame = session.read.parquet(str(folder / "rows.parquet"))
    begun = time.perf_counter()
    files = vq.blocks.pack(frame, folder / "blocks")
    print(
        f"packed by Spark in {time.perf_counter() - begun:.1f} s: {files.block_count} blocks",
        flush=True,
    )
    vectors = vectors_of(frame)

    def by_mllib(start: np.ndarray, iterations: int) -> tuple[float, float]:
        begun = time.perf_counter()
        mllib(session, vectors, start, 1)
        between = time.perf_counter()
        inertia = mllib(session, vectors, start, 1 + iterations)
        once, whole = between - begun, time.perf_counter() - between
        return (whole - once) / iterations, inertia

    def ours(
        kmeans: Callable[..., Any], observations: Any
    ) -> Callable[[np.ndarray, int], tuple[float, float]]:
        def fit(start: np.ndarray, iterations: int) -> tuple[float, float]:
            times = []

            def tell(progress: Any) -> None:
                if progress.phase == "iterating":
                    times.append(time.perf_counter())

            found = kmeans(
                observations,
                len(start),
                init=start,
                max_iter=1 + iterations,
                tol=0,
                empty_clusters="keep",
                on_progress=tell,
            )
            return (times[-1] - times[0]) / iterations, found.inertia_

        return fit

    return [
        Contestant("MLlib", by_mllib),
        Contestant("vq.spark, rows", ours(vq.spark.kmeans, frame)),
        Contestant("vq.spark, by path", ours(vq.spark.kmeans, files)),
        Contestant("vq.blocks, no Spark", ours(vq.blocks.kmeans, files)),
    ]


def vectors_of(frame: Any) -> Any:
    """Returns the rows as MLlib's vectors, cached by the executors as MLlib caches them."""
    from pyspark.mllib.common import _py2java
    from pyspark.mllib.linalg import DenseVector

    vectors = _py2java(
        frame.sparkSession.sparkContext, frame.rdd.map(lambda row: DenseVector(row.x))
    )
    vectors = vectors.rdd().cache()
    vectors.count()
    return vectors


def mllib(session: Any, vectors: Any, start: np.ndarray, iterations: int) -> float:
    # Not MLlib's Python functions, which transfer the vectors from Python again for each fit.
    from pyspark.mllib.common import _py2java
    from pyspark.mllib.linalg import DenseVector

    clustering = session.sparkContext._jvm.org.apache.spark.mllib.clustering
    centers = _py2java(session.sparkContext, [DenseVector(center) for center in start])
    engine = clustering.KMeans().setK(len(start)).setMaxIterations(iterations).setEpsilon(0.0)
    engine = engine.setInitialModel(clustering.KMeansModel(centers))
    return float(engine.run(vectors).computeCost(vectors))


def measured(
    who: Contestant, start: np.ndarray, iterations: int, repeats: int
) -> tuple[float, float]:
    who.fit(start, 1)  # Warms up just-in-time compilers.
    times, inertias = zip(*(who.fit(start, iterations) for _ in range(repeats)), strict=True)
    return statistics.median(times), inertias[0]


if __name__ == "__main__":
    main()
