"""Random tables: their columns, and the dialect of each table."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "blanks": " "}
KNOWN_GAPS = ["", "NA", "?", "null", "NaN", "N/A", "None", ".", "-", "\\N", "<NA>", "missing"]
CUSTOM_GAPS = ["unknown", "k.A.", "xx"]
PLAIN_NAMES = [
    "x", "y", "height", "Sepal Length", "größe", "a,b", "weight (kg)", "Fläche;ha", "alpha|beta",
    "petal_width", "T1", "v2", "ratio", "price", "lat", "lon", "temp.max", "área", "e5", "p-value",
]  # fmt: skip
ODD_NAMES = [
    "1", "2", "3", "1990", "1991", "2005", "inf", "nan", "NA", "", "0", "2.5", "5 in", "<10",
]  # fmt: skip
WORDS = [
    "ann", "bob", "Peru", "São Paulo", "New York", "c,d", "semi;colon", "bar|red", 'say "hi"',
    "A1", "x-ray", "TRUE", "2024-01-05", "12:30", "caf\u00e9", "two\nlines", "O'Brien", "1st",
    "M", "F",
]  # fmt: skip
NUMBER_STYLES = ["normal", "normal", "integer", "small", "year", "wide", "binary", "three"]


@dataclass
class Column:
    name: str
    kind: str  # number, text, mixed, empty
    cells: list


@dataclass
class Case:
    seed: str
    columns: list[Column]
    writer: str = "csv"  # csv, pandas, r
    separator: str = "comma"
    decimal: str = "point"
    quoting: str = "minimal"  # minimal, all, nonnumeric
    gap: str = ""
    has_header: bool = True
    index: str = "none"  # none, unnamed, id, obs, short
    line_end: str = "\n"
    encoding: str = "utf-8"
    mark: bool = False
    trailing: str = "none"  # none, rows, all
    comments: list[int] = field(default_factory=list)
    blank_lines: list[int] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    units: bool = False
    aligned: bool = False
    extension: str = ".csv"
    is_gzip: bool = False
    source: str = "file"  # file, pipe, redirect
    is_plain: bool = True

    @property
    def row_count(self) -> int:
        return len(self.columns[0].cells)

    @property
    def has_gaps(self) -> bool:
        return any(None in column.cells for column in self.columns if column.kind == "number")

    @property
    def has_custom_gaps(self) -> bool:
        """Whether missing cells of a column contain a word that vq does not know."""
        return self.gap in CUSTOM_GAPS and any(None in column.cells for column in self.columns)


def make_case(seed: str) -> Case:
    """Returns the table for a seed, which is the same on every machine."""
    random = Random(seed)
    case = Case(seed, [])
    choose_dialect(case, random)
    choose_columns(case, random)
    choose_extras(case, random)
    return case


def choose_dialect(case: Case, random: Random) -> None:
    case.writer = random.choice(["csv", "pandas", "r"])
    case.separator = random.choices(list(SEPARATORS), [8, 4, 4, 2, 2])[0]
    case.quoting = random.choices(["minimal", "all", "nonnumeric"], [6, 2, 2])[0]
    if random.random() < (0.5 if case.separator == "semicolon" else 0.15):
        case.decimal = "comma"
    case.gap = random.choice(KNOWN_GAPS if random.random() < 0.9 else CUSTOM_GAPS)
    if case.separator == "blanks" and case.gap == "":
        case.gap = "NA"
    case.has_header = random.random() < 0.8
    if case.writer == "pandas":
        case.index = random.choice(["none", "unnamed", "id", "obs"])
    elif case.writer == "r":
        case.index = random.choice(["none", "short", "unnamed"])
    if not case.has_header and case.index in ("id", "short"):
        case.index = "unnamed"
    case.line_end = random.choices(["\n", "\r\n", "\r"], [7, 3, 1])[0]
    case.encoding = random.choices(["utf-8", "latin-1"], [9, 1])[0]
    case.mark = case.encoding == "utf-8" and random.random() < 0.1
    case.is_gzip = random.random() < 0.1
    case.source = random.choices(["file", "pipe", "redirect"], [8, 1, 1])[0]
    right = {"comma": ".csv", "tab": ".tsv"}.get(case.separator, ".txt")
    case.extension = random.choices(
        [right, random.choice([".csv", ".tsv", ".txt", ".dat", ".data", ".psv"]), ""], [6, 2, 1]
    )[0]


def choose_columns(case: Case, random: Random) -> None:
    rows = random.choices([random.randint(3, 12), random.randint(20, 90), 1, 2], [60, 30, 2, 4])[0]
    if random.random() < 0.004:
        rows = 40_000
    if rows == 1 and case.index != "none":
        case.index = "none"
    names = random.sample(PLAIN_NAMES, 12)
    kinds = ["number"] * random.randint(1, 6) + ["text"] * random.choice([0, 0, 0, 1, 1, 2])
    kinds += ["mixed"] if random.random() < 0.03 and rows > 9 else []
    kinds += ["empty"] if random.random() < 0.03 and rows > 9 else []
    random.shuffle(kinds)
    has_gaps = random.random() < 0.15 and rows > 9
    for kind, name in zip(kinds, names, strict=False):
        if case.has_header and random.random() < 0.04:
            name, case.is_plain = random.choice(ODD_NAMES + names[:2]), False
        case.columns.append(Column(name, kind, cells(kind, rows, has_gaps, case, random)))
    name_by_numbers(case, random)
    case.is_plain &= case.has_header and not has_gaps and "mixed" not in kinds and rows > 1


def name_by_numbers(case: Case, random: Random) -> None:
    """Names all numeric columns by years or counts, or ensures that one has a name of text."""
    columns = [column for column in case.columns if column.kind == "number"]
    if case.separator == "blanks":
        for column in case.columns:
            column.name = column.name or "unnamed"
    if not case.has_header or case.row_count < 3:
        columns[0].name = PLAIN_NAMES[0]
    elif len(columns) > 1 and random.random() < 0.03:
        first = random.choice([0, 1990])
        for place, column in enumerate(columns):
            column.name = str(first + place)
            column.cells = cells("number", case.row_count, False, case, random, "normal")
        case.is_plain = False
    elif all(column.name in ODD_NAMES for column in columns):
        columns[0].name = PLAIN_NAMES[0]


def cells(
    kind: str, rows: int, has_gaps: bool, case: Case, random: Random, style: str = ""
) -> list:
    """Returns the values of a column; a missing value is None."""
    if kind == "empty":
        return [None] * rows
    style = style or random.choice(NUMBER_STYLES)
    words = random.sample(WORDS, random.randint(1, len(WORDS)))
    if case.line_end == "\r":
        words = [word for word in words if "\n" not in word] or ["ann"]
    words = [word.replace("\n", " ") if case.separator == "blanks" else word for word in words]
    if kind == "text":
        values = [random.choice(words) for _ in range(rows)]
    elif kind == "mixed":
        values = [number(style, random) if row % 3 == 0 else "A3" for row in range(rows)]
    else:
        values = [number(style, random) for _ in range(rows)]
    if has_gaps and kind != "mixed" and random.random() < 0.5:
        first = 1 if case.gap in CUSTOM_GAPS else 0
        for _ in range(random.randint(1, max(1, rows // 6))):
            values[random.randrange(first, rows)] = None
    return values


def number(style: str, random: Random) -> float | int:
    match style:
        case "integer":
            return random.randint(-1000, 1000)
        case "small":
            return random.randint(0, 9)
        case "year":
            return random.randint(1950, 2020)
        case "binary":
            return random.randint(0, 1)
        case "wide":
            return random.gauss(0, 1) * 10.0 ** random.randint(-300, 300)
        case "three":
            return random.randint(1001, 9999) / 1000
    return random.gauss(0, 10)


def choose_extras(case: Case, random: Random) -> None:
    rows = case.row_count
    if random.random() < 0.08 and case.separator != "blanks":
        case.trailing = random.choice(["rows", "all"])
        # No reader accepts a header that is two fields shorter than the rows.
        if not case.has_header or case.index == "short":
            case.trailing = "all"
    if random.random() < 0.1:
        case.comments = [random.randint(0, rows) for _ in range(random.randint(1, 2))]
    if random.random() < 0.1:
        case.blank_lines = [random.randint(0, rows) for _ in range(random.randint(1, 2))]
    if random.random() < 0.03 and len(case.columns) > 1 and not case.comments:
        case.title = random.choice([["A survey of things"], ["Results", "made in 2020"]])
        case.is_plain = False
    if random.random() < 0.02 and case.has_header and rows > 9 and case.index == "none":
        case.units, case.is_plain = not case.title, False
    if case.units and case.trailing == "rows":
        case.trailing = "all"
    case.aligned = case.separator == "blanks" and random.random() < 0.4
    # If its decimal commas were separators, this would be a valid table of two columns.
    if len(case.columns) == 1 and case.index == "none":
        # A name that is a number would be read as a row.
        case.columns[0].name = "x"
    is_one_column = len(case.columns) == 1 and case.index == "none"
    if is_one_column and case.decimal == "comma":
        case.is_plain = False
        if not case.has_header:
            case.decimal = "point"
