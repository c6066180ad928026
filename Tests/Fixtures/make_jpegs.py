"""Writes jpegs.json: small JPEG files by Pillow, and the numbers that Pillow reads from them.

Only RGB and grey pictures have numbers: files in CMYK are refused.
"""

import base64
import io
import json
import pathlib

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 21, 18


def picture():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Image.fromarray(np.stack([x * 12, y * 14, 255 - x * 5 - y * 6], -1).astype(np.uint8))


def exif(orientation):
    tags = Image.Exif()
    tags[0x010F] = "made for tests"
    tags[0x0112] = orientation
    return tags


CASES = {
    "rgb.jpg": ("RGB", {}),
    "rgb-full-chroma.jpg": ("RGB", {"subsampling": 0}),
    "rgb-progressive.jpg": ("RGB", {"progressive": True}),
    "rgb-restarts.jpg": ("RGB", {"restart_marker_blocks": 1}),
    "rgb-exif.jpg": ("RGB", {"exif": exif(1)}),
    "grey.jpg": ("L", {}),
    "cmyk.jpg": ("CMYK", {}),
}


def case(name, mode, options):
    file = io.BytesIO()
    picture().convert(mode).save(file, "JPEG", quality=90, **options)
    samples = np.asarray(Image.open(file)).reshape(HEIGHT, WIDTH, -1)
    return {
        "name": name,
        "width": WIDTH,
        "height": HEIGHT,
        "channels": samples.shape[2],
        "bits": 8,
        "file": base64.b64encode(file.getvalue()).decode(),
        "samples": base64.b64encode(samples.tobytes()).decode(),
    }


cases = [case(name, *what) for name, what in CASES.items()]
path = pathlib.Path(__file__).with_name("jpegs.json")
path.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
