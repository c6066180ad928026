"""Writes scikit-learn's scores of clusterings: selection.json.

Scores are computed from doubles for every type of observations, because scikit-learn sums some
`float32` numbers in `float32`. Two scores that scikit-learn lacks are computed from their
definitions: the simplified silhouette, and the Bayesian information criterion as a sum of
log-densities.
"""

import json
import pathlib

import numpy as np
from scipy.stats import norm
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, load_wine
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

import generator

TYPES = {"float": np.float32, "double": np.float64}


def scored(score, observations, codes):
    """Returns a score, or `None` if scikit-learn refuses."""
    try:
        return float(score(observations, codes))
    except ValueError:
        return None


def distances_to_means(observations, codes):
    labels = np.unique(codes)
    means = np.array([observations[codes == label].mean(axis=0) for label in labels])
    return np.searchsorted(labels, codes), np.linalg.norm(
        observations[:, None, :] - means[None, :, :], axis=2
    )


def simplified_silhouette(observations, codes):
    own, distances = distances_to_means(observations, codes)
    if not 1 < distances.shape[1] < len(codes):
        raise ValueError
    rows = np.arange(len(codes))
    to_own = distances[rows, own]
    distances[rows, own] = np.inf
    to_other = distances.min(axis=1)
    greater = np.maximum(to_own, to_other)
    values = np.divide(to_other - to_own, greater, out=np.zeros(len(codes)), where=greater > 0)
    return values[np.bincount(own)[own] > 1].sum() / len(codes)


def bic(observations, codes):
    own, distances = distances_to_means(observations, codes)
    (n, d), k = observations.shape, distances.shape[1]
    squares = distances[np.arange(n), own] ** 2
    if n <= k or squares.sum() == 0:
        raise ValueError
    deviation = np.sqrt(squares.sum() / (d * (n - k)))
    shares = np.bincount(own)[own] / n
    # A spherical density depends only on the distance.
    density = norm.logpdf(np.sqrt(squares), scale=deviation) + (d - 1) * norm.logpdf(
        0, scale=deviation
    )
    return (np.log(shares) + density).sum() - k * (d + 1) / 2 * np.log(n)


def case(name, scalar, recipe, codes, cluster_count=None):
    ((kind, parameters),) = recipe.items()
    observations = getattr(generator, kind)(**parameters).astype(TYPES[scalar])
    codes = np.asarray(codes if not callable(codes) else codes(observations))
    wide = observations.astype(np.float64)
    return {
        "name": f"{scalar} {name}",
        "scalar": scalar,
        "observations": recipe,
        "fingerprint": generator.fingerprint(observations),
        "codes": codes.tolist(),
        "clusterCount": int(cluster_count or codes.max() + 1),
        "calinskiHarabasz": scored(calinski_harabasz_score, wide, codes),
        "daviesBouldin": scored(davies_bouldin_score, wide, codes),
        "silhouette": scored(silhouette_score, wide, codes),
        "simplifiedSilhouette": scored(simplified_silhouette, wide, codes),
        "bic": scored(bic, wide, codes),
    }


def clusters(count):
    def fit(observations):
        wide = observations.astype(np.float64)
        return KMeans(count, n_init=4, random_state=0).fit(wide).labels_

    return fit


def values(table):
    return {"values": dict(elements=table.reshape(-1).tolist(), columns=table.shape[1])}


def blobs(rows, columns, clusters, seed, narrowing=0):
    return {
        "blobs": dict(
            rows=rows,
            columns=columns,
            clusters=clusters,
            seed=seed,
            narrowing=narrowing,
            coarseness=0,
        )
    }


def cases():
    iris, wine = load_iris().data, load_wine().data
    for scalar in TYPES:
        for count in (2, 3, 8):
            yield case(f"iris, k {count}", scalar, values(iris), clusters(count))
        yield case("wine, k 3", scalar, values(wine), clusters(3))
        yield case("1 feature", scalar, blobs(150, 1, 4, 11), clusters(4))
        yield case("overlapping", scalar, blobs(200, 2, 9, 12), clusters(5))
        yield case("16 features", scalar, blobs(120, 16, 6, 13, narrowing=1), clusters(6))
        yield case(
            "more clusters than a list of neighbours", scalar, blobs(300, 3, 50, 14), clusters(50)
        )
        yield case(
            "codes at random",
            scalar,
            blobs(90, 3, 3, 15),
            lambda rows: generator.below(generator.draws(16, 0, len(rows)), 7),
        )
        yield case(
            "unequal clusters",
            scalar,
            blobs(150, 2, 1, 17),
            lambda rows: [0] * 140 + [1] * 9 + [2],
        )
        yield case(
            "equal rows in several clusters",
            scalar,
            {"lattice": dict(rows=80, columns=2, side=3, seed=18)},
            lambda rows: generator.below(generator.draws(19, 0, len(rows)), 4),
        )
        yield case(
            "codes that none has",
            scalar,
            blobs(60, 2, 2, 20),
            lambda rows: [(1, 4)[row % 2] for row in range(60)],
            cluster_count=7,
        )
        yield case(
            "a constant feature",
            scalar,
            values(np.array([[1, 7], [2, 7], [9, 7], [11, 7]])),
            [0, 0, 1, 1],
        )
        yield case("one cluster", scalar, blobs(20, 2, 1, 21), [0] * 20)
        yield case("as many clusters as observations", scalar, blobs(6, 2, 6, 22), list(range(6)))
        yield case("one observation", scalar, values(np.array([[1, 2, 3]])), [0])
        yield case("equal rows", scalar, values(np.full((6, 2), 3)), [0, 0, 0, 1, 1, 1])
        yield case(
            "no dispersion",
            scalar,
            values(np.array([[1, 1], [1, 1], [5, 5], [5, 5]])),
            [0, 0, 1, 1],
        )
    # No larger offset: scikit-learn multiplies matrices, so its distances would lose digits.
    yield case(
        "far from the origin",
        "double",
        values(generator.blobs(80, 2, 3, 23) + 2.0**8),
        clusters(3),
    )


def main():
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
    (pathlib.Path(__file__).parent / "selection.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
