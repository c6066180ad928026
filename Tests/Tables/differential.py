#!/usr/bin/env python3
"""Writes tables in many dialects, and checks that vq reads their numbers or gives advice.

vq must read each table with all numbers equal to the last bit, at once or with the options that
its messages name. A wrong number, a crash, a hang or a message without advice is a failure.

usage: differential.py VQ [--count 2000] [--seed 1] [--only NUMBER] [--keep FOLDER]

Needs Python 3.10. If pandas is installed, it writes some of the tables.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from cases import make_case
from reading import Outcome, read
from writers import write

PLAIN_SHARE = 0.9


def trial(program: str, seed: int, number: int, folder: Path):
    case = make_case(f"{seed}-{number}")
    data, rows = write(case)
    place = folder / str(number)
    place.mkdir()
    table = place / f"table{case.extension}{'.gz' if case.is_gzip else ''}"
    table.write_bytes(data)
    try:
        outcome = read(program, case, table, rows)
    except Exception as error:  # An error in the test itself.
        outcome = Outcome("failure", repr(error))
    (place / "output.npy").unlink(missing_ok=True)
    return case, outcome, table


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vq")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="show only the table with this number")
    parser.add_argument("--keep", type=Path, help="a new folder for the tables")
    parser.add_argument(
        "--refusals", action="store_true", help="also show plain tables that are refused"
    )
    options = parser.parse_args()
    temporary = tempfile.TemporaryDirectory()
    folder = options.keep or Path(temporary.name)
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [options.only] if options.only is not None else range(options.count)
    counts, plain = Counter(), Counter()
    with ThreadPoolExecutor(4) as pool:
        trials = pool.map(lambda number: trial(options.vq, options.seed, number, folder), numbers)
        for number, (case, outcome, table) in zip(numbers, trials, strict=True):
            counts[outcome.kind] += 1
            if case.is_plain:
                plain[outcome.kind] += 1
            is_refused = case.is_plain and outcome.kind == "after advice"
            shows = options.only is not None or (options.refusals and is_refused)
            if outcome.kind == "failure" or shows:
                dialect = {k: v for k, v in vars(case).items() if k != "columns"}
                print(f"table {number}: {outcome.kind}\n{dialect}\n{table.read_bytes()[:300]!r}")
                print(f"{outcome.detail}\n", flush=True)
            if options.keep is None:
                table.unlink()
    total = max(1, sum(plain.values()))
    print(
        f"{counts['at once']} tables read at once, {counts['after advice']} refused and then "
        f"read, {counts['failure']} failures"
    )
    print(f"plain tables with a header: {plain['at once']} of {total} read at once")
    is_refusing = options.only is None and plain["at once"] < PLAIN_SHARE * total
    return 1 if counts["failure"] or is_refusing else 0


if __name__ == "__main__":
    sys.exit(main())
