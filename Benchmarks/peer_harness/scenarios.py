"""The scenarios, read from vq-bench, so that there is only one table."""

import dataclasses
import json
import subprocess

import numpy as np


@dataclasses.dataclass(frozen=True)
class Scenario:
    name: str
    n: int
    d: int
    k: int
    scalar: str
    data: str
    work: str
    unit: str
    iterations: int
    start: str | None = None
    restarts: int | None = None
    initialization: str | None = None
    call: str | None = None

    @property
    def dtype(self):
        return np.dtype({"f32": np.float32, "f64": np.float64}[self.scalar])

    @property
    def shape(self):
        return f"{self.n:,} x {self.d}, {self.k}, {self.scalar}"

    @property
    def is_comparable(self):
        """Whether all parties do the same work from the same start, so that results must agree.

        From a random start, clusters become empty, and every peer fills them in its own way.
        """
        return self.work in ("iterate", "fit", "assign") and self.start != "random"

    @property
    def needs_start(self):
        return self.work in ("iterate", "fit", "assign", "call")

    def answers(self, word):
        """Returns whether a word selects the scenario: name, part before the dash, or work."""
        return word in (self.name, self.name.split("-")[0], self.work)


def read(vq_bench):
    """Returns all scenarios of vq-bench."""
    text = subprocess.run(
        [vq_bench, "list", "--json"], check=True, capture_output=True, text=True
    ).stdout
    return [Scenario(**entry) for entry in json.loads(text)]


def select(scenarios, names):
    """Returns the scenarios that the names select; without names, all scenarios."""
    for name in names:
        if not any(s.answers(name) for s in scenarios):
            known = ", ".join(s.name for s in scenarios)
            raise SystemExit(f"peers: there is no scenario {name}; choose from: {known}")
    return [s for s in scenarios if not names or any(s.answers(name) for name in names)]
