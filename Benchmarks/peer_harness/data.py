"""The observations and the starting centroids of a scenario, as .npy files."""

import functools
import sys

import numpy as np

from .embeddings import embeddings
from .sentences import Unavailable, sentences


def mixture(n, d, dtype):
    """Returns observations around sqrt(n) centres, whose clusters overlap partly."""
    rng = np.random.default_rng(1)
    centres = (rng.random((int(n**0.5), d)) * 10).astype(np.float32)
    data = centres[rng.integers(len(centres), size=n)]
    for _ in range(3):
        data += 2 * rng.random((n, d), dtype=np.float32) - 1
    return data.astype(dtype)


def uniform(n, d, dtype):
    """Returns observations without any clusters."""
    return np.random.default_rng(1).random((n, d), dtype=np.float32).astype(dtype)


def photographs():
    from sklearn.datasets import load_sample_images

    return load_sample_images().images


def pixels():
    """Returns the pixels of scikit-learn's photographs: one a row, red, green, blue."""
    return np.concatenate([image.reshape(-1, 3) for image in photographs()])


def patches(side=8, step=2, count=None):
    """Returns patches of `side` x `side` pixels, at every `step` pixels, or `count` of these."""
    windows = np.concatenate(
        [
            np.lib.stride_tricks.sliding_window_view(image, (side, side, 3))[
                ::step, ::step
            ].reshape(-1, side * side * 3)
            for image in photographs()
        ]
    )
    if count is None:
        return windows
    return windows[np.linspace(0, len(windows) - 1, count).astype(int)]


def flowers():
    """Returns Fisher's 150 irises, from scikit-learn."""
    from sklearn.datasets import load_iris

    return load_iris().data


# Data that can be generated in any size.
GENERATED = {"mixture": mixture, "uniform": uniform}

# For each name, the function that makes the array, and the element type of its file.
FILES = {
    "pixels": (pixels, np.float32),
    "patches": (patches, np.float32),
    "patch192": (lambda: patches(count=120_000), np.float32),
    "patch48": (lambda: patches(side=4, step=1, count=400_000), np.float32),
    "minilm": (lambda: embeddings(24_000, 384), np.float32),
    "sentences": (lambda: sentences(30_000, 384), np.float32),
    "flowers": (flowers, np.float64),
}

# Data whose features are integers, which have many near ties.
WHOLE = ("pixels", "patches", "patch192", "patch48")


def export(folder):
    """Writes the data that vq-bench cannot generate, for `vq-bench --data`."""
    for name, (make, dtype) in FILES.items():
        path = folder / f"{name}.npy"
        if path.exists():
            continue
        try:
            np.save(path, np.ascontiguousarray(make(), dtype=dtype))
        except Unavailable as reason:
            print(f"peers: {name} is left out: {reason}", file=sys.stderr)


def observations(scenario, folder):
    """Returns the path of a scenario's observations, which are generated if they do not exist."""
    generate = GENERATED.get(scenario.data)
    if generate:
        path = folder / f"{scenario.data}-{scenario.n}x{scenario.d}-{scenario.scalar}.npy"
        make = functools.partial(generate, scenario.n, scenario.d, scenario.dtype)
    else:
        make, own = FILES[scenario.data]
        suffix = "" if scenario.dtype == own else f"-{scenario.scalar}"
        path = folder / f"{scenario.data}{suffix}.npy"
    if not path.exists():
        np.save(path, np.ascontiguousarray(make(), dtype=scenario.dtype))
    shape = np.load(path, mmap_mode="r").shape
    if shape != (scenario.n, scenario.d):
        raise SystemExit(
            f"peers: {path} has the shape {shape}, which {scenario.name} cannot use; remove it"
        )
    return path


def start(scenario, path, folder):
    """Returns the path of starting centroids, which are drawn by k-means++ from a sample.

    If the scenario says so, they are observations drawn at random. From such a start, some
    clusters become empty, which every peer handles in its own way.

    Integer data also have many near ties, which peers that round distances decide differently.
    Therefore, their starts are moved by less than half a step of the data.
    """
    data = np.load(path, mmap_mode="r")
    rng = np.random.default_rng(2)
    sample = data[np.sort(rng.choice(len(data), min(len(data), 20_000), replace=False))]
    if scenario.start == "random":
        centroids = data[np.sort(rng.choice(len(data), scenario.k, replace=False))]
    else:
        centroids = plus_plus(sample.astype(np.float64), scenario.k, rng)
    if scenario.data in WHOLE:
        centroids = centroids + rng.uniform(-0.25, 0.25, centroids.shape)
    result = folder / f"start-{scenario.name}.npy"
    np.save(result, np.ascontiguousarray(centroids, dtype=scenario.dtype))
    return result


def plus_plus(data, k, rng):
    """Returns k rows, drawn in proportion to the squared distance from earlier rows."""
    chosen = [int(rng.integers(len(data)))]
    squares = np.einsum("ij,ij->i", data, data)
    minimum = np.full(len(data), np.inf)
    while len(chosen) < k:
        last = chosen[-1]
        distances = squares - 2 * (data @ data[last]) + squares[last]
        minimum = np.minimum(minimum, np.maximum(distances, 0))
        minimum[chosen] = 0
        chosen.append(int(rng.choice(len(data), p=minimum / minimum.sum())))
    return data[chosen]
