"""swift-vq with the interface of a worker: vq-bench measures in a process of its own."""

import json
import pathlib
import subprocess
import tempfile

import numpy as np

from . import peers
from .worker import Failure


class Ours:
    name = "swift-vq"
    kind = peers.Peer

    def __init__(self, vq_bench, options):
        self.vq_bench = vq_bench
        self.options = options
        # The operations that a dense method needs, and the best rates of the machine in this
        # scenario.
        self.demand, self.roofline = None, {}
        self.empty_clusters = 0

    def can(self, scenario):
        return True

    def load(self, scenario, data, start):
        self.scenario, self.data, self.start = scenario, data, start
        self.demand, self.roofline, self.empty_clusters = None, {}, 0

    def warm_up(self, limit):
        """Does nothing, because `vq-bench measure` warms up by itself."""

    def sample(self, seed, minimum, limit):
        scenario = self.scenario
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "found.npy"
            command = [
                self.vq_bench,
                "measure",
                "--observations",
                self.data,
                "--work",
                scenario.work,
                "--iterations",
                scenario.iterations,
                "--seed",
                seed,
                "--min-time",
                minimum,
                "--output",
                output,
                "--roofline",
                *self.options,
            ]
            command += ["--centroids", self.start] if self.start else ["--clusters", scenario.k]
            for option, value in (
                ("--restarts", scenario.restarts),
                ("--call", scenario.call),
                ("--init", scenario.initialization),
            ):
                command += [option, value] if value else []
            try:
                done = subprocess.run(
                    [str(word) for word in command], capture_output=True, text=True, timeout=limit
                )
            except subprocess.TimeoutExpired:
                raise Failure(f"took longer than {limit:.0f} s") from None
            if done.returncode:
                raise Failure(done.stderr.strip())
            report = json.loads(done.stdout)
            found = np.load(output) if output.exists() else None
        self.demand = report.get("demand")
        self.empty_clusters = report.get("emptyClusters", 0)
        for name, rate in report["roofline"].items():
            self.roofline[name] = max(rate, self.roofline.get(name, 0))
        if report["seconds"][0] <= 0:
            raise Failure("its time is lost in noise")
        return report["seconds"][0], found

    def stop(self):
        pass
