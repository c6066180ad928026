"""Generated observations that resemble sentence embeddings in the properties that decide speed."""

import numpy as np

# The share of the variance in the leading directions: a sixteenth of all directions, an eighth, a
# quarter and a half. Topics and the unit length raise these shares to 36, 53, 72 and 90 %.
LEADING = {0: 0, 1 / 16: 0.31, 1 / 8: 0.45, 1 / 4: 0.65, 1 / 2: 0.87, 1: 1}
THEMES, TOPICS = 60, 1000
# The shares of the variance between themes, and between topics of a theme; the rest is within
# topics.
OF_THEMES, OF_TOPICS = 0.22, 0.32


def embeddings(n, d):
    """Returns unit vectors around topics, a few of which are large. Topics are grouped in themes.

    Whether a method can skip distances depends on how many centroids remain after a test in the
    leading directions alone: a centroid is ruled out if its distance in these directions exceeds
    the observation's distance from its current centroid. With n = 24,000, d = 384 and k = 1000
    from k-means++, in the second iteration, these shares of the centroids remain:

        24 directions  44.5 %
        48             14.3 %
        96             2.7 %
        192            0.42 %

    `python -m peer_harness.embeddings` measures them. With sentence embeddings by MiniLM, about
    45, 17, 3 and 0.3 % remain.
    """
    rng = np.random.default_rng(3)
    variances = np.diff(np.interp(np.arange(d + 1) / d, list(LEADING), list(LEADING.values())))
    themes = rng.standard_normal((THEMES, d))
    topics = np.sqrt(OF_THEMES) * themes[rng.integers(THEMES, size=TOPICS)] + np.sqrt(
        OF_TOPICS
    ) * rng.standard_normal((TOPICS, d))
    # The sizes of topics are heavy-tailed, and their widths differ.
    sizes = np.arange(1, TOPICS + 1) ** -0.7
    widths = np.sqrt(1 - OF_THEMES - OF_TOPICS) * np.exp(0.15 * rng.standard_normal(TOPICS))
    topic = rng.choice(TOPICS, size=n, p=sizes / sizes.sum())
    data = topics[topic] + widths[topic][:, None] * rng.standard_normal((n, d))
    # A rotation, so that no single feature is a leading direction.
    rotation, _ = np.linalg.qr(rng.standard_normal((d, d)))
    data = (data * np.sqrt(variances)) @ rotation
    return data / np.linalg.norm(data, axis=1, keepdims=True)


def survivors(data, start, counts):
    """Yields the shares of distances that remain in the second iteration; see `embeddings`."""
    mean = data.mean(axis=0)
    _, directions = np.linalg.eigh(np.cov(data.T))
    data, centroids = (data - mean) @ directions[:, ::-1], (start - mean) @ directions[:, ::-1]
    codes = np.concatenate([distances(block, centroids).argmin(axis=1) for block in blocks(data)])
    sums = np.zeros_like(centroids)
    np.add.at(sums, codes, data)
    sizes = np.bincount(codes, minlength=len(centroids))[:, None]
    centroids = np.where(sizes > 0, sums / np.maximum(sizes, 1), centroids)
    limits = ((data - centroids[codes]) ** 2).sum(axis=1)
    for count in counts:
        left = sum(
            (distances(block, centroids[:, :count]) < limit[:, None]).sum()
            for block, limit in zip(blocks(data[:, :count]), blocks(limits), strict=True)
        )
        yield left / len(data) / len(centroids)


def blocks(array):
    return (array[first : first + 4000] for first in range(0, len(array), 4000))


def distances(rows, centroids):
    return (rows**2).sum(axis=1)[:, None] - 2 * rows @ centroids.T + (centroids**2).sum(axis=1)


def main():
    from .data import plus_plus

    data = embeddings(24_000, 384)
    variances = np.linalg.eigvalsh(np.cov(data.T))[::-1]
    rng = np.random.default_rng(2)
    sample = data[np.sort(rng.choice(len(data), 20_000, replace=False))]
    counts = (24, 48, 96, 192)
    for count, share in zip(
        counts, survivors(data, plus_plus(sample, 1000, rng), counts), strict=True
    ):
        of_variance = variances[:count].sum() / variances.sum()
        print(f"{count} directions: {of_variance:.1%} of the variance; {share:.2%} remain")


if __name__ == "__main__":
    main()
