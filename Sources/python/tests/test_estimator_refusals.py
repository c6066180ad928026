"""Input that the estimator refuses, and its error messages."""

from __future__ import annotations

import numpy as np
import pytest

from vq import KMeans


@pytest.mark.parametrize(
    ("data", "kind", "message"),
    [
        (np.ones(5), ValueError, "Expected 2D array, got 1D array instead. Reshape your data"),
        (np.ones((2, 2, 2)), ValueError, "got 3D array"),
        (3.0, ValueError, "got scalar array"),
        (np.ones((0, 3)), ValueError, r"0 sample\(s\) \(shape=\(0, 3\)\)"),
        (np.ones((3, 0)), ValueError, r"0 feature\(s\) \(shape=\(3, 0\)\)"),
        (np.ones((9, 2), dtype=complex), ValueError, "Complex data not supported"),
        (np.ones((9, 2), dtype="M8[s]"), TypeError, "are not numbers"),
        ([["a", "b"]] * 9, ValueError, "could not convert string to float"),
        ([[{}, 1]] * 9, TypeError, "must be a string or a real number"),
        (np.ones((7, 2)), ValueError, "n_samples=7 should be >= n_clusters=8"),
    ],
)
def test_data_that_are_not_a_matrix_of_numbers_are_refused(
    data: object, kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=message):
        KMeans().fit(data)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("count", [50, 5000])
@pytest.mark.parametrize("method", ["fit", "predict", "transform", "score"])
def test_an_error_names_a_value_that_is_not_finite(method: str, count: int, value: float) -> None:
    clean = np.random.default_rng(0).normal(size=(count, 3))
    kmeans = KMeans(2, random_state=0).fit(clean)
    clean[17, 2] = value
    with pytest.raises(ValueError, match="row 17, column 2 .* NaN or infinite"):
        getattr(kmeans, method)(clean)


@pytest.mark.parametrize("init", ["k-means++", "random"])
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones(3), "one weight for each"),
        (np.ones((400, 1)), "one weight for each"),
        (np.zeros(400), "at least one non-zero"),
        (np.r_[np.ones(9), -1, np.ones(390)], "weight in row 9 is -1.0"),
        (np.r_[np.ones(9), np.nan, np.ones(390)], "weight in row 9 is nan"),
    ],
)
def test_invalid_weights_are_refused(
    observations: np.ndarray, init: str, weights: np.ndarray, message: str
) -> None:
    kmeans = KMeans(3, init=init)
    with pytest.raises(ValueError, match=message):
        kmeans.fit(observations, sample_weight=weights)
    with pytest.raises(ValueError, match=message):
        kmeans.fit(observations).score(observations, sample_weight=weights)


def test_a_single_number_is_the_weight_of_every_row(observations: np.ndarray) -> None:
    start = observations[:3]
    once = KMeans(3, init=start).fit(observations)
    twice = KMeans(3, init=start).fit(observations, sample_weight=2)
    assert twice.inertia_ == pytest.approx(2 * once.inertia_)


def test_centroids_of_another_shape_are_refused(observations: np.ndarray) -> None:
    for init in (observations[:3], observations[:4, :3], observations[0], 3.0):
        with pytest.raises(ValueError, match=r"The shape of the initial centers \("):
            KMeans(4, init=init).fit(observations)
    with pytest.raises(ValueError, match="The shape of the initial centers"):
        KMeans(4, init=lambda X, k, random_state: X[:3]).fit(observations)


def test_given_centroids_are_used_in_one_run(observations: np.ndarray) -> None:
    with pytest.warns(RuntimeWarning, match="performing only one init"):
        KMeans(4, init=observations[:4], n_init=3).fit(observations)


def test_fewer_distinct_rows_than_clusters_give_a_warning() -> None:
    with pytest.warns(UserWarning, match=r"distinct clusters \(2\) found smaller .* \(3\)"):
        labels = KMeans(3).fit_predict([[0, 0]] * 5 + [[1, 1]] * 5)
    assert len(set(labels[:5])) == len(set(labels[5:])) == 1


def test_another_number_of_features_is_refused(observations: np.ndarray) -> None:
    kmeans = KMeans(2).fit(observations)
    with pytest.raises(ValueError, match="X has 3 features, but KMeans is expecting 5 features"):
        kmeans.predict(observations[:, :3])


@pytest.mark.parametrize("verbose", [-1, "yes", None, 0.5])
def test_verbose_is_a_number_or_a_boolean(observations: np.ndarray, verbose: object) -> None:
    with pytest.raises(
        ValueError, match="'verbose' parameter of KMeans must be an int in the range"
    ):
        KMeans(2, verbose=verbose).fit(observations)


@pytest.mark.parametrize("verbose", [False, np.True_, 2])
def test_every_valid_value_of_verbose_fits(observations: np.ndarray, verbose: int) -> None:
    KMeans(2, verbose=verbose).fit(observations)
