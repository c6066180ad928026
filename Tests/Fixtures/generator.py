"""Generated observations: TestGenerator and Matrix+Observations of Tests/VQTestSupport, in NumPy.

All arithmetic is in integers, followed by one exact scaling, so both languages give the same bits.
"""

import numpy as np

GAMMA = 0x9E3779B97F4A7C15


def draws(seed, start, count):
    """Returns the words from `start` to `start + count` of the stream of `seed` (SplitMix64)."""
    index = np.arange(start + 1, start + count + 1, dtype=np.uint64)
    word = np.uint64(seed) + index * np.uint64(GAMMA)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


def below(words, bound):
    """Returns integers from 0 up to, and not including, `bound`."""
    return (((words >> np.uint64(32)) * np.uint64(bound)) >> np.uint64(32)).astype(np.int64)


def bell(words):
    """Returns the sum of the four 16-bit lanes of each word, centred at 0."""
    lanes = sum((words >> np.uint64(shift)) & np.uint64(0xFFFF) for shift in (0, 16, 32, 48))
    return lanes.astype(np.int64) - 131070


def blobs(rows, columns, clusters, seed, narrowing=0, coarseness=0):
    centres = (draws(seed, 0, clusters * columns) >> np.uint64(44)).astype(np.int64) - (1 << 19)
    centres = centres.reshape(clusters, columns)
    members = below(draws(seed, clusters * columns, rows), clusters)
    spread = bell(draws(seed, clusters * columns + rows, rows * columns)).reshape(rows, columns)
    values = centres[members] + (spread >> narrowing)
    return ((values >> coarseness) << coarseness).astype(np.float64) * 2.0**-16


def lattice(rows, columns, side, seed):
    return below(draws(seed, 0, rows * columns), side).reshape(rows, columns).astype(np.float64)


def values(elements, columns):
    return np.array(elements, dtype=np.float64).reshape(-1, columns)


def fingerprint(array):
    """Returns the FNV-1a hash of the elements' bit patterns in row order, one word a step."""
    unsigned = {"f4": np.uint32, "f8": np.uint64, "i4": np.uint32}[array.dtype.str[1:]]
    state = 0xCBF29CE484222325
    for word in np.ascontiguousarray(array).reshape(-1).view(unsigned).tolist():
        state = ((state ^ word) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{state:016x}"
