"""Invalid input raises the same exceptions as in SciPy, with better messages."""

import numpy as np
import pytest
import scipy.cluster.vq as scipy_vq

import vq

# Deprecated in SciPy, but still the reference, because it subtracts before it squares.
pytestmark = pytest.mark.filterwarnings("ignore:.*py_vq:DeprecationWarning")

X = np.arange(24.0).reshape(12, 2) ** 1.5
NAN = np.where(X.max() > X, X, np.nan)
OBJECTS = X.astype(object)
WORDS = X.astype(str)
CUBE = X.reshape(2, 6, 2)

CALLS = {
    "whiten": [
        (NAN,),
        (OBJECTS,),
        (WORDS,),
        (3.0,),
        ([[1.0], [2.0, 3.0]],),
        (None,),
    ],
    "vq": [
        (NAN, X[:2]),
        (X, NAN[-2:]),
        (X, X[:2, :1]),
        (X, X[0]),
        (CUBE, CUBE),
        (OBJECTS, X),
        (X, WORDS),
        (X.astype(complex), X),
        (X.astype(int), np.empty((0, 2), int)),
        (X, None),
    ],
    "py_vq": [
        (NAN, X[:2]),
        (X, X[:2, :1]),
        (X, X[0]),
        (CUBE, CUBE),
        (OBJECTS, X),
        (3.0, 2.0),
        (X.astype(complex), X),
        (X, np.empty((0, 2))),
    ],
    "kmeans": [
        (NAN, 2),
        (X, 0),
        (X, -1),
        (X, 2.5),
        (X, 13),
        (X, []),
        (X, np.empty((0, 2))),
        (X, np.nan),
        (X, np.inf),
        (X, None),
        (X, "2"),
        (X, X[:2, :1]),
        (X, X[0]),
        (X, NAN[-2:]),
        (X, 2, 0),
        (X, X[:2], 0),
        (X, X[:2], 0.5),
        (X, 2, 1.5),
        (X, 2, 20, "0"),
        (X, 2, 20, None),
        (OBJECTS, 2),
        (WORDS, 2),
        (X.astype(complex), 2),
        (CUBE, 2),
        (3.0, 1),
        (np.empty((0, 2)), 1),
        (X, 2, {"rng": "a"}),
        (X, X[:2], {"rng": "a"}),
        (X, 2, {"rng": 1.5}),
        (X, 2, {"rng": np.random}),
        (X, 2, {"seed": "a"}),
        (X, 2, {"seed": 1.5}),
        (X, 2, {"seed": -1}),
        (X, 2, {"seed": 2**32}),
        (X, 2, {"seed": 1, "rng": 1}),
        (X, 2, {"seed": None, "rng": None}),
        (X, 2, 20, 1e-5, True, 1),
    ],
    "kmeans2": [
        (NAN, 2),
        (X, 0),
        (X, -1),
        (X, 0.5),
        (X, []),
        (X, np.nan),
        (X, None),
        (X, 2 + 1j),
        (X, 13, {"minit": "points"}),
        (X, X[:2, :1]),
        (X, X[0]),
        (X, NAN[-2:]),
        (X, 2, {"minit": "matrix"}),
        (X, 2, {"minit": "best"}),
        (X, 2, {"missing": "ignore"}),
        (X, 2, 0),
        (X, 2, 2.5),
        (X, 2, "3"),
        (X, 2, "a"),
        (X, 2, None),
        (OBJECTS, 2),
        (WORDS, 2),
        (CUBE, 2),
        (3.0, 1),
        (np.empty((0, 2)), 1),
        (np.empty((3, 0)), 1),
        (X[:1], 1),
        (X, 2, {"seed": "a"}),
        (X, 2, {"rng": "a"}),
        (X, 2, {"seed": 1, "rng": 1}),
        (X, [[1e6, 1e6], [1, 1]], {"missing": "raise"}),
    ],
}


def raised(function, call):
    options = call[-1] if isinstance(call[-1], dict) else {}
    try:
        function(*(call[:-1] if options else call), **options)
    except Exception as error:
        return error
    return None


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize(
    "name,call",
    [(name, call) for name, calls in CALLS.items() for call in calls],
    ids=[f"{name}-{number}" for name, calls in CALLS.items() for number in range(len(calls))],
)
def test_exceptions_have_scipys_classes(name, call):
    theirs, ours = (raised(getattr(module, name), call) for module in (scipy_vq, vq))
    assert theirs is not None, "SciPy takes it"
    wanted = vq.ClusterError if isinstance(theirs, scipy_vq.ClusterError) else type(theirs)
    assert isinstance(ours, wanted), f"{ours!r} instead of {theirs!r}"
    assert len(str(ours)) > 20


@pytest.mark.parametrize("seed", ["a", 1.5])
def test_a_bad_seed_is_refused_when_something_is_drawn_as_in_scipy(seed):
    for module in (vq, scipy_vq):
        module.kmeans(X, X[:2], seed=seed)
        module.kmeans2(X, X[:2], seed=seed)


def test_an_error_names_the_number_that_is_not_finite():
    calls = [vq.whiten, lambda obs: vq.vq(obs, X), lambda obs: vq.kmeans(obs, X[:2])]
    calls += [lambda obs: vq.kmeans(obs, 12)]
    calls += [lambda obs, m=m: vq.kmeans2(obs, 12, minit=m) for m in ("random", "points", "++")]
    for call in calls:
        with pytest.raises(ValueError, match="the observation in row 11, column 1"):
            call(NAN)


@pytest.mark.parametrize("k", [2.5, 2.0, True])
@pytest.mark.parametrize("minit", ["random", "points", "++"])
def test_counts_may_be_integral_floats(k, minit):
    # SciPy accepts these only with 'points'.
    whole = int(k)
    want = scipy_vq.kmeans2(X, whole, minit=minit, seed=4)[0]
    if whole == k:
        ours = vq.kmeans2(X, k, minit=minit, seed=4)[0]
    else:
        with pytest.warns(UserWarning, match="k was not an integer") as caught:
            ours = vq.kmeans2(X, k, minit=minit, seed=4)[0]
        assert caught[0].filename == __file__
    np.testing.assert_allclose(ours, want)


@pytest.mark.parametrize("thresh", [-1, np.nan])
def test_a_negative_or_nan_thresh_is_an_error(thresh):
    # SciPy runs forever, or raises IndexError.
    with pytest.raises(ValueError, match="thresh"):
        vq.kmeans(X, 2, thresh=thresh)


@pytest.mark.parametrize("options", [{"minit": "random"}, {"minit": "points"}, {"minit": "++"}])
def test_numbers_too_large_to_sum_are_an_error(options):
    with pytest.raises(ValueError, match=r"too large|NaN or infinite"):
        vq.kmeans2([[1e308], [1e308], [-1e308]], 2, seed=1, **options)


@pytest.mark.parametrize("workers", [0, -2, 1.5, "all"])
def test_workers_must_be_a_positive_number(workers):
    for call in (lambda: vq.vq(X, X, workers=workers), lambda: vq.kmeans(X, 2, workers=workers)):
        with pytest.raises((ValueError, TypeError), match="workers"):
            call()


def test_an_unknown_init_is_an_error():
    with pytest.raises(ValueError, match="'plusplus'"):
        vq.kmeans(X, 2, init="best")


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: vq.kmeans(X, 2, "3"), TypeError, "iter must be an integer, not '3'"),
        (lambda: vq.kmeans(X[:0], 2), ValueError, "there are no observations"),
        (
            lambda: vq.kmeans(X, 2, init="k-means++"),
            ValueError,
            "init must be one of .*'plusplus'",
        ),
        (lambda: vq.kmeans(X, 2, init=X[:2]), TypeError, "pass starting centroids as k_or_guess"),
        (lambda: vq.kmeans2(X, 2, minit="matrix"), ValueError, "k must be an array of centroids"),
        (lambda: vq.whiten(X, workers=0), ValueError, "None or -1 for every processor"),
        (lambda: vq.pack(None, "blocks"), TypeError, r"numpy.asarray\(values, dtype=float\)"),
    ],
)
def test_messages_name_the_argument_and_give_advice(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
