"""The command: Benchmarks/peers [SCENARIO...] [options]."""

import argparse
import contextlib
import datetime
import pathlib
import shlex
import sys
import tempfile

from . import data, machine, peers, report, run, scenarios
from .ours import Ours

DOCUMENT = pathlib.Path(__file__).parents[2] / "Docs" / "Guide" / "Performance.md"


def arguments():
    parser = argparse.ArgumentParser(
        prog="Benchmarks/peers",
        description="Times swift-vq and its peers on the same files, in turn, in one run.",
    )
    parser.add_argument("scenario", nargs="*", help="a name, a group or a work of vq-bench list")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument(
        "--peers", default=",".join(peers.ALL), help="the peers to time (default: %(default)s)"
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=30,
        metavar="SECONDS",
        help="a peer that takes longer for a sample is not timed again (default 30)",
    )
    parser.add_argument(
        "--min-time",
        type=float,
        default=0.2,
        metavar="SECONDS",
        help="a sample is a mean over at least this time (default 0.2)",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="one repeat, which only shows that everything runs",
    )
    parser.add_argument(
        "--data",
        type=pathlib.Path,
        metavar="DIR",
        help="keep the data here, and reuse existing data",
    )
    parser.add_argument(
        "--export",
        type=pathlib.Path,
        metavar="DIR",
        help="only write the data for vq-bench --data",
    )
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument(
        "--markdown", action="store_true", help="write the tables into Docs/Guide/Performance.md"
    )
    parser.add_argument(
        "--options",
        default="",
        metavar="WORDS",
        help="for vq-bench measure, as in '--algorithm lloyd --workers 1'",
    )
    parser.add_argument("--vq-bench", type=pathlib.Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def folder_for(path):
    """Returns a folder for data: the requested one, or a temporary one."""
    if path is None:
        return tempfile.TemporaryDirectory()
    path.mkdir(parents=True, exist_ok=True)
    return contextlib.nullcontext(path)


def command(options):
    """Returns the command that repeats the measurement, without file names."""
    words = ["Benchmarks/peers", *options.scenario]
    words += ["--quick"] if options.quick else ["--repeats", str(options.repeats)]
    for name, default in (
        ("peers", ",".join(peers.ALL)),
        ("budget", 30),
        ("min_time", 0.2),
        ("options", ""),
    ):
        if getattr(options, name) != default:
            words += [f"--{name.replace('_', '-')}", str(getattr(options, name))]
    return shlex.join(words)


def main():
    options = arguments()
    if options.export:
        options.export.mkdir(parents=True, exist_ok=True)
        return data.export(options.export)
    if options.quick and options.markdown:
        raise SystemExit(
            "peers: --quick measures too little for --markdown; leave out one of them"
        )
    names = options.peers.split(",") if options.peers else []
    for name in names:
        if name not in peers.ALL:
            raise SystemExit(
                f"peers: there is no peer {name}; choose from: {', '.join(peers.ALL)}"
            )
    chosen = scenarios.select(scenarios.read(options.vq_bench), options.scenario)

    repeats = 1 if options.quick else options.repeats
    facts = {
        "date": datetime.date.today().isoformat(),
        "machine": machine.describe(),
        "command": command(options),
        "repeats": repeats,
    }
    ours = Ours(options.vq_bench.resolve(), shlex.split(options.options))
    workers, absent = run.start_peers(names)
    facts["versions"] = {worker.name: worker.version for worker in workers}
    facts["absent"] = absent
    print(f"{facts['machine']['cpu']}, {facts['machine']['cores']} cores; {facts['versions']}")

    outcomes = []
    try:
        with folder_for(options.data) as folder:
            for scenario in chosen:
                try:
                    outcome = run.run(
                        scenario,
                        workers,
                        ours,
                        pathlib.Path(folder),
                        repeats,
                        options.budget,
                        0.0 if options.quick else options.min_time,
                    )
                except data.Unavailable as reason:
                    print(f"peers: {scenario.name} is left out: {reason}", file=sys.stderr)
                    continue
                print("\n".join(report.lines(outcome)), flush=True)
                outcomes.append(outcome)
                if options.json:
                    report.write_json(options.json, report.document(outcomes, facts))
    finally:
        for worker in workers:
            worker.stop()
    if options.markdown:
        present = [worker.name for worker in workers]
        report.write_markdown(DOCUMENT, "\n".join(report.markdown(outcomes, facts, present)))


if __name__ == "__main__":
    main()
