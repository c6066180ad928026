"""The functions that the SciPy functions and the estimators call."""

from ctypes import CDLL, byref, c_size_t, sizeof

import numpy as np
import pytest

from vq import ClusterError, _engine
from vq import _structures as s
from vq._library import library

OBS = np.random.default_rng(10).normal(size=(300, 4))
SCALARS = [np.float32, np.float64]


def fit(observations=OBS, **options):
    return _engine.fit(observations, **{"clusters": 6, "scalar": np.float64, "seed": 1} | options)


@pytest.mark.parametrize("scalar", SCALARS)
def test_codes_and_statistics_belong_to_the_centroids(scalar):
    found = fit(scalar=scalar)
    codes, distances = _engine.assign(OBS, found.centroids)
    np.testing.assert_array_equal(found.codes, codes)
    eps = np.finfo(scalar).eps
    wide = distances.astype(np.float64)
    np.testing.assert_allclose(found.inertia, np.square(wide).sum(), rtol=8 * eps)
    np.testing.assert_allclose(found.distortion, wide.mean(), rtol=8 * eps)
    assert found.outcome == "converged" and found.centroids.dtype == scalar


def test_a_weight_counts_like_repeated_rows():
    counts = np.random.default_rng(11).integers(1, 4, len(OBS))
    weighted = fit(weights=counts, start=OBS[:6])
    repeated = fit(np.repeat(OBS, counts, axis=0), start=OBS[:6])
    np.testing.assert_allclose(weighted.centroids, repeated.centroids, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(weighted.inertia, repeated.inertia, rtol=1e-12)


@pytest.mark.parametrize(
    "initialization", ["points", "gaussian", "plusplus", "greedy", "parallel"]
)
@pytest.mark.parametrize("scalar", SCALARS)
def test_seed_returns_the_start_of_the_first_restart(initialization, scalar):
    options = {"clusters": 6, "scalar": scalar, "initialization": initialization, "seed": 3}
    start = _engine.seed(OBS, **options)
    assert start.shape == (6, 4) and start.dtype == scalar
    for ours, want in zip(
        _engine.fit(OBS, **options), fit(scalar=scalar, start=start), strict=True
    ):
        np.testing.assert_array_equal(ours, want)


@pytest.mark.parametrize("preference", ["inertia", "distortion"])
def test_the_best_of_several_starts_is_returned(preference):
    starts = np.stack([OBS[6 * i : 6 * i + 6] for i in range(5)])
    each = [fit(start=start) for start in starts]
    found = fit(start=starts, restarts=5, preference=preference)
    values = [getattr(one, preference) for one in each]
    assert found.restart == values.index(min(values))
    want = each[found.restart].centroids
    np.testing.assert_allclose(found.centroids, want, rtol=1e-12, atol=1e-14)


def test_the_default_threshold_is_the_librarys():
    options = s.KMeansOptions()
    CDLL(library().path).cvq_kmeans_options_init(byref(options), c_size_t(sizeof(options)))
    assert options.threshold == s.THRESHOLD


def test_codes_distances_and_whitened_rows_are_optional():
    assert fit(codes=False).codes is None
    assert _engine.assign(OBS, OBS[:3], distances=False)[1] is None
    assert _engine.whiten(OBS, scalar=np.float64, whitened=False)[0] is None


def test_empty_clusters_are_dropped_kept_or_fail():
    start = np.vstack([OBS[:2], np.full((1, 4), 1e3)])
    assert fit(start=start, clusters=3, empty_clusters="drop").centroids.shape == (2, 4)
    kept = fit(start=start, clusters=3, empty_clusters="keep")
    np.testing.assert_array_equal(kept.centroids[2], start[2])
    assert kept.empty_iterations == kept.iterations
    assert set(fit(start=start, clusters=3).codes) == {0, 1, 2}
    with pytest.raises(ClusterError):
        fit(start=start, clusters=3, empty_clusters="fail")


@pytest.mark.parametrize(
    "options",
    [
        {"clusters": 0},
        {"clusters": 301},
        {"start": OBS[:5]},
        {"start": OBS[:6, :3]},
        {"start": OBS[:6], "restarts": 2},
        {"weights": np.ones(299)},
        {"weights": -np.ones(300)},
        {"weights": np.zeros(300)},
        {"weights": np.full(300, np.nan)},
        {"restarts": 0},
        {"max_iterations": 0},
        {"threshold": -1.0},
        {"threshold": np.nan},
        {"seed": -1},
        {"seed": 2**64},
        {"algorithm": "sorted"},
        {"algorithm": "elkan"},
        {"initialization": None},
        {"codes_of": "last_iteration"},
        {"workers": 0},
    ],
    ids=repr,
)
def test_options_out_of_range_are_value_errors(options):
    with pytest.raises(ValueError):
        fit(**options)
