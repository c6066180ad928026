"""Spark's executors give the bits of one machine, even if some are killed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spark_cluster
from fits import found_by

import vq
from vq import KMeans, blocks, spark
from vq.blocks._source import origin_of_sums
from vq.blocks._steps import AddUp, answer, perform
from vq.spark._tasks import executor_of

pytestmark = spark_cluster.MARKS

BLOCK_ROWS = 256
# The ends of partitions of 4100 rows: within blocks, between blocks, and several at the same row.
ONE = [4100]
THREE = [1000, 1001, 4100]
SEVEN = [0, 512, 1500, 1500, 4099, 4100, 4100]


class Example:
    """Weighted observations whose sums depend on the order, packed from memory, and their fit."""

    def __init__(self, rows: np.ndarray, folder: Path) -> None:
        self.rows = rows
        self.weights = np.random.default_rng(6).uniform(0, 2, len(rows))
        self.files = blocks.pack(rows, folder, sample_weight=self.weights, block_rows=BLOCK_ROWS)
        self.options = {"init": rows[:12], "max_iter": 3, "tol": 0}
        self.fit = blocks.kmeans(self.files, 12, **self.options)

    def table(self) -> Any:
        import pyarrow

        lists = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(self.rows.ravel()), 4)
        columns = {"x": lists.cast(pyarrow.list_(lists.type.value_type))}
        columns |= {f"x{i}": self.rows[:, i] for i in range(4)}
        return pyarrow.table({**columns, "w": self.weights, "n": np.arange(len(self.rows))})

    def frame(self, session: Any, ends: list[int]) -> Any:
        """Returns the rows as a DataFrame whose partitions end at the given rows."""
        places = np.searchsorted(ends, np.arange(len(self.rows)), side="right").astype(np.int32)
        frame = session.createDataFrame(self.table().append_column("partition", [places]))
        frame = frame.repartitionById(len(ends), "partition").sortWithinPartitions("n")
        return frame.drop("partition").cache()


@pytest.fixture
def example(wide: np.ndarray, tmp_path: Path) -> Example:
    return Example(wide, tmp_path / "blocks")


only_float64 = pytest.mark.parametrize("wide", [np.float64], indirect=True, ids=["float64"])
only_float32 = pytest.mark.parametrize("wide", [np.float32], indirect=True, ids=["float32"])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# ---- Bits


def test_block_files_give_the_bits_of_one_machine(session, example, tmp_path):
    found = spark.kmeans(example.files.folder, 12, random_state=3, max_iter=2, tol=0)
    assert found_by(found) == found_by(
        blocks.kmeans(example.files, 12, random_state=3, max_iter=2, tol=0)
    )
    codes = spark.vq(example.files, found.cluster_centers_, tmp_path / "codes")
    blocks.vq(example.files, found.cluster_centers_, tmp_path / "expected")
    assert contents(tmp_path / "codes") == contents(tmp_path / "expected")
    assert codes.inertia == found.inertia_


@pytest.mark.parametrize(
    ("wide", "ends"),
    [(np.float32, SEVEN), (np.float64, THREE), (np.float64, ONE)],
    indirect=["wide"],
    ids=["float32, seven partitions", "float64, three partitions", "float64, one partition"],
)
def test_rows_give_the_bits_of_one_machine_for_any_partitions(session, example, ends, tmp_path):
    rows = example.frame(session, ends)
    kept = session.sparkContext._jsc.getPersistentRDDs().size()
    options = {"columns": "x", "sample_weight": "w", "block_rows": BLOCK_ROWS}
    found = spark.kmeans(rows, 12, **options, **example.options)
    assert found_by(found) == found_by(example.fit)
    assert (
        session.sparkContext._jsc.getPersistentRDDs().size() <= kept + 1
    )  # the columns of `rows`
    files = blocks.pack(rows, tmp_path / "packed", **options)
    assert contents(files.folder) == contents(example.files.folder)


@only_float64
def test_the_estimator_takes_a_session_or_a_dataframe(session, example, tmp_path):
    model = KMeans(12, **example.options).fit(example.files, executor=session)
    assert found_by(model) == found_by(example.fit)
    assert model.predict(example.files, executor=session).inertia == model.inertia_
    files = blocks.pack(example.rows, tmp_path / "whole", sample_weight=example.weights)
    rows = example.frame(session, THREE)
    model = KMeans(12, **example.options).fit(rows.select("x", "w"), sample_weight="w")
    assert found_by(model) == found_by(blocks.kmeans(files, 12, **example.options))
    coded = model.predict(rows.select("x"), executor=session)
    counts = np.bincount([row.code for row in coded.collect()], minlength=12)
    assert counts.tolist() == blocks.vq(files, model.cluster_centers_).counts.tolist()


@only_float32
def test_rows_of_files_need_not_be_cached(session, example, tmp_path):
    import pyarrow.parquet

    path = tmp_path / "rows.parquet"
    pyarrow.parquet.write_table(example.table(), path, row_group_size=500)
    session.conf.set("spark.sql.files.maxPartitionBytes", path.stat().st_size // 3)
    rows = session.read.parquet(str(path)).select("x", "w")
    assert rows.rdd.getNumPartitions() > 1
    found = spark.kmeans(rows, 12, sample_weight="w", block_rows=BLOCK_ROWS, **example.options)
    assert found_by(found) == found_by(example.fit)


@only_float64
def test_features_may_be_columns_of_numbers_or_vectors(session, example, tmp_path):
    from pyspark.ml.functions import array_to_vector

    rows = example.frame(session, [2000, 4100])
    pack = partial(blocks.pack, sample_weight="w", block_rows=BLOCK_ROWS)
    numbers = rows.select("w", *(rows[f"x{i}"].alias(f"x.{i}") for i in range(4)))
    assert contents(pack(numbers, tmp_path / "n").folder) == contents(example.files.folder)
    vectors = rows.select(array_to_vector("x").alias("v"), "w")
    assert contents(pack(vectors, tmp_path / "v").folder) == contents(example.files.folder)
    narrow = pack(vectors, tmp_path / "f", dtype=np.float32)
    assert (
        narrow.fingerprint
        == blocks.pack(
            example.rows.astype(np.float32),
            tmp_path / "g",
            sample_weight=example.weights,
            block_rows=BLOCK_ROWS,
        ).fingerprint
    )


def test_columns_of_different_types_lose_no_digits(session, tmp_path):
    numbers = [((1 << 24) + 1, 0.5), (3, 1.5)]
    rows = session.createDataFrame(numbers, "a bigint, b float").coalesce(1)
    files = blocks.pack(rows, tmp_path / "blocks")
    assert files.dtype == np.float64
    (block,) = files.task(range(1))()
    assert block.rows.tolist() == [list(row) for row in numbers]


def test_codes_become_a_column(session, example):
    codebook = example.rows[:12]
    codes, distances = vq.vq(example.rows, codebook)
    rows = example.frame(session, [0, 900, 4100])
    found = spark.vq(rows, codebook, columns="x", distances=True)
    assert found.columns == [*rows.columns, "code", "distance"]
    table = found.orderBy("n").select("code", "distance").toArrow()
    assert table["code"].to_numpy().tobytes() == codes.tobytes()
    assert table["distance"].to_numpy().tobytes() == distances.tobytes()
    numbers = rows.select("n", *(rows[f"x{i}"].alias(f"x.{i}") for i in range(4)))
    found = spark.vq(numbers, codebook, columns=numbers.columns[1:])
    assert found.columns == ["n", "x.0", "x.1", "x.2", "x.3", "code"]
    assert found.orderBy("n").toArrow()["code"].to_numpy().tobytes() == codes.tobytes()


@only_float64
def test_results_of_groups_are_combined_by_executors(session, example):
    files = example.files
    step = AddUp(example.rows[:12], origin_of_sums(files), files.block_rows)
    tasks = [files.task(range(n, n + 1)) for n in range(files.block_count)]
    executor = executor_of(session)
    outcomes = executor.run(step, [tasks[:8], tasks[8:16], tasks[16:]])
    assert [len(outcome.results) for outcome in outcomes] == [1, 1, 1]
    whole = perform(step, files.task(range(files.block_count)))
    found = step.finish(answer(step, outcomes))
    assert found.centroids.tobytes() == step.finish(whole.results).centroids.tobytes()


def test_the_inertia_agrees_with_mllib(session, tmp_path):
    from pyspark.mllib.clustering import KMeans, KMeansModel

    generator = np.random.default_rng(8)
    rows = generator.normal(size=(4000, 5)) + generator.integers(4, size=(4000, 1)) * 3
    distributed = session.sparkContext.parallelize(rows.tolist(), 4).cache()
    model = KMeans.train(
        distributed, 8, maxIterations=6, epsilon=0.0, initialModel=KMeansModel(rows[:8].tolist())
    )
    files = blocks.pack(rows, tmp_path / "blocks", block_rows=BLOCK_ROWS)
    fit = spark.kmeans(files, 8, init=rows[:8], max_iter=6, tol=0)
    assert fit.inertia_ == pytest.approx(model.computeCost(distributed), rel=1e-6)
    np.testing.assert_allclose(fit.cluster_centers_, np.array(model.clusterCenters), rtol=1e-9)


# ---- Losses


@pytest.mark.parametrize(
    "processes", [spark_cluster.executors, spark_cluster.python_workers], ids=lambda f: f.__name__
)
@only_float64
def test_a_process_killed_during_a_step_does_not_change_the_bits(session, example, processes):
    killing = spark_cluster.Killing(session, processes)
    found = spark.kmeans(example.files, 12, **example.options, on_progress=killing)
    assert found_by(found) == found_by(example.fit)
    assert killing.has_killed()


@only_float32
def test_rows_of_a_killed_executor_are_recomputed(session, example):
    rows = example.frame(session, THREE)
    killing = spark_cluster.Killing(session, spark_cluster.executors)
    options = {"columns": "x", "sample_weight": "w", "block_rows": BLOCK_ROWS, **example.options}
    found = spark.kmeans(rows, 12, **options, on_progress=killing)
    assert found_by(found) == found_by(example.fit)
    assert killing.has_killed()
