"""A problem on Spark's executors is one error message, with the place and advice."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import spark_cluster

from vq import KMeans, blocks, spark
from vq.blocks import BlockError

pytestmark = spark_cluster.MARKS

GOOD = [1.0, 2.0]


def frame(session: Any, rows: list[Any], columns: str = "x array<double>") -> Any:
    """Returns rows as a DataFrame of two partitions of equal size."""
    return session.createDataFrame(session.sparkContext.parallelize(rows, 2), columns)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([1.0, float("nan")], r"x\[1\] is nan; remove or replace it"),
        ([float("-inf"), 1.0], r"x\[0\] is -inf; remove or replace it"),
        ([1.0, None], r"x\[1\] is missing \(null\)"),
        (None, r"the array of features is missing \(null\)"),
        ([1.0], r"there are 1 features, not 2"),
    ],
    ids=["NaN", "infinity", "null", "null array", "ragged"],
)
def test_an_error_names_an_invalid_row(session, wrong, said, tmp_path):
    rows = frame(session, [(GOOD,)] * 6 + [(wrong,), (GOOD,)])
    place = r"partition 1 of the DataFrame, row 2 of it \(counted from 0\): "
    with pytest.raises(BlockError, match=f"^{place}{said}$"):
        blocks.pack(rows, tmp_path / "blocks")
    assert not (tmp_path / "blocks").exists()


@pytest.mark.parametrize(("weight", "said"), [(-1.0, "is -1.0"), (None, "is missing")])
def test_an_error_names_an_invalid_weight(session, weight, said):
    rows = frame(session, [(GOOD, 1.0), (GOOD, weight)], "x array<double>, w double")
    with pytest.raises(BlockError, match=rf"^partition 1 .*, row 0 .*: the weight, w, {said}"):
        spark.kmeans(rows, 1, sample_weight="w")


def test_weights_that_are_not_a_column_are_refused(session):
    rows = frame(session, [(GOOD,)] * 4)
    with pytest.raises(TypeError, match="pass its name as sample_weight, not ndarray"):
        KMeans(1).fit(rows, sample_weight=np.ones(4))


def test_weights_that_are_all_0_are_refused(session):
    rows = frame(session, [(GOOD, 0.0)] * 4, "x array<double>, w double")
    with pytest.raises(
        BlockError, match="^all weights in the column 'w' are 0; at least one must be positive$"
    ):
        spark.kmeans(rows, 1, sample_weight="w")


def test_an_error_names_a_row_that_gets_no_code(session):
    coded = spark.vq(frame(session, [(GOOD,), ([1.0, 2.0, 3.0],)]), [GOOD])
    with pytest.raises(Exception, match=r"BlockError: partition 1 .* there are 3 features, not 2"):
        coded.collect()


def test_partitions_of_different_features_are_refused(session, tmp_path):
    rows = frame(session, [(GOOD,), ([1.0, 2.0, 3.0],)])
    with pytest.raises(BlockError, match=r"^partition 1 .* has rows of 3 features, and .* of 2$"):
        blocks.pack(rows, tmp_path / "blocks")


def test_a_dataframe_without_rows_is_refused(session):
    with pytest.raises(BlockError, match="^the DataFrame has no rows$"):
        spark.kmeans(frame(session, [(GOOD,)]).limit(0), 1)


def test_rows_that_change_between_reads_are_refused(session, tmp_path):
    def draw(batches: Any) -> Any:
        import numpy
        import pyarrow

        for batch in batches:
            drawn = numpy.random.default_rng().normal(size=batch.num_rows)
            yield pyarrow.record_batch([drawn], names=["x"])

    rows = session.range(100, numPartitions=2).mapInArrow(draw, "x double")
    with pytest.raises(BlockError, match=r"^partition \d of the DataFrame had other rows when it"):
        blocks.pack(rows, tmp_path / "blocks")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"columns": "y"}, "there is no column 'y'; there are x, w, s"),
        ({"columns": "s"}, "the column 's' is of type string; observations are an array of"),
        ({"columns": ["w", "x"]}, "the column 'x' is of type array<double>: name the columns"),
        ({"columns": []}, "there are no columns of features"),
        ({"columns": "x", "sample_weight": "s"}, "the column of weights, 's', is of type string"),
        ({"columns": "x", "block_rows": 0}, "block_rows must be at least 1, not 0"),
    ],
)
def test_invalid_columns_are_refused(session, options, said):
    rows = frame(session, [(GOOD, 1.0, "")], "x array<double>, w double, s string")
    with pytest.raises(ValueError, match=f"^{said}"):
        spark.kmeans(rows, 1, **options)


def test_a_column_of_codes_is_not_replaced(session):
    with pytest.raises(ValueError, match="already has a column 'code'; drop or rename it"):
        spark.vq(frame(session, [(1, 2.0)], "code int, x double"), [GOOD])


def delete(path: Path) -> None:
    path.unlink()


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 8)


def change(path: Path) -> None:
    array = np.load(path)
    array[3, 1] += 1
    np.save(path, array)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (delete, "is missing; restore it, or pack again"),
        (truncate, "has changed since it was packed: it has .* bytes, not"),
        (change, "has changed since it was packed: it has the CRC-32"),
    ],
)
def test_an_error_names_a_block_that_has_changed_since_it_was_packed(
    session, spoil: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    rows = np.random.default_rng(0).normal(size=(40, 2))
    files = blocks.pack(rows, tmp_path / "blocks", block_rows=8)
    path = files.folder / "block-00003.npy"
    spoil(path)
    with pytest.raises(BlockError, match=rf"^{path} {said}") as caught:
        spark.kmeans(files, 2, init=rows[:2])
    assert "\n" not in str(caught.value)


def test_an_error_says_how_to_install_the_package_on_executors(session, tmp_path, monkeypatch):
    files = blocks.pack(np.ones((4, 2)), tmp_path / "blocks")
    # The error of a Python worker without the package. Spark starts new workers for another
    # environment.
    hidden = tmp_path / "hidden" / "vq"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'vq'\")")
    monkeypatch.setitem(session.sparkContext.environment, "PYTHONPATH", str(hidden.parent))
    with pytest.raises(ImportError, match=r"No module named 'vq'\nInstall 'swift-vq\[spark\]' on"):
        spark.kmeans(files, 1)


def test_an_error_names_the_extra_if_pyspark_is_missing(tmp_path, monkeypatch):
    files = blocks.pack(np.ones((4, 2)), tmp_path / "blocks")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ImportError, match=r"pip install 'swift-vq\[spark\]'"):
        spark.kmeans(files, 1)


def test_a_missing_session_is_an_error_with_advice(session, tmp_path, monkeypatch):
    from pyspark.sql import SparkSession

    files = blocks.pack(np.ones((4, 2)), tmp_path / "blocks")
    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    with pytest.raises(ValueError, match=r"there is no active Spark session: make one with"):
        spark.kmeans(files, 1)


def test_a_stopped_session_is_refused(tmp_path):
    files = blocks.pack(np.ones((4, 2)), tmp_path / "blocks")
    stopped = SimpleNamespace(sparkContext=SimpleNamespace(_jsc=None))
    with pytest.raises(ValueError, match="^the Spark session is stopped; make another"):
        spark.kmeans(files, 1, session=stopped)


def test_a_session_of_spark_connect_is_refused(tmp_path):
    files = blocks.pack(np.ones((4, 2)), tmp_path / "blocks")
    connected = type("SparkSession", (), {"__module__": "pyspark.sql.connect.session"})()
    with pytest.raises(ValueError, match="^this session is one of Spark Connect, which cannot"):
        spark.kmeans(files, 1, session=connected)
