"""The estimator without scikit-learn: parameters, input, output, draws."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest

from vq import KMeans, Whitening
from vq._errors import ConvergenceWarning, of_scikit_learn
from vq._library import library

# ---- Parameters


def test_parameters_are_read_set_and_shown_by_name() -> None:
    kmeans = KMeans(3, tol=0, n_jobs=2)
    assert kmeans.get_params()["n_clusters"] == 3
    assert kmeans.set_params(n_clusters=5, tol=1e-4) is kmeans
    assert repr(kmeans) == "KMeans(n_clusters=5, n_jobs=2)"
    assert repr(KMeans(init=np.eye(2))) == "KMeans(init=array([[1., 0.],\n       [0., 1.]]))"
    with pytest.raises(ValueError, match="Invalid parameter 'clusters' for estimator KMeans"):
        kmeans.set_params(clusters=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_clusters", 0),
        ("n_clusters", 2.0),
        ("n_clusters", True),
        ("init", "kmeans++"),
        ("init", None),
        ("n_init", 0),
        ("n_init", "warn"),
        ("max_iter", 0),
        ("tol", -1e-9),
        ("tol", np.nan),
        ("tol", "small"),
        ("random_state", "seed"),
        ("random_state", 1.5),
        ("algorithm", "full"),
        ("n_jobs", 0),
        ("n_jobs", 1.5),
        ("n_jobs", True),
    ],
)
def test_a_parameter_out_of_range_is_named_when_it_is_used(
    observations: np.ndarray, name: str, value: object
) -> None:
    kmeans = KMeans().set_params(**{name: value})
    for kind in (ValueError, TypeError):
        with pytest.raises(kind, match=f"The '{name}' parameter of KMeans must be .* Got "):
            kmeans.fit(observations)


def test_a_fitted_estimator_survives_pickling(observations: np.ndarray) -> None:
    kmeans = KMeans(4, random_state=0).fit(observations)
    again = pickle.loads(pickle.dumps(kmeans))
    assert repr(again) == repr(kmeans)
    np.testing.assert_array_equal(again.predict(observations), kmeans.labels_)


# ---- Results


def test_labels_centroids_and_statistics_belong_together(observations: np.ndarray) -> None:
    weights = np.random.default_rng(1).uniform(size=len(observations))
    kmeans = KMeans(6, max_iter=2, tol=0, random_state=0)
    kmeans.fit(observations, sample_weight=weights)
    squared = ((observations[:, None] - kmeans.cluster_centers_) ** 2).sum(axis=2)
    np.testing.assert_array_equal(kmeans.labels_, squared.argmin(axis=1))
    np.testing.assert_array_equal(kmeans.labels_, kmeans.predict(observations))
    assert kmeans.labels_.dtype == np.int32
    assert kmeans.n_iter_ == 2
    assert kmeans.inertia_ == pytest.approx(squared.min(axis=1) @ weights, rel=1e-12)
    assert kmeans.score(observations, sample_weight=weights) == pytest.approx(-kmeans.inertia_)


@pytest.mark.parametrize(
    "dtype", ["f2", "f4", "f8", ">f4", ">f8", "i1", "u2", "i8", "u8", "g", "?", "O"]
)
def test_every_element_type_gives_the_result_of_float64(dtype: str) -> None:
    integers = np.random.default_rng(3).integers(0, 2 if dtype == "?" else 100, size=(300, 4))
    start = integers[[0, 10, 20, 30]] + np.arange(4)[:, None] / 8
    expected = KMeans(4, init=start).fit(integers.astype(np.float64))
    found = KMeans(4, init=start).fit(integers.astype(dtype))
    is_single = np.dtype(dtype).newbyteorder("=") == np.float32
    assert found.cluster_centers_.dtype == (np.float32 if is_single else np.float64)
    np.testing.assert_array_equal(found.labels_, expected.labels_)
    np.testing.assert_allclose(
        found.cluster_centers_, expected.cluster_centers_, rtol=1e-6 if is_single else 1e-14
    )


def test_the_layout_does_not_matter_and_observations_do_not_change(
    observations: np.ndarray,
) -> None:
    start = observations[:4].copy()
    expected = KMeans(4, init=start).fit(observations)
    wide = np.zeros((400, 9))
    wide[:, 2:7] = observations
    layouts = [
        np.asfortranarray(observations),
        wide[:, 2:7],
        observations[::-1][::-1],
        np.ascontiguousarray(observations[:, ::-1])[:, ::-1],
        observations.view(np.matrix),
        observations.tolist(),
    ]
    for layout in layouts:
        if isinstance(layout, np.ndarray):
            layout.flags.writeable = False
        found = KMeans(4, init=start, copy_x=False).fit(layout)
        np.testing.assert_array_equal(found.labels_, expected.labels_)
        assert found.inertia_ == expected.inertia_


def test_float64_observations_are_not_rounded_for_float32_centroids() -> None:
    kmeans = KMeans(2, init=[[0], [1]]).fit(np.array([[0], [1]], dtype=np.float32))
    above = np.array([[0.5 + 1e-12]])
    assert kmeans.predict(above).tolist() == [1]
    assert kmeans.transform(above).dtype == np.float64
    assert kmeans.transform(above.astype(np.float32)).dtype == np.float32


def test_the_number_of_threads_does_not_change_the_bits() -> None:
    observations = np.random.default_rng(2).normal(size=(20_000, 8))
    one = KMeans(16, random_state=4, n_jobs=1).fit(observations)
    for n_jobs in (2, -1, -2, -999, None):
        other = KMeans(16, random_state=4, n_jobs=n_jobs).fit(observations)
        np.testing.assert_array_equal(one.cluster_centers_, other.cluster_centers_)
        assert one.inertia_ == other.inertia_
        transformed = other.transform(observations)
        np.testing.assert_array_equal(one.transform(observations), transformed)


def test_n_jobs_is_counted_as_in_joblib(monkeypatch: pytest.MonkeyPatch) -> None:
    processors = library().configuration().workers
    requested = []
    monkeypatch.setattr(
        "vq._engine.checked_workers", lambda workers: requested.append(workers) or 1
    )
    for n_jobs in (3, 1, -2, -1 - processors, -999, -1, None):
        KMeans(2, n_jobs=n_jobs).fit(np.eye(4))
    last_of_each = requested[1::2]
    assert last_of_each == [3, 1, max(1, processors - 1), 1, 1, None, None]


def test_all_algorithms_give_the_same_result(observations: np.ndarray) -> None:
    expected = KMeans(7, random_state=0).fit(observations)
    # Without the engine's name for 'auto', and the algorithm that takes a single feature.
    for algorithm in {*library().algorithms, "elkan"} - {"automatic", "sorted"}:
        found = KMeans(7, random_state=0, algorithm=algorithm).fit(observations)
        np.testing.assert_array_equal(
            found.cluster_centers_, expected.cluster_centers_, err_msg=algorithm
        )


# ---- Convergence


def test_a_fit_that_ends_before_it_converges_warns_and_is_not_converged(
    observations: np.ndarray,
) -> None:
    start, warning = observations[:6], of_scikit_learn(ConvergenceWarning)
    with pytest.warns(warning, match=r"ended at max_iter=2 .* before it converged"):
        assert not KMeans(6, init=start, max_iter=2).fit(observations).converged_


def test_a_fit_of_a_fixed_number_of_iterations_does_not_warn(
    observations: np.ndarray,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kmeans = KMeans(6, init=observations[:6], max_iter=2, tol=0).fit(observations)
        assert not kmeans.converged_
        assert kmeans.set_params(max_iter=300).fit(observations).converged_


def test_verbose_prints_iterations_in_scikit_learns_form(
    observations: np.ndarray, capsys: pytest.CaptureFixture[str]
) -> None:
    kmeans = KMeans(4, init=observations[:4], verbose=1, tol=0).fit(observations)
    lines = capsys.readouterr().out.splitlines()
    last = kmeans.n_iter_ - 1
    assert lines[0] == "Initialization complete"
    for iteration, line in enumerate(lines[1:-1]):
        assert re.fullmatch(rf"Iteration {iteration}, inertia \d+\.\d+\.", line)
    assert iteration == last
    assert lines[-1] == f"Converged at iteration {last}: strict convergence."

    kmeans.set_params(tol=0.1).fit(observations)
    assert re.fullmatch(
        rf"Converged at iteration {kmeans.n_iter_ - 1}: center shift \S+ within tolerance.",
        capsys.readouterr().out.splitlines()[-1],
    )
    kmeans.set_params(max_iter=2, tol=0).fit(observations)
    assert capsys.readouterr().out.splitlines()[-1].startswith("Iteration 1, inertia ")


def test_verbose_prints_the_lines_of_a_run_together(
    observations: np.ndarray, capsys: pytest.CaptureFixture[str]
) -> None:
    KMeans(4, n_init=3, random_state=0, verbose=1, tol=0).fit(observations)
    runs = capsys.readouterr().out.split("Initialization complete\n")[1:]
    assert len(runs) == 3
    for run in runs:
        lines = run.splitlines()
        numbers = [int(line.split()[1].rstrip(",")) for line in lines[:-1]]
        assert numbers == list(range(len(lines) - 1))
        assert lines[-1] == f"Converged at iteration {len(lines) - 2}: strict convergence."


# ---- Draws


def test_a_weight_counts_like_repeated_rows_and_the_order_does_not_matter() -> None:
    for seed in range(20):
        generator = np.random.default_rng(seed)
        rows = generator.normal(size=(40, 3))
        if seed % 2:
            rows = rows.round()
        times = generator.integers(0, 4, size=40)
        order = generator.permutation(times.sum())
        repeated = KMeans(5, tol=0, random_state=seed).fit(rows.repeat(times, axis=0)[order])
        weighted = KMeans(5, tol=0, random_state=seed).fit(rows, sample_weight=times)
        np.testing.assert_allclose(
            repeated.cluster_centers_, weighted.cluster_centers_, rtol=1e-12, atol=1e-12
        )
        assert repeated.inertia_ == pytest.approx(weighted.inertia_, rel=1e-12)


@pytest.mark.parametrize("count", [200, 3000])
@pytest.mark.parametrize("init", ["k-means++", "k-means||", "random"])
def test_a_random_state_fixes_the_result(init: str, count: int) -> None:
    observations = np.random.default_rng(5).normal(size=(count, 3))

    def centroids(random_state: object) -> np.ndarray:
        kmeans = KMeans(9, init=init, n_init=2, random_state=random_state, max_iter=3, tol=0)
        return kmeans.fit(observations).cluster_centers_

    for make in (lambda: 3, lambda: np.random.RandomState(3), lambda: np.random.default_rng(3)):
        np.testing.assert_array_equal(centroids(make()), centroids(make()))
    np.random.seed(11)
    first = centroids(None)
    second = centroids(None)
    np.random.seed(11)
    np.testing.assert_array_equal(first, centroids(None))
    assert (first != second).any()


def test_more_runs_give_a_lower_inertia(observations: np.ndarray) -> None:
    one = KMeans(12, n_init=1, random_state=0).fit(observations)
    ten = KMeans(12, n_init=10, random_state=0).fit(observations)
    assert ten.inertia_ < one.inertia_


def test_a_callable_chooses_the_centroids_of_each_run(observations: np.ndarray) -> None:
    calls = []

    def choose(given: np.ndarray, clusters: int, random_state: object) -> np.ndarray:
        calls.append(random_state)
        return given[len(calls) :][:clusters]

    kmeans = KMeans(3, init=choose, random_state=1).fit(observations)
    assert len(calls) == 10
    assert all(isinstance(state, np.random.RandomState) for state in calls)
    singles = [KMeans(3, init=observations[i : i + 3]).fit(observations) for i in range(1, 11)]
    assert kmeans.inertia_ == min(single.inertia_ for single in singles)


# ---- Distances


@pytest.mark.parametrize(
    ("dtype", "offset"),
    [(np.float32, 0), (np.float32, 1e4), (np.float64, 0), (np.float64, 1e4), (np.float64, 1e8)],
)
def test_transform_keeps_digits_far_from_zero(dtype: type, offset: float) -> None:
    generator = np.random.default_rng(0)
    centroids = (generator.normal(size=(40, 6)) + offset).astype(dtype)
    close = centroids[generator.integers(0, 40, 500)] + generator.normal(size=(500, 6)) * 1e-6
    observations = np.concatenate([close, generator.normal(size=(500, 6)) + offset]).astype(dtype)
    kmeans = KMeans(40, init=centroids, max_iter=1).fit(centroids)
    difference = observations[:, None].astype(np.longdouble) - kmeans.cluster_centers_
    exact = np.sqrt((difference**2).sum(axis=2))
    tolerance = 1e-12 if dtype is np.float64 else np.finfo(np.float32).eps
    np.testing.assert_allclose(
        kmeans.transform(observations), exact.astype(np.float64), rtol=tolerance
    )


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_transform_neither_overflows_nor_underflows(scale: float) -> None:
    kmeans = KMeans(2, init=[[0, 0], [1, 1]]).fit([[0, 0], [1, 1]])
    kmeans.cluster_centers_ = kmeans.cluster_centers_ * scale
    np.testing.assert_allclose(
        kmeans.transform(np.array([[3.0, 4.0]]) * scale), [[5 * scale, np.sqrt(13) * scale]]
    )


def test_fit_transform_is_fit_and_transform(observations: np.ndarray) -> None:
    kmeans = KMeans(3, random_state=0)
    transformed = kmeans.fit_transform(observations)
    np.testing.assert_array_equal(transformed, kmeans.transform(observations))
    np.testing.assert_array_equal(transformed.argmin(axis=1), kmeans.labels_)
    assert kmeans.get_feature_names_out().tolist() == ["kmeans0", "kmeans1", "kmeans2"]


def test_scikit_learn_before_1_6_finds_the_kinds_of_the_estimators() -> None:
    assert KMeans()._estimator_type == "clusterer"
    assert Whitening()._estimator_type is None
    assert KMeans()._more_tags() == {"preserves_dtype": [np.float64, np.float32]}


def test_notebooks_show_the_parameters(observations: np.ndarray) -> None:
    kmeans = KMeans(3, init=lambda X, k, random_state: X[:k])
    shown = kmeans._repr_html_()
    assert "<b>n_clusters</b></td><td><pre>3</pre>" in shown
    assert "<span>tol</span></td><td><pre>0.0001</pre>" in shown
    assert "&lt;function" in shown and "<function" not in shown
    assert "(not fitted)" in shown
    assert "(fitted)" in kmeans.fit(observations)._repr_html_()


def test_scikit_learn_is_neither_needed_nor_loaded() -> None:
    program = """
import sys, numpy as np, vq
kmeans = vq.KMeans(2)
try:
    kmeans.predict(np.eye(2))
except ValueError as error:
    assert isinstance(error, AttributeError) and "not fitted yet" in str(error), error
kmeans.fit_transform(np.arange(20.0).reshape(10, 2))
loaded = {"sklearn", "scipy", "pandas", "polars", "pyarrow", "torch"} & set(sys.modules)
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", program], check=True)
