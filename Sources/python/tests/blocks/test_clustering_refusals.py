"""What clustering over blocks refuses, and by which names."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from array_blocks import ArrayBlocks

from vq.blocks import BlockError, _steps, kmeans
from vq.blocks._fit import cluster
from vq.blocks._local import LocalExecutor
from vq.blocks._source import FileSource


@pytest.mark.parametrize("initialization", ["parallel", "points"])
def test_what_is_not_finite_is_named_by_block_row_and_column(initialization, monkeypatch):
    monkeypatch.setattr(_steps, "_PIECE_ROWS", 10)
    rows = np.random.default_rng(1).normal(size=(300, 2))
    blocks = ArrayBlocks(rows, 64)
    blocks.array[170, 1] = np.nan
    source = blocks.source()
    source.minimum, source.maximum = np.zeros(2), np.ones(2)
    for threshold, clusters in product((0, 1e-4), (2, 200)):
        with pytest.raises(BlockError, match=r"block 2: row 42, column 1 .*; row 170 of all\)"):
            cluster(source, clusters, seed=1, initialization=initialization, threshold=threshold)


def test_a_negative_weight_is_named_by_block_and_row():
    weights = np.ones(300)
    weights[70] = -1
    blocks = ArrayBlocks(np.random.default_rng(1).normal(size=(300, 2)), 64, weights)
    for threshold in (0, 1e-4):
        with pytest.raises(BlockError, match="block 1: the weight in row 6"):
            cluster(blocks.source(), 2, seed=1, threshold=threshold)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "give the number of clusters, or centroids to start from"),
        ({"clusters": 0}, "the number of clusters must be at least 1, not 0"),
        ({"clusters": 101}, "101 clusters cannot be chosen from 100 observations"),
        ({"clusters": 2, "restarts": 0}, "restarts must be at least 1, not 0"),
        ({"clusters": 2, "max_iterations": 0}, "max_iterations must be at least 1, not 0"),
        ({"clusters": 2, "threshold": -1}, "the threshold must be 0 or more, not -1"),
        ({"clusters": 2, "threshold": float("nan")}, "the threshold must be 0 or more, not nan"),
        ({"clusters": 2, "initialization": "best"}, "must be one of 'parallel', 'points'"),
        ({"clusters": 2, "empty_clusters": "split"}, "must be one of 'relocate', 'keep', 'drop'"),
        ({"clusters": 2, "seed": -1}, "the seed must be from 0 to"),
        ({"start": np.zeros(3)}, r"the starting centroids have shape \(3,\)"),
        ({"start": np.zeros((4, 2)), "clusters": 3}, "1 restarts of 3 clusters"),
        ({"start": np.zeros((4, 2)), "restarts": 2}, "2 restarts of 4 clusters"),
        ({"start": np.zeros((4, 3))}, "the observations have 2 features, but start has 3"),
        ({"start": np.zeros((1, 3, 1, 2))}, r"the starting centroids have shape \(1, 3, 1, 2\)"),
        ({"start": [[1, 2], [np.inf, 0]]}, "start holds a number that is NaN"),
        ({"start": np.zeros((3, 2), complex)}, "start is complex"),
        ({"clusters": 2, "empty_clusters": np.zeros(2)}, "must be one of 'relocate', 'keep'"),
    ],
)
def test_options_that_cannot_be_used_are_refused_before_any_work(options, message):
    class Nobody(LocalExecutor):
        def run(self, step, groups):
            raise AssertionError("there was work")

    rows = np.random.default_rng(1).normal(size=(100, 2))
    source = FileSource(ArrayBlocks(rows, 30), Nobody())
    with pytest.raises(ValueError, match=message):
        cluster(source, options.pop("clusters", None), **options)


@pytest.mark.parametrize("value", ["2", 2.5])
def test_numbers_that_are_not_whole_are_refused(value):
    source = ArrayBlocks(np.zeros((10, 2)), 30).source()
    for name in ("clusters", "restarts", "max_iterations", "seed"):
        with pytest.raises(TypeError, match=f"{name} must be an integer"):
            cluster(source, **{"clusters": 2, name: value})


def test_what_is_of_another_type_is_refused_by_its_name():
    source = ArrayBlocks(np.zeros((10, 2)), 30).source()
    with pytest.raises(TypeError, match="the threshold must be a number, not None"):
        cluster(source, 2, threshold=None)
    with pytest.raises(TypeError, match="on_progress must be callable, not 5"):
        cluster(source, 2, on_progress=5)
    with pytest.raises(TypeError, match="start must hold numbers"):
        cluster(source, 2, start=[["a", "b"]])
    with pytest.raises(TypeError, match=r"blocks must be .* not ndarray; make blocks .* vq\.pack"):
        kmeans(np.zeros((10, 2)), 2)
