"""Writes landscape.png, the made-up picture that palette.png shows in full and in 8 colours.

palette.png is three pictures side by side, reduced to 256 colours by the tool itself:

    python3 make_landscape.py
    vq palette landscape.png 8.png --colors 8
    vq palette landscape.png 8-dithered.png --colors 8 --dither floyd-steinberg

Needs the packages of Tests/Fixtures/requirements.txt.
"""

import numpy as np
from PIL import Image

WIDTH, HEIGHT, SHORE = 360, 240, 180
SUN = (245, 118)

rng = np.random.default_rng(5)
y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(float)


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


landscape = sky()
add_mountains(landscape)
add_water(landscape)
landscape += rng.normal(0, 1.2, (HEIGHT, WIDTH, 1))
Image.fromarray(np.clip(np.rint(landscape), 0, 255).astype(np.uint8)).save("landscape.png")
