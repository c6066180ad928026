"""Writes a generated landscape to a PPM file, or joins PPM files of the same height side by side.

    python3 landscape.py landscape.ppm
    python3 landscape.py left.ppm middle.ppm right.ppm joined.ppm

Needs the NumPy of Tests/Fixtures/requirements.txt.
"""

import sys

import numpy as np

GAP = 8
WIDTH, HEIGHT, SHORE = 360, 240, 180
SUN = (245, 118)

rng = np.random.default_rng(5)
y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)


def read(path):
    with open(path, "rb") as file:
        assert file.readline() == b"P6\n", "vq writes P6"
        width, height = (int(word) for word in file.readline().split())
        file.readline()
        return np.frombuffer(file.read(), np.uint8).reshape(height, width, 3)


def write(path, picture):
    with open(path, "wb") as file:
        file.write(b"P6\n%d %d\n255\n" % (picture.shape[1], picture.shape[0]))
        file.write(picture.tobytes())


def join(pictures):
    gap = np.full((pictures[0].shape[0], GAP, 3), 255, np.uint8)
    parts = [part for picture in pictures for part in (gap, picture)]
    return np.concatenate(parts[1:], axis=1)


def sky():
    colours = [60 + 190 * (y / 150) ** 1.1, 70 + 90 * (y / 150) ** 1.6, 140 - 30 * (y / 150)]
    picture = np.stack(colours, -1)
    distance = np.hypot(x - SUN[0], y - SUN[1])
    picture += np.exp(-((distance / 55) ** 2))[..., None] * np.array([90, 80, 20.0])
    picture[distance < 20] = [255, 236, 170]
    clouds = sum(
        np.sin(x / (30 + 17 * i) + i * 2 + np.sin(y / (9 + 4 * i)) * 1.4)
        * np.exp(-(((y - 30 - 26 * i) / 11) ** 2))
        for i in range(4)
    )
    return picture + np.clip(clouds, 0, 1)[..., None] * np.array([60, 25, 35.0])


def slopes(window):
    noise = rng.normal(0, 1, WIDTH + window * 2)
    return np.convolve(noise, np.ones(window) / window, "same")[window : window + WIDTH]


def add_mountains(picture):
    layers = [(128, (95, 70, 110)), (146, (60, 55, 90)), (163, (32, 38, 62))]
    for number, (base, colour) in enumerate(layers):
        heights = 14 * np.cumsum(slopes(9)) / (3 + number)
        ridge = base + 0.9 * (heights - heights.mean())
        shade = np.array(colour) + (y - base)[..., None] * 0.5 * np.array([1, 0.9, 0.7])
        covered = y > ridge[None, :]
        picture[covered] = shade[covered]


def add_water(picture):
    water = picture[SHORE - 1 : 2 * SHORE - 1 - HEIGHT : -1].copy()
    for row in range(HEIGHT - SHORE):
        ripple = int(3 * np.sin(row * 1.1) + 2 * np.sin(row * 0.37))
        water[row] = np.roll(water[row], ripple, axis=0) * 0.75 + np.array([8, 18, 38])
    picture[SHORE:] = water


def landscape():
    picture = sky()
    add_mountains(picture)
    add_water(picture)
    picture += rng.normal(0, 1.2, (HEIGHT, WIDTH, 1))
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


*sources, target = sys.argv[1:]
write(target, join([read(source) for source in sources]) if sources else landscape())
