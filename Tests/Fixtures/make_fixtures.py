"""Writes SciPy's results for generated observations: vq.json, kmeans.json and kmeans2.json.

`Exact`, plain k-means in long double, checks every case first. A case in which SciPy is wrong, or
whose result depends on rounding, ends the script.
"""

import json
import pathlib
import warnings

import numpy as np
from scipy.cluster.vq import kmeans, kmeans2, vq

import generator

# From five features on, SciPy multiplies matrices. For `Float`, these products and the sums of
# observations are exact if the elements are as coarse as this (16 - c bits after the point, within
# +-10): the squares of a row then sum to less than 2**24 units.
COARSENESS = {1: 8, 2: 8, 3: 8, 5: 10, 20: 11, 300: 13}

# The squared distances from an observation to its two nearest centroids must differ by at least
# this share, unless they are equal. It is far above the rounding of SciPy and of swift-vq.
CLEARANCE = {"float": 4e-6, "double": 1e-12}

# The minimum difference between a change of distortion and the threshold, as a share of the
# threshold.
STOPPING_MARGIN = 0.2

TYPES = {"float": np.float32, "double": np.float64}


class Exact:
    """k-means in long double, to check SciPy."""

    def __init__(self, observations, clearance):
        self.clearance = clearance
        self.wide = observations.astype(np.longdouble)

    def assign(self, book):
        codes = np.empty(len(self.wide), dtype=np.int32)
        distances = np.empty(len(self.wide), dtype=np.longdouble)
        wide = book.astype(np.longdouble)
        step = max(1, 2_000_000 // wide.size)
        for start in range(0, len(codes), step):
            tile = self.wide[start : start + step]
            squares = ((tile[:, None, :] - wide[None, :, :]) ** 2).sum(axis=2)
            nearest = squares.argmin(axis=1)
            minimum = squares[np.arange(len(tile)), nearest]
            gap = squares - minimum[:, None]
            near = (gap > 0) & (gap <= self.clearance * squares)
            assert not near.any(), "two centroids are too near to each other to decide"
            codes[start : start + step] = nearest
            distances[start : start + step] = np.sqrt(minimum)
        return codes, distances

    def average(self, codes, book):
        """Returns means, rounded to the observations' type, and which codes have observations."""
        moved = book.copy()
        for code in range(len(book)):
            members = self.wide[codes == code]
            if len(members):
                moved[code] = members.mean(axis=0)
        return moved, np.bincount(codes, minlength=len(book)) > 0

    def kmeans(self, book, threshold):
        previous = np.inf
        while True:
            codes, distances = self.assign(book)
            book, occupied = self.average(codes, book)
            book = book[occupied]
            change = abs(previous - distances.mean())
            previous = distances.mean()
            assert change == 0 or abs(change - threshold) > STOPPING_MARGIN * threshold
            if change <= threshold:
                return book, previous

    def kmeans2(self, book, iterations):
        for _ in range(iterations):
            codes, _ = self.assign(book)
            book, _ = self.average(codes, book)
        return book, codes


class Case:
    """A problem: a recipe for observations, and the centroids to start from or to encode with."""

    def __init__(self, name, scalar, recipe, rows=None, start=None, clearance=None):
        ((kind, parameters),) = recipe.items()
        made = getattr(generator, kind)(**parameters)
        self.name, self.scalar, self.recipe = name, scalar, recipe
        self.observations = made.astype(TYPES[scalar])
        assert (self.observations == made).all(), "elements are exact in either type"
        self.rows, self.start = rows, start
        if rows is not None:
            self.book = self.observations[rows]
        else:
            self.book = np.array(start, dtype=TYPES[scalar]).reshape(-1, made.shape[1])
        self.exact = Exact(
            self.observations, CLEARANCE[scalar] if clearance is None else clearance
        )

    def fixture(self, **answers):
        given = {
            "name": self.name,
            "scalar": self.scalar,
            "observations": self.recipe,
            "fingerprint": generator.fingerprint(self.observations),
        }
        given |= {"startRows": self.rows} if self.rows is not None else {"start": self.start}
        return given | answers

    def vq(self):
        codes, distances = vq(self.observations, self.book)
        true_codes, true_distances = self.exact.assign(self.book)
        assert (codes == true_codes).all()
        assert close(distances, true_distances, self.scalar)
        return self.fixture(codes=listed(codes), distances=listed(distances))

    def kmeans(self, threshold=1e-5, stale_at_least=None):
        book, reported = kmeans(self.observations, self.book, thresh=threshold)
        true_book, stale = self.exact.kmeans(self.book, threshold)
        assert book.shape == true_book.shape and close(book, true_book, self.scalar)
        # The distortion of the returned codebook, as in SciPy from 1.18 on. `Float` observations
        # are converted to double, because SciPy's distances in float32 lose digits.
        distortion = vq(self.observations.astype(np.float64), book.astype(np.float64))[1].mean()
        assert abs(distortion - self.exact.assign(book)[1].mean()) <= 1e-13 * distortion
        assert abs(reported - stale) <= 1e-4 * stale
        if stale_at_least:
            assert reported > stale_at_least * distortion
        return self.fixture(
            threshold=threshold, centroids=listed(book), distortion=float(distortion)
        )

    def kmeans2(self, iterations, hashed=False):
        book, codes = kmeans2(self.observations, self.book, iter=iterations, minit="matrix")
        true_book, true_codes = self.exact.kmeans2(self.book, iterations)
        assert (codes == true_codes).all() and close(book, true_book, self.scalar)
        if hashed:
            counts = np.bincount(codes, minlength=len(book))
            answer = {"codesFingerprint": generator.fingerprint(codes), "counts": listed(counts)}
        else:
            answer = {"codes": listed(codes)}
        return self.fixture(iterations=iterations, centroids=listed(book), **answer)


def close(found, true, scalar):
    """Returns whether errors are at most a few units in the last place of the largest element."""
    return (abs(found - true) <= 8 * np.finfo(TYPES[scalar]).eps * abs(true).max()).all()


def listed(array):
    """Returns the elements in row order. A float32 is written as the equal double."""
    return array.reshape(-1).tolist()


def blob_case(scalar, columns, rows, clusters, seed, *, narrowing=1, coarseness=None):
    """Blobs, and starting centroids that are rows from all over the matrix."""
    if coarseness is None:
        coarseness = COARSENESS[columns] if scalar == "float" else 0
    parameters = dict(
        rows=rows,
        columns=columns,
        clusters=clusters,
        seed=seed,
        narrowing=narrowing,
        coarseness=coarseness,
    )
    starts = sorted(
        set(generator.below(generator.draws(~seed % 2**64, 0, clusters), rows).tolist())
    )
    return Case(
        f"{scalar} {rows} x {columns}, k {len(starts)}", scalar, {"blobs": parameters}, rows=starts
    )


def lattice_case(scalar, columns, rows, side, starts, seed):
    recipe = {"lattice": dict(rows=rows, columns=columns, side=side, seed=seed)}
    return Case(
        f"{scalar} lattice {rows} x {columns}, many ties", scalar, recipe, rows=list(range(starts))
    )


def values_case(name, scalar, elements, columns, start, clearance=None):
    recipe = {"values": dict(elements=elements, columns=columns)}
    return Case(f"{scalar} {name}", scalar, recipe, start=start, clearance=clearance)


SHAPES = [(1, 600, 12), (2, 900, 24), (3, 900, 17), (5, 900, 24), (20, 500, 13), (300, 120, 5)]


def vq_cases():
    for scalar in TYPES:
        for columns, rows, clusters in SHAPES:
            yield blob_case(scalar, columns, rows, clusters, seed=100 + columns).vq()
        for columns in (1, 2, 3, 5):
            yield lattice_case(scalar, columns, 300, 4, 40, seed=200 + columns).vq()


def kmeans_cases():
    for scalar in TYPES:
        for columns, rows, clusters in SHAPES:
            yield blob_case(scalar, columns, rows, clusters, seed=300 + columns).kmeans()
        yield values_case("two passes at least", scalar, [1, 2, 3, 4, 10], 1, [1, 10]).kmeans(
            threshold=1e16
        )
        # scipy#24069: SciPy reported the distortion of the codebook before the last move.
        yield stale_case(scalar).kmeans(threshold=0.25, stale_at_least=10)
        yield values_case(
            "two centroids lost",
            scalar,
            [0, 0, 1, 0, 0, 1, 9, 9, 9, 8, 8, 9],
            2,
            [0, 0, 50, 50, 9, 9, -60, 2],
        ).kmeans()
    # scipy#8727: the mean distance rises before it falls, so the stopping rule must use the
    # absolute change. In between, 1 is midway between -4/3 and 10/3; as doubles (not as floats),
    # these are such that 1 is nearer to the first.
    yield values_case(
        "distortion that rises", "double", [-3, -1, 0, 1, 1, 8], 1, [-3, 0.99], clearance=0
    ).kmeans()


def stale_case(scalar):
    parameters = dict(rows=53, columns=4, clusters=3, seed=68, narrowing=2, coarseness=9)
    return Case(
        f"{scalar} distortion of the last move but one",
        scalar,
        {"blobs": parameters},
        rows=[0, 1, 2],
    )


def kmeans2_cases():
    for scalar in TYPES:
        for position, (columns, rows, clusters) in enumerate(SHAPES):
            case = blob_case(scalar, columns, rows, clusters, seed=400 + columns)
            yield case.kmeans2(iterations=(1, 2, 5)[position % 3])
        yield values_case(
            "an empty cluster stays", scalar, [0, 1, 5, 6, 7, 20], 1, [0, 6, 400]
        ).kmeans2(iterations=4)
    yield blob_case("double", 2, 100_000, 40, seed=502, narrowing=2).kmeans2(3, hashed=True)
    yield blob_case("float", 3, 100_000, 40, seed=503, narrowing=2).kmeans2(3, hashed=True)


def main():
    # One case tests an empty cluster.
    warnings.filterwarnings("ignore", message="One of the clusters is empty")
    folder = pathlib.Path(__file__).parent
    for name, cases in [("vq", vq_cases), ("kmeans", kmeans_cases), ("kmeans2", kmeans2_cases)]:
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
        (folder / f"{name}.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
