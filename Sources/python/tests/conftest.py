"""Which peers there are to compare with."""

from importlib import metadata

# SciPy is compared with as of 1.17, which needs Python 3.11, and scikit-learn as of 1.8.
_COMPARISONS = {
    "scipy": ((1, 17), ["test_*_like_scipy.py", "test_scipys_own_tests.py"]),
    "scikit-learn": ((1, 8), ["test_*scikit_learns*.py"]),
}

collect_ignore_glob = [
    pattern
    for peer, (oldest, patterns) in _COMPARISONS.items()
    if tuple(map(int, metadata.version(peer).split(".")[:2])) < oldest
    for pattern in patterns
]
