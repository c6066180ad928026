"""A small adapter for each peer: how to call it for each kind of work, with fair settings.

An adapter has a method for each kind of work that the peer can do, named after the work. Methods
return the result: centroids, codes, or None.
"""

import importlib.metadata
import sys

import numpy as np


class Peer:
    """The base class of adapters."""

    name = ""
    package = ""
    scalars = ("f32", "f64")
    # Whether iterations start from given centroids.
    takes_start = True
    # Whether each iteration computes the distances to all centroids.
    is_dense = True
    # Whether it is swift-vq through another interface.
    is_ours = False

    def __init__(self):
        """Imports the peer."""

    def version(self):
        return importlib.metadata.version(self.package)

    def can(self, scenario):
        return scenario.scalar in self.scalars and hasattr(self, scenario.work)


class ScikitLearn(Peer):
    """scikit-learn's Lloyd. With a tolerance of 0, a run ends early only if no label changes."""

    name, package, algorithm = "sklearn", "scikit-learn", "lloyd"

    def __init__(self):
        from sklearn.cluster import KMeans

        self.KMeans = KMeans

    def can(self, scenario):
        return super().can(scenario) and scenario.call in (None, "fit")

    def model(self, data, k, iterations, **settings):
        model = self.KMeans(k, max_iter=iterations, tol=0, algorithm=self.algorithm, **settings)
        model.fit(data)
        if model.n_iter_ != iterations:
            print(
                f"peers: {self.name} ended after {model.n_iter_} of {iterations} iterations",
                file=sys.stderr,
            )
        return model.cluster_centers_

    def iterate(self, data, start, iterations):
        return self.model(data, len(start), iterations, init=start, n_init=1)

    # Its fit ends with an assignment for the labels.
    fit = iterate

    def restarts(self, data, scenario, seed):
        return self.model(
            data,
            scenario.k,
            scenario.iterations,
            init="random",
            n_init=scenario.restarts,
            random_state=seed,
        )

    def seed(self, data, scenario, seed):
        from sklearn.cluster import kmeans_plusplus

        # By default, there are 2 + log k trials: the greedy variant.
        trials = 1 if scenario.initialization == "plusplus" else None
        return kmeans_plusplus(data, scenario.k, random_state=seed, n_local_trials=trials)[0]

    def assign(self, data, start):
        # A model that is fitted to the centroids has them as its centres.
        model = self.KMeans(len(start), init=start, n_init=1, max_iter=1).fit(start)
        return lambda: model.predict(data)

    def call(self, name, data, start):
        # The defaults: one run from greedy k-means++.
        return lambda: self.KMeans(len(start), random_state=1).fit(data)


class Elkan(ScikitLearn):
    name, algorithm, is_dense = "elkan", "elkan", False

    def can(self, scenario):
        return scenario.work in ("iterate", "fit")


class Intelex(ScikitLearn):
    """oneDAL behind scikit-learn's interface."""

    name, package = "intelex", "scikit-learn-intelex"

    def __init__(self):
        from sklearnex.cluster import KMeans

        self.KMeans = KMeans

    def can(self, scenario):
        # Its seeding is scikit-learn's, and it can only assign to fitted centroids.
        return super().can(scenario) and scenario.work not in ("seed", "assign")


class Faiss(Peer):
    name, package, scalars = "faiss", "faiss-cpu", ("f32",)

    def __init__(self):
        import faiss

        self.faiss = faiss

    def can(self, scenario):
        return super().can(scenario) and scenario.initialization in (None, "plusplus")

    def kmeans(self, data, k, **settings):
        # By default, it would sample 256 observations a centroid, and ignore the others.
        return self.faiss.Kmeans(
            data.shape[1], k, max_points_per_centroid=10**9, min_points_per_centroid=1, **settings
        )

    def iterate(self, data, start, iterations):
        return self.trained(data, start, iterations).centroids

    def fit(self, data, start, iterations):
        model = self.trained(data, start, iterations)
        model.assign(data)
        return model.centroids

    def trained(self, data, start, iterations):
        model = self.kmeans(data, len(start), niter=iterations)
        model.train(data, init_centroids=start)
        return model

    def restarts(self, data, scenario, seed):
        model = self.kmeans(
            data, scenario.k, niter=scenario.iterations, nredo=scenario.restarts, seed=seed
        )
        model.train(data)
        return model.centroids

    def seed(self, data, scenario, seed):
        faiss, (n, d) = self.faiss, data.shape
        method = faiss.ClusteringInitialization(d, scenario.k)
        method.method = faiss.ClusteringInitMethod_KMEANS_PLUS_PLUS
        method.seed = seed
        centroids = np.empty((scenario.k, d), np.float32)
        method.init_centroids(n, faiss.swig_ptr(data), faiss.swig_ptr(centroids))
        return centroids

    def assign(self, data, start):
        index = self.faiss.IndexFlatL2(start.shape[1])
        index.add(start)
        return lambda: index.search(data, 1)[1].ravel()


class FaissSuper(Faiss):
    """FAISS with its own variant of SuperKMeans, which skips distances."""

    name, is_dense = "faiss-super", False

    def can(self, scenario):
        return super().can(scenario) and scenario.work in ("iterate", "fit", "restarts")

    def kmeans(self, data, k, **settings):
        return super().kmeans(data, k, use_super_kmeans=True, **settings)


class SciPy(Peer):
    name, package = "scipy", "scipy"

    # The maximum number of distances in a fit: more would take many minutes.
    most_distances = 10**10

    def __init__(self):
        from scipy.cluster import vq

        self.vq = vq

    def can(self, scenario):
        distances = scenario.n * scenario.k * scenario.iterations
        return (
            super().can(scenario)
            and scenario.call in (None, "vq", "kmeans2", "kmeans")
            and (scenario.work != "fit" or distances <= self.most_distances)
        )

    def iterate(self, data, start, iterations):
        return self.vq.kmeans2(data, start, iter=iterations, minit="matrix")[0]

    def fit(self, data, start, iterations):
        # Its labels belong to the centroids before their last move.
        centroids = self.iterate(data, start, iterations)
        self.vq.vq(data, centroids)
        return centroids

    def search(self, data, scenario, seed):
        return self.vq.kmeans(data, scenario.k, iter=scenario.restarts, thresh=1e-5, rng=seed)[0]

    def assign(self, data, start):
        return lambda: self.vq.vq(data, start)[0]

    def call(self, name, data, start):
        return {
            "vq": lambda: self.vq.vq(data, start),
            "kmeans2": lambda: self.vq.kmeans2(data, start, iter=10, minit="matrix"),
            "kmeans": lambda: self.vq.kmeans(data, len(start), iter=20, rng=1),
        }[name]


class SuperKMeans(Peer):
    """Starts from its own centroids, because it does not take any."""

    name, package, scalars = "superkmeans", "superkmeans", ("f32",)
    takes_start = is_dense = False

    def __init__(self):
        import superkmeans

        self.SuperKMeans = superkmeans.SuperKMeans

    def iterate(self, data, start, iterations):
        return self.model(data, len(start), iterations).train(data)

    def fit(self, data, start, iterations):
        model = self.model(data, len(start), iterations)
        centroids = model.train(data)
        model.assign_training_points(data, centroids)
        return centroids

    def model(self, data, k, iterations):
        # Uses all observations in every iteration, and does not stop early.
        return self.SuperKMeans(
            k,
            data.shape[1],
            hierarchical=False,
            iters=iterations,
            sampling_fraction=1.0,
            max_points_per_cluster=10**9,
            early_termination=False,
            tol=0.0,
        )

    def assign(self, data, start):
        model = self.SuperKMeans(len(start), data.shape[1])
        return lambda: model.assign(data, start)


class Python(SciPy):
    """swift-vq through its Python package, which has the interfaces of SciPy and scikit-learn."""

    name, package, is_dense, is_ours = "python", "swift-vq", False, True
    most_distances = float("inf")

    def __init__(self):
        import vq

        self.vq = vq

    def can(self, scenario):
        # The package has no function for seeding alone.
        return Peer.can(self, scenario) and scenario.work != "seed"

    def fit(self, data, start, iterations):
        return self.model(len(start), iterations, init=start, n_init=1).fit(data).cluster_centers_

    def restarts(self, data, scenario, seed):
        model = self.model(
            scenario.k,
            scenario.iterations,
            init="random",
            n_init=scenario.restarts,
            random_state=seed,
        )
        return model.fit(data).cluster_centers_

    def model(self, k, iterations, **settings):
        return self.vq.KMeans(k, max_iter=iterations, tol=0, **settings)

    def call(self, name, data, start):
        if name == "fit":
            return lambda: self.vq.KMeans(len(start), random_state=1).fit(data)
        return super().call(name, data, start)


ALL = {
    peer.name: peer
    for peer in (
        ScikitLearn,
        Elkan,
        Intelex,
        Faiss,
        FaissSuper,
        SciPy,
        SuperKMeans,
        Python,
    )
}
