"""Writes pictures.json: small pictures as files of every kind, and the numbers in them.

Pillow writes most files. This script encodes the others (Adam7, 16 bits of colour, every filter)
after the specification, and checks them with Pillow if Pillow reads such files exactly.
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 13, 10
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
DEPTHS = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
NAMES = {0: "grey", 2: "rgb", 3: "indexed", 4: "greyalpha", 6: "rgba"}
ADAM7 = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
]


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def pack(row, depth):
    """Returns the bytes of a row of numbers."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    bits = "".join(f"{number:0{depth}b}" for number in row)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    distances = [abs(b - c), abs(a - c), abs(a + b - 2 * c)]
    return [a, b, c][distances.index(min(distances))]


def apply(kind, row, above, step):
    """Returns the differences between a row and the predictions of a filter."""
    result = bytearray()
    for i, byte in enumerate(row):
        a = row[i - step] if i >= step else 0
        c = above[i - step] if i >= step else 0
        b = above[i]
        result.append((byte - [0, a, b, (a + b) // 2, paeth(a, b, c)][kind]) % 256)
    return bytes(result)


def lines(numbers, depth, step):
    data, above = b"", None
    for number, row in enumerate(numbers.reshape(numbers.shape[0], -1)):
        packed = pack(row, depth)
        kind = (number * 2 + 4) % 5
        data += bytes([kind]) + apply(kind, packed, above or bytes(len(packed)), step)
        above = packed
    return data


def png(numbers, kind, depth, interlaced, extra=b""):
    """Returns a PNG file with these stored numbers, its data in several chunks."""
    height, width = numbers.shape[:2]
    step = max(1, CHANNELS[kind] * depth // 8)
    if interlaced:
        data = b""
        for x, y, across, down in ADAM7:
            part = numbers[y::down, x::across]
            if part.size:
                data += lines(part, depth, step)
    else:
        data = lines(numbers, depth, step)
    stream = zlib.compress(data, 9)
    cut = len(stream) // 3
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"gAMA", struct.pack(">I", 45455))
        + extra
        + chunk(b"IDAT", stream[:cut])
        + chunk(b"IDAT", b"")
        + chunk(b"IDAT", stream[cut:])
        + chunk(b"tEXt", b"Comment\0made for tests")
        + chunk(b"IEND", b"")
    )


def case(name, file, samples, bits):
    samples = np.asarray(samples)
    height, width, channels = samples.shape
    assert samples.max() < 1 << bits
    kind = "<u2" if bits == 16 else "u1"
    return {
        "name": name,
        "width": width,
        "height": height,
        "channels": channels,
        "bits": bits,
        "file": base64.b64encode(file).decode(),
        "samples": base64.b64encode(samples.astype(kind).tobytes()).decode(),
    }


def check(file, samples):
    """Compares with the numbers that Pillow reads, for modes that Pillow does not convert."""
    picture = Image.open(io.BytesIO(file))
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        assert np.array_equal(np.asarray(picture).reshape(samples.shape), samples)


def encoded_cases(rng):
    for kind, depths in DEPTHS.items():
        for depth in depths:
            for interlaced in (0, 1):
                name = f"{NAMES[kind]}{depth}{'-adam7' if interlaced else ''}.png"
                count = CHANNELS[kind]
                numbers = rng.integers(0, 1 << depth, (HEIGHT, WIDTH, count))
                if kind == 3:
                    colours = rng.integers(0, 256, (1 << depth, 3))
                    extra = chunk(b"PLTE", bytes(colours.ravel().tolist()))
                    yield case(
                        name,
                        png(numbers, kind, depth, interlaced, extra),
                        colours[numbers[:, :, 0]],
                        8,
                    )
                    continue
                bits = max(8, depth)
                samples = numbers * (255 // ((1 << depth) - 1)) if depth < 8 else numbers
                file = png(numbers, kind, depth, interlaced)
                if bits == 8 and depth == 8:
                    check(file, samples)
                yield case(name, file, samples, bits)


def transparent_cases(rng):
    for kind, depth in [(0, 2), (0, 8), (0, 16), (2, 8), (2, 16)]:
        numbers = rng.integers(0, 1 << depth, (HEIGHT, WIDTH, CHANNELS[kind]))
        chosen = numbers[3, 5]
        numbers[7, 2] = chosen
        full = 65535 if depth == 16 else 255
        alpha = np.where((numbers == chosen).all(axis=2, keepdims=True), 0, full)
        samples = numbers * (255 // ((1 << depth) - 1)) if depth < 8 else numbers
        extra = chunk(b"tRNS", b"".join(struct.pack(">H", number) for number in chosen))
        yield case(
            f"{NAMES[kind]}{depth}-transparent.png",
            png(numbers, kind, depth, 1, extra),
            np.concatenate([samples, alpha], axis=2),
            max(8, depth),
        )
    numbers = rng.integers(0, 7, (HEIGHT, WIDTH, 1))
    colours = rng.integers(0, 256, (7, 4))
    colours[3:, 3] = 255
    extra = chunk(b"PLTE", bytes(colours[:, :3].ravel().tolist()))
    extra += chunk(b"tRNS", bytes(colours[:3, 3].tolist()))
    yield case(
        "indexed4-transparent.png", png(numbers, 3, 4, 0, extra), colours[numbers[:, :, 0]], 8
    )
    tiny = rng.integers(0, 256, (1, 1, 3))
    yield case("one-pixel-adam7.png", png(tiny, 2, 8, 1), tiny, 8)


def written_by_pillow(rng):
    for mode, count in [("L", 1), ("LA", 2), ("RGB", 3), ("RGBA", 4)]:
        samples = rng.integers(0, 256, (HEIGHT, WIDTH, count)).astype(np.uint8)
        picture = Image.fromarray(samples.squeeze(), mode)
        yield case(f"pillow-{mode}.png", saved(picture, "PNG"), samples, 8)
        if mode in ("L", "RGB"):
            yield case(f"pillow-{mode}.ppm", saved(picture, "PPM"), samples, 8)
    bits = rng.integers(0, 2, (HEIGHT, WIDTH)).astype(bool)
    for kind in ("PNG", "PPM"):
        yield case(
            f"pillow-1.{kind.lower()}",
            saved(Image.fromarray(bits), kind),
            bits[:, :, None] * 255,
            8,
        )
    words = rng.integers(0, 65536, (HEIGHT, WIDTH)).astype(np.uint16)
    yield case("pillow-16.png", saved(Image.fromarray(words), "PNG"), words[:, :, None], 16)
    yield case("pillow-16.pgm", saved(Image.fromarray(words), "PPM"), words[:, :, None], 16)
    few = rng.integers(0, 5, (HEIGHT, WIDTH)).astype(np.uint8)
    picture = Image.fromarray(few, "P")
    colours = rng.integers(0, 256, (5, 3))
    picture.putpalette(colours.ravel().tolist())
    yield case("pillow-P.png", saved(picture, "PNG"), colours[few], 8)


def saved(picture, kind):
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def main():
    rng = np.random.default_rng(20)
    cases = [*encoded_cases(rng), *transparent_cases(rng), *written_by_pillow(rng)]
    text = "[\n" + ",\n".join(json.dumps(one) for one in cases) + "\n]\n"
    (pathlib.Path(__file__).parent / "pictures.json").write_text(text)


if __name__ == "__main__":
    main()
