"""Writes arrays.json and archives.json: files that NumPy and Python write, and their numbers.

Each case has the bytes of a file in base64, and the numbers in the file, row by row, as the bit
patterns of the nearest doubles.
"""

import base64
import io
import json
import pathlib
import struct
import zipfile

import numpy as np

TYPES = {
    "float16": "f2",
    "float32": "f4",
    "float64": "f8",
    "int8": "i1",
    "uint8": "u1",
    "int16": "i2",
    "uint16": "u2",
    "int32": "i4",
    "uint32": "u4",
    "int64": "i8",
    "uint64": "u8",
}


def numbers(code):
    """Returns three rows of four numbers: the ends of the type's range, and some between."""
    if code[0] == "f":
        limits = np.finfo(code)
        some = [
            limits.max,
            limits.min,
            limits.smallest_subnormal,
            limits.tiny,
            np.inf,
            -np.inf,
            np.nan,
        ]
    else:
        limits = np.iinfo(code)
        some = [limits.max, limits.min, limits.max - 1, limits.max // 3, 0, 1, 2]
    return np.array(some + [3, 5, 7, 11, 100], dtype=code).reshape(3, 4)


def bits(array):
    return [str(word) for word in array.astype("<f8").ravel().view("<u8")]


def npy(array, version=(1, 0)):
    stream = io.BytesIO()
    np.lib.format.write_array(stream, array, version=version)
    return stream.getvalue()


def case(name, file, array, element_type, **more):
    rows, columns = array.shape if array.ndim == 2 else (len(array), 1)
    return {
        "name": name,
        "file": base64.b64encode(file).decode(),
        "elementType": element_type,
        "rows": rows,
        "columns": columns,
        "isOneDimensional": array.ndim == 1,
        "numbers": bits(array),
    } | more


def arrays():
    for element_type, code in TYPES.items():
        values = numbers(code)
        for order in "<>":
            for layout in "CF":
                for version in [(1, 0), (2, 0), (3, 0)]:
                    array = np.array(values, dtype=order + code, order=layout)
                    name = f"{array.dtype.str} {layout} {version[0]}"
                    yield case(name, npy(array, version), array, element_type)
        yield case(f"{code} one dimension", npy(values[0]), values[0], element_type)
    truth = np.array([[True, False], [False, True]])
    yield case("bool", npy(truth), truth, "uint8")
    for shape in [(0, 4), (4, 0), (0,), (1, 5), (5, 1)]:
        array = np.asfortranarray(np.arange(np.prod(shape), dtype="f4").reshape(shape))
        yield case(f"shape {shape}", npy(array), array, "float32")


class Pipe(io.RawIOBase):
    """A stream without a position, like a pipe: zipfile then writes sizes after the members."""

    def __init__(self):
        self.bytes = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.bytes += data
        return len(data)


def zipped(
    members, prefix=b"", comment=b"", zip64=False, stream=None, compression=zipfile.ZIP_STORED
):
    stream = io.BytesIO() if stream is None else stream
    stream.write(prefix)
    with zipfile.ZipFile(stream, "w", compression) as archive:
        archive.comment = comment
        for name, data in members.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=zip64) as member:
                member.write(data)
    return bytes(stream.bytes) if isinstance(stream, Pipe) else stream.getvalue()


def wide(archive):
    """Returns the same archive with all sizes and offsets of its directory in zip64 fields."""
    end = archive.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", archive[end + 10 : end + 20])
    directory, position = b"", start
    while position < start + size:
        fields = list(struct.unpack("<4s6H3I5H2I", archive[position : position + 46]))
        name_size, extra_size = fields[10], fields[11]
        name = archive[position + 46 : position + 46 + name_size]
        position += 46 + name_size + extra_size
        extra = struct.pack("<HHQQQ", 1, 24, fields[9], fields[8], fields[16])
        fields[8] = fields[9] = fields[16] = 0xFFFFFFFF
        fields[11] = len(extra) + 6
        # An unknown field comes first.
        directory += (
            struct.pack("<4s6H3I5H2I", *fields) + name + b"\xfe\xca\x02\x00\x01\x02" + extra
        )
    place = start + len(directory)
    record = struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start
    )
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, place, 1)
    last = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return archive[:start] + directory + record + locator + last


def archives():
    array = np.array([[1.5, -2, 3], [4, 5, 6.25]], dtype="f4")
    other = np.arange(5, dtype=">i2")
    members = {"x.npy": npy(array), "y.npy": npy(other)}
    stream = io.BytesIO()
    np.savez(stream, x=array, y=other)
    compressed = io.BytesIO()
    np.savez_compressed(compressed, x=array, y=other)
    files = {
        "numpy.savez": stream.getvalue(),
        "numpy.savez_compressed": compressed.getvalue(),
        "compressed, data descriptors": zipped(
            members, stream=Pipe(), compression=zipfile.ZIP_DEFLATED
        ),
        "compressed, zip64 directory": wide(zipped(members, compression=zipfile.ZIP_DEFLATED)),
        "plain": zipped(members),
        "zip64 local headers": zipped(members, zip64=True),
        "zip64 directory": wide(zipped(members)),
        "data descriptors": zipped(members, stream=Pipe()),
        "zip64 data descriptors": zipped(members, stream=Pipe(), zip64=True),
        "comment": zipped(members, comment=b"PK\x05\x06 and some more words"),
        "something before": zipped(members, prefix=b"#!/bin/sh\n"),
        "other files": zipped({"notes.txt": b"words"} | members | {"empty": b""}),
    }
    for name, file in files.items():
        yield case(name, file, array, "float32", member="x", members=["x", "y"])
        yield case(name, file, other, "int16", member="y.npy", members=["x", "y"])
    stream = io.BytesIO()
    np.savez(stream, array)
    yield case("the only array", stream.getvalue(), array, "float32", members=["arr_0"])


def write(name, cases):
    lines = ",\n".join(json.dumps(item) for item in cases)
    path = pathlib.Path(__file__).parent / name
    path.write_text(f"[\n{lines}\n]\n")


write("arrays.json", arrays())
write("archives.json", archives())
