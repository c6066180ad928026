"""kmeans and kmeans2 compared with SciPy's, with the same seeds."""

import inspect
import warnings

import numpy as np
import pytest
import scipy.cluster.vq as scipy_vq

import vq

SHAPES = [(40, 2, 3), (200, 3, 8), (150, 4, 3), (12, 20, 2), (500, 1, 6)]

# Means of the same rows, summed in another order: both are off by a few roundings of sums of
# hundreds of numbers around 1. A centroid near 0 has the same absolute error, so there is an
# `atol`.
SAME = {"rtol": 1e-12, "atol": 1e-13}


def blobs(n, d, dtype=np.float64, seed=0):
    generator = np.random.default_rng(seed)
    centers = generator.normal(scale=3, size=(4, d))
    return (centers[generator.integers(4, size=n)] + generator.normal(size=(n, d))).astype(dtype)


def seeds():
    yield "seed", lambda: {"seed": 11}
    yield "seed of NumPy", lambda: {"seed": np.int64(12)}
    yield "rng", lambda: {"rng": 13}
    yield "sequence", lambda: {"rng": [1, 2, 3]}
    yield "state", lambda: {"seed": np.random.RandomState(14)}
    yield "generator", lambda: {"rng": np.random.default_rng(15)}
    yield "generator as seed", lambda: {"seed": np.random.default_rng(16)}


def kmeans_of_scipy_1_18(obs, k, rng, iter=20, thresh=1e-5):
    """SciPy 1.18's `kmeans`, made from 1.17's.

    1.18 returns the distortion of the returned codebook and chooses by it; 1.17 uses that of the
    codebook before.
    """
    if not hasattr(scipy_vq, "_kmeans"):
        return scipy_vq.kmeans(obs, k, iter, thresh, rng=rng)
    runs = []
    for _ in range(iter):
        book, _ = scipy_vq._kmeans(obs, scipy_vq._kpoints(obs, k, rng, np), thresh)
        runs.append((book, scipy_vq.vq(obs, book)[1].mean()))
    return min(runs, key=lambda run: run[1])


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("n,d,k", SHAPES)
def test_kmeans_finds_scipys_codebook(n, d, k, seed):
    obs = blobs(n, d, seed=seed)
    ours, distortion = vq.kmeans(obs, k, rng=np.random.default_rng(seed))
    theirs, their_distortion = kmeans_of_scipy_1_18(obs, k, rng=np.random.default_rng(seed))
    np.testing.assert_allclose(ours, theirs, **SAME)
    np.testing.assert_allclose(distortion, their_distortion, rtol=1e-12)


@pytest.mark.parametrize("kind", [name for name, _ in seeds()])
def test_a_run_of_kmeans_equals_scipy_1_17_for_every_kind_of_seed(kind):
    obs, make = blobs(100, 3), dict(seeds())[kind]
    ours, _ = vq.kmeans(obs, 5, iter=1, **make())
    theirs, _ = scipy_vq.kmeans(obs, 5, iter=1, **make())
    np.testing.assert_allclose(ours, theirs, **SAME)


@pytest.mark.parametrize("minit", ["random", "points", "++"])
@pytest.mark.parametrize("kind", [name for name, _ in seeds()])
def test_kmeans2_equals_scipy_for_every_kind_of_seed(kind, minit):
    obs, make = blobs(100, 3), dict(seeds())[kind]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        ours, label = vq.kmeans2(obs, 5, minit=minit, **make())
        theirs, their_label = scipy_vq.kmeans2(obs, 5, minit=minit, **make())
    np.testing.assert_allclose(ours, theirs, **SAME)
    np.testing.assert_array_equal(label, their_label, strict=True)


@pytest.mark.parametrize("one_dimension", [False, True])
@pytest.mark.parametrize("minit", ["random", "points", "++"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("n,d,k", SHAPES)
def test_kmeans2_finds_scipys_centroids_and_labels(n, d, k, seed, minit, one_dimension):
    obs = blobs(n, d, seed=seed)
    obs = obs[:, 0] if one_dimension else obs
    for iterations in (1, 3, 10):
        found = []
        for function in (vq.kmeans2, scipy_vq.kmeans2):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result = function(obs, k, iterations, minit=minit, seed=seed)
            found.append((*result, {(w.category, str(w.message)) for w in caught}))
        (ours, label, our_warnings), (theirs, their_label, their_warnings) = found
        np.testing.assert_allclose(ours, theirs, **SAME)
        np.testing.assert_array_equal(label, their_label, strict=True)
        assert our_warnings == their_warnings


@pytest.mark.parametrize("make", [np.random.RandomState, np.random.default_rng])
def test_generators_are_left_in_the_same_state(make):
    obs = blobs(60, 2)
    ours, theirs = make(5), make(5)
    for module, generator in ((vq, ours), (scipy_vq, theirs)):
        module.kmeans(obs, 3, seed=generator)
        for minit in ("points", "++", "random"):
            module.kmeans2(obs, 3, minit=minit, seed=generator)
    np.testing.assert_array_equal(ours.random(4), theirs.random(4))


def test_without_a_seed_the_global_state_is_used():
    obs = blobs(60, 2)
    np.random.seed(8)
    ours = vq.kmeans2(obs, 3, minit="points")[0]
    np.random.seed(8)
    np.testing.assert_allclose(ours, scipy_vq.kmeans2(obs, 3, minit="points")[0], **SAME)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_guess_gives_scipys_result(dtype):
    obs = blobs(300, 4, dtype)
    guess = obs[:6]
    # SciPy sums 300 rows in float32; our sums are exact to the rounding of float32.
    tolerance = 1e-5 if dtype == np.float32 else 1e-12
    (ours, distortion), (theirs, their_distortion) = (
        module.kmeans(obs, guess) for module in (vq, scipy_vq)
    )
    assert type(distortion) is type(their_distortion) is dtype
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)
    assert ours.dtype == theirs.dtype == dtype
    ours, label = vq.kmeans2(obs, guess, minit="matrix")
    theirs, their_label = scipy_vq.kmeans2(obs, guess, minit="matrix")
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)
    np.testing.assert_array_equal(label, their_label, strict=True)
    assert ours.dtype == theirs.dtype == dtype


@pytest.mark.parametrize("thresh", [0, 1e-5, 0.1, 1e16])
def test_thresh_ends_runs_as_in_scipy(thresh):
    obs = blobs(300, 3)
    for k in (2, 5, 9):
        ours, theirs = (m.kmeans(obs, obs[:k], thresh=thresh)[0] for m in (vq, scipy_vq))
        np.testing.assert_allclose(ours, theirs, **SAME)


def test_an_infinite_thresh_is_accepted():
    obs = blobs(100, 2)
    ours, theirs = vq.kmeans(obs, obs[:4], thresh=np.inf), vq.kmeans(obs, obs[:4], thresh=1e300)
    np.testing.assert_array_equal(ours[0], theirs[0])


def test_kmeans_drops_what_kmeans2_keeps():
    obs, guess = np.array([[0.0], [1.0], [10.0]]), np.array([[0.5], [100.0], [10.0], [-50.0]])
    np.testing.assert_array_equal(vq.kmeans(obs, guess)[0], [[0.5], [10.0]])
    with pytest.warns(UserWarning, match="^One of the clusters is empty") as caught:
        centroids, label = vq.kmeans2(obs, guess)
    assert len(caught) == 1 and caught[0].filename == __file__
    np.testing.assert_array_equal(centroids, guess)
    np.testing.assert_array_equal(label, [0, 0, 2])
    with pytest.raises(vq.ClusterError):
        vq.kmeans2(obs, guess, missing="raise")


@pytest.mark.filterwarnings("ignore:One of the clusters is empty")
@pytest.mark.parametrize(
    "dtype", ["bool", "int32", "uint64", ">f8", ">f4", "float16", "longdouble"]
)
def test_element_types_that_scipy_refuses_are_converted(dtype):
    obs = np.abs(3 * blobs(80, 3)).astype(dtype)
    wide = obs.astype(np.float64)
    tolerance = 1e-5 if obs.dtype.kind == "f" and obs.dtype.itemsize <= 4 else 1e-12
    for function in ("kmeans", "kmeans2"):
        ours = getattr(vq, function)(obs, wide[:3])[0]
        theirs = getattr(scipy_vq, function)(wide, wide[:3])[0]
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def test_inputs_do_not_change():
    obs, guess = blobs(50, 2), blobs(3, 2, seed=1)
    copies = obs.copy(), guess.copy()
    vq.whiten(obs), vq.vq(obs, guess), vq.kmeans(obs, guess), vq.kmeans2(obs, guess)
    np.testing.assert_array_equal(obs, copies[0])
    np.testing.assert_array_equal(guess, copies[1])


def test_outputs_own_their_memory():
    obs = blobs(50, 2)
    outputs = [vq.whiten(obs), *vq.vq(obs, obs[:3]), *vq.kmeans2(obs, obs[:3])]
    outputs += [vq.kmeans(obs, 3)[0], vq.kmeans(obs[:, 0], 3)[0], vq.kmeans2(obs[:, 0], 3)[0]]
    assert all(array.flags.owndata and array.flags.writeable for array in outputs)


def test_a_singular_covariance_is_accepted():
    # SciPy raises LinAlgError.
    obs = np.column_stack([blobs(50, 2), np.ones(50)])
    centroids, _ = vq.kmeans2(obs, 2, seed=3)
    np.testing.assert_allclose(centroids[:, 2], 1)


def test_plusplus_of_equal_observations_does_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(vq.ClusterError):
            vq.kmeans2(np.ones((5, 2)), 3, minit="++", missing="raise", seed=1)


@pytest.mark.parametrize("scale", [2.0**-700, 2.0**660])
def test_numbers_whose_squares_overflow_or_underflow_are_clustered_like_others(scale):
    # SciPy's labels are then uninitialized memory, and SciPy may crash.
    obs = blobs(60, 2)
    ours, distortion = vq.kmeans(scale * obs, 3, thresh=scale * 1e-5, seed=1)
    want, want_distortion = vq.kmeans(obs, 3, thresh=1e-5, seed=1)
    np.testing.assert_array_equal(ours, scale * want)
    assert distortion == scale * want_distortion
    for minit in ("points", "++"):
        ours, label = vq.kmeans2(scale * obs, 3, minit=minit, seed=1)
        want, want_label = vq.kmeans2(obs, 3, minit=minit, seed=1)
        np.testing.assert_array_equal(ours, scale * want)
        np.testing.assert_array_equal(label, want_label)


@pytest.mark.filterwarnings("ignore:One of the clusters is empty")
@pytest.mark.parametrize("minit", ["random", "points", "++"])
@pytest.mark.parametrize(
    "dtype", ["bool", "int8", "uint64", "float16", "float32", "longdouble", ">f8"]
)
def test_every_init_takes_every_element_type(dtype, minit):
    obs = np.abs(blobs(80, 3)).astype(dtype)
    centroids, _ = vq.kmeans2(obs, 2, minit=minit, seed=1)
    want, _ = vq.kmeans2(obs.astype(np.float64), 2, minit=minit, seed=1)
    np.testing.assert_allclose(centroids, want, rtol=1e-6)


@pytest.mark.parametrize("init", ["plusplus", "greedy", "parallel", "gaussian", "automatic"])
def test_other_inits_are_reproducible_and_better_than_one_cluster(init):
    obs = blobs(400, 3)
    first, second = (vq.kmeans(obs, 4, iter=3, rng=4, init=init) for _ in range(2))
    np.testing.assert_array_equal(first[0], second[0])
    assert first[1] == second[1] < vq.kmeans(obs, 1)[1]


def test_starts_drawn_in_groups_give_the_same_codebook(monkeypatch):
    obs = blobs(300, 3)
    together = vq.kmeans(obs, 6, rng=1)
    monkeypatch.setattr("vq._kmeans._MAXIMUM_START_BYTES", 3 * 6 * 3 * 8)
    apart = vq.kmeans(obs, 6, rng=1)
    np.testing.assert_array_equal(together[0], apart[0])
    assert together[1] == apart[1]


@pytest.mark.parametrize("name", ["whiten", "vq", "kmeans", "kmeans2", "py_vq"])
def test_signatures_begin_with_scipys(name):
    def arguments(module):
        parameters = inspect.signature(getattr(module, name)).parameters.values()
        return [(p.name, p.kind, p.default) for p in parameters]

    ours, theirs = arguments(vq), arguments(scipy_vq)
    assert ours[: len(theirs)] == theirs
    assert all(kind is inspect.Parameter.KEYWORD_ONLY for _, kind, _ in ours[len(theirs) :])
