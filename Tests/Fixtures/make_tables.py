"""Writes `numbers.txt` and `tables.json`: text, and the numbers that float() and csv read.

Needs only Python 3.10 or later. The random generator is seeded, so the files are always the same.
"""

import csv
import io
import json
import pathlib
import random
import struct
from fractions import Fraction

FOLDER = pathlib.Path(__file__).parent
RANDOM = random.Random(20261121)


def bits(number):
    return struct.pack(">d", number).hex()


def from_bits(pattern):
    return struct.unpack(">d", struct.pack(">Q", pattern))[0]


def exact(fraction):
    """Returns all decimal digits of a fraction whose denominator is a power of two."""
    power = fraction.denominator.bit_length() - 1
    digits = str(fraction.numerator * 5**power)
    return f"{digits}e-{power}" if power else digits


def halfway(pattern):
    """Returns the middle between a Double and the next one."""
    return (Fraction(from_bits(pattern)) + Fraction(from_bits(pattern + 1))) / 2


def numbers():
    texts = [
        "1e308",
        "1.8e308",
        "-1e309",
        "1e-400",
        "2.4703282292062328e-324",
        "1e-323",
        "4.9e-324",
        "2.2250738585072014e-308",
        "2.2250738585072009e-308",
        "1.7976931348623158e308",
        "17976931348623158079e289",
        "0." + "0" * 400 + "1",
        "1" + "0" * 400 + "e-400",
        "9" * 400,
        "9" * 308,
        "1." + "3" * 400,
        "0." + "7" * 400 + "e-300",
        "1e22",
        "1e23",
    ]
    patterns = [RANDOM.getrandbits(64) for _ in range(500)]
    texts += [repr(from_bits(p)) for p in patterns if from_bits(p) - from_bits(p) == 0]
    for _ in range(150):
        # Numbers of moderate size: the middle between other neighbours has very many digits.
        pattern = (1023 + RANDOM.randrange(-40, 90)) << 52 | RANDOM.getrandbits(52)
        middle = exact(halfway(pattern))
        mantissa, _, power = middle.partition("e")
        power = int(power or 0)
        texts += [middle, f"{mantissa}1e{power - 1}", f"{int(mantissa) - 1}e{power}"]
        texts += [f"{mantissa[:n]}e{power + len(mantissa) - n}" for n in (17, 18, 19, 20, 21)]
    for pattern in [
        0,
        1,
        2,
        0xFFFFFFFFFFFFF,
        0x10000000000000,
        0x7FEFFFFFFFFFFFFE,
        *range(7, 900, 97),
    ]:
        texts.append(exact(halfway(pattern)))
    for _ in range(500):
        count = RANDOM.choice([1, 5, 15, 16, 17, 18, 19, 20, 21, 25, 40])
        digits = str(RANDOM.randrange(10**count))
        point = RANDOM.randrange(len(digits) + 1)
        exponent = RANDOM.choice(
            ["", f"e{RANDOM.randrange(-345, 312)}", f"E+{RANDOM.randrange(25)}"]
        )
        texts.append(
            RANDOM.choice(["", "-", "+"]) + digits[:point] + "." + digits[point:] + exponent
        )
    return texts


def label():
    return (
        "".join(RANDOM.choice('ab1",;\n\té') for _ in range(RANDOM.randrange(1, 6))).strip() or "x"
    )


def table():
    """Returns a table as text, and the numbers that Python reads from it."""
    width = RANDOM.randrange(1, 4)
    delimiter = RANDOM.choice(",\t")
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        lineterminator=RANDOM.choice(["\n", "\r\n"]),
        quoting=RANDOM.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    )
    writer.writerow(['the "name"'] + [f"column, {n}" for n in range(width)])
    for _ in range(RANDOM.randrange(1, 9)):
        writer.writerow(
            [label()]
            + [repr(RANDOM.gauss(0, 10.0 ** RANDOM.randrange(-9, 9))) for _ in range(width)]
        )
    text = RANDOM.choice(["", "\ufeff"]) + out.getvalue()
    if RANDOM.random() < 0.3:
        text = text.rstrip("\r\n")
    rows = list(
        csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    )
    return {
        "text": text,
        "isTSV": delimiter == "\t",
        "names": rows[0],
        "labels": [row[0] for row in rows[1:]],
        "numbers": [[bits(float(field)) for field in row[1:]] for row in rows[1:]],
    }


def main():
    lines = [f"{text} {bits(float(text))}\n" for text in numbers()]
    (FOLDER / "numbers.txt").write_text("".join(lines))
    tables = [table() for _ in range(60)]
    (FOLDER / "tables.json").write_text(json.dumps(tables, indent=0) + "\n")


if __name__ == "__main__":
    main()
