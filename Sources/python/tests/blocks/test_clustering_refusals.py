"""Input that clustering over blocks refuses, and the names in the errors."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import product

import numpy as np
import pytest
from array_blocks import ArrayBlocks
from fits import cluster

from vq.blocks import BlockError, _steps, kmeans, pack
from vq.blocks._estimating import kmeans_of
from vq.blocks._executors import LocalExecutor
from vq.blocks._source import FileSource


@pytest.mark.parametrize("initialization", ["k-means||", "random"])
def test_an_error_names_block_row_and_column_of_a_number_that_is_not_finite(
    initialization, monkeypatch
):
    monkeypatch.setattr(_steps, "_PIECE_ROWS", 10)
    rows = np.random.default_rng(1).normal(size=(300, 2))
    blocks = ArrayBlocks(rows, 64)
    blocks.array[170, 1] = np.nan
    source = blocks.source()
    source.minimum, source.maximum = np.zeros(2), np.ones(2)
    for threshold, clusters in product((0, 1e-4), (2, 200)):
        with pytest.raises(BlockError, match=r"block 2: row 42, column 1 .*; row 170 of all\)"):
            cluster(source, clusters, random_state=1, init=initialization, tol=threshold)


def test_an_error_names_block_and_row_of_a_negative_weight():
    weights = np.ones(300)
    weights[70] = -1
    blocks = ArrayBlocks(np.random.default_rng(1).normal(size=(300, 2)), 64, weights)
    for threshold in (0, 1e-4):
        with pytest.raises(BlockError, match="block 1: the weight in row 6"):
            cluster(blocks.source(), 2, random_state=1, tol=threshold)


class NoExecutor(LocalExecutor):
    def run(self, step, groups):
        raise AssertionError("there was work")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_clusters": 0}, "The 'n_clusters' parameter of KMeans must be an int in"),
        ({"n_clusters": 101}, "n_samples=100 should be >= n_clusters=101"),
        ({"n_clusters": 2.5}, "The 'n_clusters' parameter of KMeans must be an int in"),
        ({"n_init": 0}, "The 'n_init' parameter of KMeans must be an int in"),
        ({"max_iter": 0}, "The 'max_iter' parameter of KMeans must be an int in"),
        ({"tol": -1}, "The 'tol' parameter of KMeans must be a float in"),
        ({"tol": None}, "The 'tol' parameter of KMeans must be a float in"),
        ({"init": "best"}, "The 'init' parameter of KMeans must be a str among"),
        ({"init": lambda X, k, random_state: X[:k]}, "init cannot be a callable for blocks"),
        ({"init": np.zeros((4, 2))}, r"The shape of the initial centers \(4, 2\) does not match"),
        ({"init": np.zeros((2, 3))}, r"The shape of the initial centers \(2, 3\) does not match"),
        ({"init": [[1, 2], [np.inf, 0]]}, "init must have at least one centroid and only finite"),
        ({"init": np.zeros((2, 2), complex)}, "init is complex"),
        ({"algorithm": "hamerly"}, "algorithm='hamerly' is for observations in memory"),
        ({"empty_clusters": "split"}, "empty_clusters must be one of 'relocate', 'keep', 'drop'"),
        ({"empty_clusters": np.zeros(2)}, "empty_clusters must be one of 'relocate', 'keep'"),
    ],
)
def test_invalid_parameters_are_refused_before_any_work(options, message):
    rows = np.random.default_rng(1).normal(size=(100, 2))
    source = nullcontext(FileSource(ArrayBlocks(rows, 30), NoExecutor()))
    with pytest.raises(ValueError, match=message):
        kmeans_of(source, **({"n_clusters": 2} | options))


def test_an_error_names_an_argument_of_a_wrong_type(tmp_path):
    blocks = pack(np.zeros((10, 2)), tmp_path / "blocks")
    with pytest.raises(TypeError, match="on_progress must be callable, not 5"):
        kmeans(blocks, 2, on_progress=5)
    with pytest.raises(TypeError, match="init must hold numbers"):
        kmeans(blocks, 2, init=[["a", "b"], ["c", "d"]])
    with pytest.raises(TypeError, match=r"blocks must be .* not ndarray; make blocks .* vq\.pack"):
        kmeans(np.zeros((10, 2)), 2)
    with pytest.raises(TypeError, match="unexpected keyword argument 'clusters'"):
        kmeans(blocks, clusters=2)
