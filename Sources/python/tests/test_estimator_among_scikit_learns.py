"""The estimator compared with `sklearn.cluster.KMeans`, and in scikit-learn's tools."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest

sklearn = pytest.importorskip("sklearn")

from sklearn.base import clone, is_clusterer  # noqa: E402
from sklearn.cluster import KMeans as TheirKMeans  # noqa: E402
from sklearn.datasets import load_digits, load_iris, make_blobs  # noqa: E402
from sklearn.exceptions import ConvergenceWarning, NotFittedError  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

from vq import KMeans  # noqa: E402


def _noise() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(3000, 10))


def _far_from_zero() -> np.ndarray:
    return make_blobs(2000, 5, centers=12, random_state=1)[0] + 1000


DATA_SETS = {
    "iris": lambda: load_iris().data,
    "digits": lambda: load_digits().data,
    "blobs": lambda: make_blobs(5000, 2, centers=30, random_state=0)[0],
    "noise": _noise,
    "far from zero": _far_from_zero,
    "one feature": lambda: np.random.default_rng(4).gamma(2.0, size=(2500, 1)),
    "many features": lambda: np.random.default_rng(5).normal(size=(300, 400)),
}


def _assert_same(ours: KMeans, theirs: TheirKMeans, dtype: type) -> None:
    np.testing.assert_array_equal(ours.labels_, theirs.labels_)
    assert ours.labels_.dtype == theirs.labels_.dtype
    assert ours.cluster_centers_.dtype == theirs.cluster_centers_.dtype == dtype
    tolerance = 1e-9 if dtype is np.float64 else 1e-5
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=tolerance)
    spread = np.abs(theirs.cluster_centers_).max()
    np.testing.assert_allclose(
        ours.cluster_centers_, theirs.cluster_centers_, rtol=tolerance, atol=tolerance * spread
    )


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", DATA_SETS)
def test_the_same_start_gives_the_same_labels(name: str, dtype: type, weighted: bool) -> None:
    observations = DATA_SETS[name]().astype(dtype)
    generator = np.random.default_rng(9)
    start = observations[generator.choice(len(observations), 8, replace=False)]
    weights = generator.uniform(0.1, 3, len(observations)) if weighted else None
    settings = {"n_clusters": 8, "init": start, "n_init": 1, "tol": 0}
    ours = KMeans(**settings).fit(observations, sample_weight=weights)
    theirs = TheirKMeans(**settings).fit(observations, sample_weight=weights)
    _assert_same(ours, theirs, dtype)
    fresh = observations[::3] + dtype(0.01)
    np.testing.assert_array_equal(ours.predict(fresh), theirs.predict(fresh))
    assert ours.score(fresh) == pytest.approx(theirs.score(fresh), rel=1e-5)
    np.testing.assert_allclose(
        ours.transform(fresh),
        theirs.transform(fresh),
        rtol=1e-9 if dtype is np.float64 else 1e-4,
        # scikit-learn loses digits that are small compared with the distance to 0.
        atol=(1e-5 if dtype is np.float64 else 1e-2) if name == "far from zero" else 1e-6,
    )


@pytest.mark.parametrize("tol", [0, 1e-4, 1e-2])
@pytest.mark.parametrize("max_iter", [1, 2, 300])
def test_runs_end_at_the_same_iteration_as_in_scikit_learn(tol: float, max_iter: int) -> None:
    observations = _noise()
    settings = {"init": observations[:20], "n_init": 1, "tol": tol, "max_iter": max_iter}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs = TheirKMeans(20, **settings).fit(observations)
        ours = KMeans(20, **settings).fit(observations)
    assert ours.n_iter_ == theirs.n_iter_
    _assert_same(ours, theirs, np.float64)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("n_init", ["auto", 3])
def test_random_starts_are_those_of_scikit_learn(
    dtype: type, weighted: bool, n_init: object
) -> None:
    observations = DATA_SETS["blobs"]().astype(dtype)
    weights = np.random.default_rng(1).uniform(size=len(observations)) if weighted else None
    for seed in range(2):
        settings = {"init": "random", "n_init": n_init, "random_state": seed}
        ours = KMeans(7, **settings).fit(observations, sample_weight=weights)
        theirs = TheirKMeans(7, **settings).fit(observations, sample_weight=weights)
        _assert_same(ours, theirs, dtype)


def test_centroids_of_empty_clusters_move_as_in_scikit_learn() -> None:
    observations = DATA_SETS["blobs"]()
    start = np.concatenate([observations[:5], np.full((3, 2), 1e3) + np.arange(3)[:, None]])
    settings = {"init": start, "n_init": 1, "tol": 0}
    ours, theirs = KMeans(8, **settings), TheirKMeans(8, **settings)
    _assert_same(ours.fit(observations), theirs.fit(observations), np.float64)


def test_drawn_starts_are_as_good_as_those_of_scikit_learn() -> None:
    observations = DATA_SETS["digits"]()
    seeds = range(20)
    ours = [KMeans(10, random_state=seed).fit(observations).inertia_ for seed in seeds]
    theirs = [TheirKMeans(10, random_state=seed).fit(observations).inertia_ for seed in seeds]
    # The standard deviation is about 0.7 % of the mean; means of 20 differ by less than 1 %.
    assert np.mean(ours) < 1.01 * np.mean(theirs)


# ---- In scikit-learn's tools


def test_it_is_a_clusterer_and_can_be_cloned() -> None:
    kmeans = KMeans(3, init=np.eye(3)).set_output(transform="pandas")
    kmeans.fit(np.eye(3))
    cloned = clone(kmeans)
    assert is_clusterer(kmeans)
    assert cloned.get_params().keys() == kmeans.get_params().keys()
    assert not hasattr(cloned, "labels_")
    assert type(cloned.fit_transform(np.eye(3))).__name__ == "DataFrame"


def test_exceptions_and_warnings_are_those_of_scikit_learn_if_it_is_loaded() -> None:
    with pytest.raises(NotFittedError):
        KMeans().predict(np.eye(3))
    with pytest.warns(ConvergenceWarning):
        KMeans(2).fit(np.ones((5, 2)))


def test_it_works_in_a_pipeline() -> None:
    observations = load_iris().data
    pipeline = make_pipeline(StandardScaler(), KMeans(3, init="random", random_state=0))
    peer = make_pipeline(StandardScaler(), TheirKMeans(3, init="random", random_state=0))
    np.testing.assert_array_equal(
        pipeline.fit_predict(observations), peer.fit_predict(observations)
    )
    np.testing.assert_allclose(pipeline.transform(observations), peer.transform(observations))
    assert "KMeans" in pipeline._repr_html_()
    assert pipeline[-1].get_feature_names_out().tolist() == ["kmeans0", "kmeans1", "kmeans2"]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_grid_search_gives_the_result_of_scikit_learn(n_jobs: int) -> None:
    # Not the iris flowers: they are measured in tenths, so two distances to centroids are equal.
    observations = make_blobs(300, 3, centers=5, random_state=2)[0]
    grid = {"n_clusters": [2, 3, 5], "random_state": [0, 1]}
    searches = [
        GridSearchCV(estimator, grid, n_jobs=n_jobs, cv=3).fit(observations)
        for estimator in (KMeans(init="random", n_init=2), TheirKMeans(init="random", n_init=2))
    ]
    ours, theirs = (search.cv_results_["mean_test_score"] for search in searches)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    assert pickle.loads(pickle.dumps(searches[0])).best_params_ == searches[0].best_params_


def test_metadata_routing_passes_weights() -> None:
    observations = load_iris().data
    weights = np.random.default_rng(0).uniform(size=len(observations))
    with sklearn.config_context(enable_metadata_routing=True):
        kmeans = KMeans(3, init=observations[:3]).set_fit_request(sample_weight=True)
        pipeline = make_pipeline(clone(kmeans)).fit(observations, sample_weight=weights)
        with pytest.raises(ValueError, match="sample_weight"):
            make_pipeline(KMeans(3)).fit(observations, sample_weight=weights)
    expected = KMeans(3, init=observations[:3]).fit(observations, sample_weight=weights)
    np.testing.assert_array_equal(pipeline[-1].cluster_centers_, expected.cluster_centers_)
