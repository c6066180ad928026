"""Writes tables like Python's csv module, pandas and R's write.table."""

from __future__ import annotations

import csv
import gzip
import io

from cases import SEPARATORS, Case

try:
    import pandas
except ImportError:
    pandas = None

QUOTING = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "nonnumeric": csv.QUOTE_NONNUMERIC}


def write(case: Case) -> tuple[bytes, list[list[float]]]:
    """Returns the bytes of a table, and its numeric rows without those with missing values."""
    if case.writer == "r":
        records = r_records(case)
    elif case.writer == "pandas" and pandas is not None and not case.units:
        records = pandas_records(case)
    else:
        records = csv_records(case)
    return encode(case, records), truth(case)


def shown(case: Case, value) -> str:
    """Returns a number as the writer writes it."""
    if case.writer == "r":
        text = f"{value:.15g}"
    else:
        text = repr(value)
    return text.replace(".", ",") if case.decimal == "comma" else text


def value(case: Case, cell) -> float:
    return float(shown(case, cell).replace(",", "."))


def truth(case: Case) -> list[list[float]]:
    columns = [column.cells for column in case.columns if column.kind == "number"]
    if case.index == "obs" or (case.index == "unnamed" and not case.has_header):
        first = 1 if case.writer == "r" else 0
        columns = [list(range(first, first + case.row_count))] + columns
    rows = [row for row in zip(*columns, strict=True) if None not in row]
    return [[value(case, cell) for cell in row] for row in rows]


def true_columns(case: Case) -> list[int]:
    """Returns the numbers, from 1, of the columns that are features."""
    shift = 0 if case.index == "none" else 1
    numbers = [place + 1 + shift for place, c in enumerate(case.columns) if c.kind == "number"]
    is_feature = case.index == "obs" or (case.index == "unnamed" and not case.has_header)
    return ([1] if is_feature else []) + numbers


def header(case: Case) -> list[str]:
    first = {"unnamed": [""], "id": ["id"], "obs": ["obs"]}.get(case.index, [])
    return first + [column.name for column in case.columns]


def csv_records(case: Case) -> list[str]:
    separator = SEPARATORS[case.separator]
    records = []

    def add(fields: list) -> None:
        buffer = io.StringIO()
        csv.writer(
            buffer, delimiter=separator, quoting=QUOTING[case.quoting], lineterminator="\r\n"
        ).writerow(fields)
        records.append(buffer.getvalue().removesuffix("\r\n"))

    if case.has_header:
        add(header(case))
    if case.units:
        add(["cm" for _ in header(case)])
    for row in range(case.row_count):
        fields = [] if case.index == "none" else [row]
        for column in case.columns:
            cell = column.cells[row]
            if cell is None:
                cell = case.gap
            elif not isinstance(cell, str) and case.decimal == "comma":
                cell = shown(case, cell)
            fields.append(cell)
        add(fields)
    return records


def pandas_records(case: Case) -> list[str]:
    def cell(value):
        is_shown = isinstance(value, float) and case.decimal == "comma"
        return shown(case, value) if is_shown else value

    series = [
        pandas.Series([cell(value) for value in column.cells], dtype=object)
        for column in case.columns
    ]
    frame = pandas.concat(series, axis=1)
    frame.columns = [column.name for column in case.columns]
    text = frame.to_csv(
        sep=SEPARATORS[case.separator],
        na_rep=case.gap,
        header=case.has_header,
        index=case.index != "none",
        index_label=case.index if case.index in ("id", "obs") else None,
        quoting=QUOTING[case.quoting],
        lineterminator="\r\n",
    )
    # Line ends within fields are only line feeds.
    return text.split("\r\n")[:-1]


def r_records(case: Case) -> list[str]:
    separator = SEPARATORS[case.separator]
    is_quoting = case.quoting != "minimal" or case.separator in ("blanks", "comma")
    is_quoting |= any(separator in name or name == "" for name in header(case))

    def quoted(text: str) -> str:
        if is_quoting or separator in text or "\n" in text or '"' in text:
            return '"' + text.replace('"', '""') + '"'
        return text

    records = []
    if case.has_header:
        records.append(separator.join(quoted(name) for name in header(case)))
    if case.units:
        records.append(separator.join(quoted("cm") for _ in header(case)))
    for row in range(case.row_count):
        fields = [] if case.index == "none" else [quoted(str(row + 1))]
        for column in case.columns:
            cell = column.cells[row]
            if cell is None:
                fields.append(case.gap)
            elif isinstance(cell, str):
                fields.append(quoted(cell))
            elif "," in shown(case, cell) and separator == ",":
                fields.append('"' + shown(case, cell) + '"')
            else:
                fields.append(shown(case, cell))
        records.append(separator.join(fields))
    return records


def encode(case: Case, records: list[str]) -> bytes:
    """Adds comments, blank lines and a title, and encodes the text."""
    separator = SEPARATORS[case.separator]
    heads = int(case.has_header) + int(case.units)
    lines = []
    if case.trailing != "none":
        records = [
            record + (separator if place >= heads or case.trailing == "all" else "")
            for place, record in enumerate(records)
        ]
    if case.aligned:
        records = [
            " " + record.replace(" ", "   ") if '"' not in record else record for record in records
        ]
    for place, record in enumerate(records):
        row = place - heads
        # Extra lines come before the header, or between two rows.
        where = 0 if place == 0 else row if row > 0 else -1
        lines += ["#note"] * case.comments.count(where)
        lines += [""] * case.blank_lines.count(where)
        lines.append(record)
    lines += [""] * case.blank_lines.count(case.row_count)
    text = case.line_end.join(case.title + lines) + case.line_end
    data = (b"\xef\xbb\xbf" if case.mark else b"") + text.encode(case.encoding)
    return gzip.compress(data, 1, mtime=0) if case.is_gzip else data
