"""Reads a table with vq, and follows the advice of its messages."""

from __future__ import annotations

import ast
import re
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cases import Case
from writers import true_columns

TIME_LIMIT = 60


@dataclass
class Outcome:
    kind: str  # at once, after advice, failure
    detail: str = ""


def numbers(path: Path) -> list[list[float]]:
    """Reads a .npy file of float64."""
    data = path.read_bytes()
    length = struct.unpack_from("<H", data, 8)[0]
    head = ast.literal_eval(data[10 : 10 + length].decode())
    rows, columns = head["shape"]
    assert head["descr"] == "<f8" and not head["fortran_order"], head
    flat = struct.unpack_from(f"<{rows * columns}d", data, 10 + length)
    return [list(flat[row * columns : (row + 1) * columns]) for row in range(rows)]


def bits(rows: list[list[float]]) -> list[bytes]:
    return [struct.pack(f"<{len(row)}d", *row) for row in rows]


def read(program: str, case: Case, table: Path, rows: list[list[float]]) -> Outcome:
    """Reads the table, follows the advice of messages, and compares all numbers."""
    given: dict[str, str] = {}
    output = table.with_name("output.npy")
    story = ""
    for _ in range(6):
        output.unlink(missing_ok=True)
        options = [f"{name}={text}" for name, text in given.items()]
        try:
            status, message = run(program, case, table, output, options)
        except subprocess.TimeoutExpired:
            return Outcome("failure", f"{story}hangs with {options}")
        if status == 0:
            found = numbers(output)
            if bits(found) != bits(rows):
                return Outcome(
                    "failure", f"{story}WRONG with {options}: {difference(found, rows)}"
                )
            return Outcome("after advice" if given else "at once", story)
        story += f"{options}: {message}\n"
        if status != 1 or not message.startswith("vq sample: "):
            return Outcome("failure", f"{story}exit status {status}")
        new = advice(message, case, given)
        if not new:
            return Outcome("failure", f"{story}the message names no new option")
        given |= new
    return Outcome("failure", f"{story}six options were not enough")


def run(
    program: str, case: Case, table: Path, output: Path, options: list[str]
) -> tuple[int, str]:
    name = str(table) if case.source == "file" else "-"
    command = [program, "sample", name, "--fraction", "1", "--output", str(output), "--quiet"]
    if case.source == "redirect":
        with table.open("rb") as file:
            done = subprocess.run(
                command + options, stdin=file, capture_output=True, timeout=TIME_LIMIT
            )
    else:
        text = table.read_bytes() if case.source == "pipe" else b""
        done = subprocess.run(
            command + options, input=text, capture_output=True, timeout=TIME_LIMIT
        )
    return done.returncode, done.stderr.decode(errors="replace").strip()


def advice(message: str, case: Case, given: dict[str, str]) -> dict[str, str]:
    """Returns the options that a message names, with the right values for the table."""
    new: dict[str, str] = {}
    if found := re.search(r"--skip-lines (\d+) --header no", message):
        if case.units:
            return (
                {"--skip-lines": found[1], "--header": "no"}
                if not given.get("--skip-lines")
                else {}
            )
    if "--skip-lines" in message and case.title:
        new["--skip-lines"] = str(len(case.title))
    if "--header" in message:
        new["--header"] = "yes" if case.has_header else "no"
    if "--separator" in message:
        new["--separator"] = case.separator
    if "--decimal" in message:
        new["--decimal"] = case.decimal
    if "--missing-rows" in message:
        new["--missing-rows"] = "skip"
    if re.search(r"--missing\b(?!-)", message) and case.has_custom_gaps:
        new["--missing"] = case.gap
    if "--columns" in message:
        new["--columns"] = ",".join(f"{number}-{number}" for number in true_columns(case))
    if "--format" in message:
        new["--format"] = "csv"
    return {name: text for name, text in new.items() if name not in given}


def difference(found: list[list[float]], rows: list[list[float]]) -> str:
    if len(found) != len(rows):
        return f"{len(found)} rows instead of {len(rows)}"
    if len(found[0]) != len(rows[0]):
        return f"{len(found[0])} columns instead of {len(rows[0])}"
    row = next(i for i, (a, b) in enumerate(zip(found, rows, strict=True)) if a != b)
    return f"row {row} is {found[row]} instead of {rows[row]}"
