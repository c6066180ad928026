"""The run: every scenario, by everybody who can, in turn."""

import dataclasses
import statistics
import sys
import time

import numpy as np

from . import check, data
from .ours import Ours
from .worker import Failure, Worker

# Threads of some libraries go on spinning for a while after their work; others should not suffer.
REST = 0.3


@dataclasses.dataclass
class Result:
    """What one party did in one scenario."""

    peer: str
    # Whether it did the work from the centroids given, and without skipping distances.
    takes_start: bool = True
    is_dense: bool = True
    # Whether it is swift-vq by another way.
    is_ours: bool = False
    seconds: list = dataclasses.field(default_factory=list)
    # Of the centroids or codes found, one figure a repeat; computed by the harness.
    inertia: list = dataclasses.field(default_factory=list)
    failure: str | None = None

    @property
    def median(self):
        return statistics.median(self.seconds) if self.seconds else None


@dataclasses.dataclass
class Outcome:
    """What a scenario gave: ours first."""

    scenario: object
    results: list
    # Of vq-bench: the demand, and the rates of the machine.
    demand: dict | None
    roofline: dict | None
    # In our last run. Where there are some, peers need not agree: each treats them in its own way.
    empty_clusters: int

    @property
    def ours(self):
        return self.results[0]

    def fastest(self, dense=False):
        """The fastest peer, or the fastest of those that skip nothing."""
        done = [
            r
            for r in self.results[1:]
            if r.seconds and not r.is_ours and (r.is_dense or not dense)
        ]
        return min(done, key=lambda r: r.median, default=None)

    def ratio(self, dense=False):
        """How many times our time the fastest peer takes."""
        fastest = self.fastest(dense)
        return fastest.median / self.ours.median if fastest and self.ours.median else None

    def ratio_by_another_way(self):
        """How many times our time swift-vq takes where it is called otherwise."""
        other = next((r for r in self.results[1:] if r.is_ours and r.seconds), None)
        return other.median / self.ours.median if other and self.ours.median else None

    def difference(self, result):
        """By how much the inertia differs from ours, relative to ours; mean over repeats."""
        if not result.inertia or not self.ours.inertia:
            return None
        own = statistics.mean(self.ours.inertia)
        return statistics.mean(result.inertia) / own - 1 if own else None

    def verdict(self, result):
        """Whether results agree, where they must."""
        difference = self.difference(result)
        if difference is None or not self.scenario.is_comparable or not result.takes_start:
            return None
        return "ok" if abs(difference) <= check.TOLERANCE else "differs"


def start_peers(names):
    """The peers that can be had, and why the others cannot."""
    workers, absent = [], {}
    for name in names:
        try:
            workers.append(Worker(name))
        except Failure as failure:
            absent[name] = str(failure)
            print(f"peers: {name} is left out: {failure}", file=sys.stderr)
    return workers, absent


def run(scenario, workers, ours: Ours, folder, repeats, budget, minimum):
    """Lets everybody do the scenario's work, one after the other, as often as `repeats` says.

    Who takes longer than `budget` seconds for a sample is not asked again; who takes ten times
    as long has failed.
    """
    path = data.observations(scenario, folder)
    start = data.start(scenario, path, folder) if scenario.needs_start else None
    array = np.load(path, mmap_mode="r")
    parties = [ours]
    for worker in workers:
        if worker.can(scenario):
            parties.append(worker)
    iterates = scenario.work in ("iterate", "fit")
    results = {
        party.name: Result(
            party.name,
            takes_start=party.kind.takes_start or not iterates,
            is_dense=party.kind.is_dense or not iterates,
            is_ours=party.kind.is_ours,
        )
        for party in parties
    }

    def attempt(party, action):
        """Does `action`; returns its answer and how long it took."""
        begin = time.perf_counter()
        try:
            return action(), time.perf_counter() - begin
        except Failure as failure:
            results[party.name].failure = str(failure)
            print(f"peers: {party.name} failed in {scenario.name}: {failure}", file=sys.stderr)
            return None, 0

    slow = set()
    for party in parties:
        attempt(party, lambda: (party.load(scenario, path, start), party.warm_up(10 * budget)))
    for repeat in range(repeats):
        for party in parties[1:] + parties[:1]:
            result = results[party.name]
            if result.failure or party.name in slow:
                continue
            time.sleep(REST)
            answer, took = attempt(party, lambda: party.sample(1 + repeat, minimum, 10 * budget))
            if answer is None:
                continue
            result.seconds.append(answer[0])
            if took > budget:
                slow.add(party.name)
            # Where everybody starts alike, each repeat finds the same.
            if answer[1] is not None and not (scenario.is_comparable and result.inertia):
                result.inertia.append(worth(array, start, answer[1]))
    return Outcome(
        scenario,
        [results[p.name] for p in parties],
        ours.demand,
        ours.roofline,
        ours.empty_clusters,
    )


def worth(array, start, found):
    """The inertia of centroids, or of codes, which are integers."""
    if np.issubdtype(found.dtype, np.integer):
        return check.inertia_of_codes(array, np.load(start), found)
    return check.inertia(array, found)
