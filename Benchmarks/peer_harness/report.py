"""The reports of a run: lines on the screen, JSON, and tables in Docs/Guide/Performance.md."""

import json
import pathlib

BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"


def time(seconds):
    if seconds is None:
        return "-"
    if seconds >= 10:
        return f"{seconds:.1f} s"
    if seconds >= 1:
        return f"{seconds:.2f} s"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.3g} ms"
    return f"{seconds * 1e6:.3g} us"


def cell(outcome, result):
    """Returns the time of a result, or that it failed or differs."""
    if result.failure and not result.seconds:
        return "failed"
    mark = " (differs)" if outcome.verdict(result) == "differs" else ""
    return time(result.median) + mark


def agreement(outcome):
    """Returns the maximum difference of inertia if all did the same work, else each difference."""
    if outcome.scenario.is_comparable:
        same = [abs(outcome.difference(r)) for r in outcome.results[1:] if outcome.verdict(r)]
        text = f"{max(same):.0e}" if same else "-"
        wrong = [r.peer for r in outcome.results[1:] if outcome.verdict(r) == "differs"]
        text = f"differs: {', '.join(wrong)}" if wrong else f"ok, {text}"
        own = [r for r in outcome.results[1:] if not r.takes_start and r.inertia]
        return "; ".join([text] + [f"{r.peer} {outcome.difference(r):+.1%}" for r in own])
    parts = [
        f"{r.peer} {outcome.difference(r):+.2%}"
        for r in outcome.results[1:]
        if outcome.difference(r) is not None
    ]
    return "; ".join(parts) or "-"


def lines(outcome):
    """Yields the lines of a scenario for the screen."""
    scenario = outcome.scenario
    yield f"{scenario.name}: {scenario.shape}; one {scenario.unit}"
    for result in outcome.results:
        difference = outcome.difference(result)
        note = outcome.verdict(result) or ("own start" if difference is not None else "")
        inertia = f"{difference:+.1e} {note}" if difference is not None else note
        if result is outcome.ours:
            inertia = ""
        yield (
            f"  {result.peer:12} {cell_time(result):>10}   {inertia:22}"
            f"{'  ' + result.failure if result.failure else ''}"
        ).rstrip()
    if outcome.empty_clusters and outcome.scenario.is_comparable:
        yield f"  {outcome.empty_clusters} clusters became empty, which peers treat differently"
    if outcome.ratio():
        yield f"  fastest peer: {ratios(outcome)} times our time"
    if outcome.ratio_by_another_way():
        yield f"  from Python: {outcome.ratio_by_another_way():.3f} times our time"
    shares = roofline(outcome)
    if shares:
        yield (
            f"  {shares['gflops']:.1f} GFLOP/s, {shares['of_fma']:.0%} of FMA; "
            f"{shares['gbytes']:.1f} GB/s, {shares['of_read']:.0%} of reading; "
            f"{shares['attained']:.0%} of what is attainable"
        )


def ratios(outcome):
    """Returns the ratio to the fastest peer and, if it is not dense, to the fastest dense one."""
    texts = [
        f"{outcome.ratio(dense):.2f} ({outcome.fastest(dense).peer})"
        for dense in (False, True)
        if outcome.ratio(dense)
    ]
    return "; dense ".join(dict.fromkeys(texts))


def cell_time(result):
    return "failed" if result.failure and not result.seconds else time(result.median)


def roofline(outcome):
    """Returns our shares of the machine's best rates."""
    if not (outcome.demand and outcome.roofline and outcome.ours.median):
        return None
    seconds = outcome.ours.median
    adds, read = outcome.demand["multiplyAdds"], outcome.demand["bytes"]
    peak = outcome.roofline["multiplyAddsPerSecond"]
    bandwidth = outcome.roofline["bytesPerSecond"]
    return {
        "gflops": 2e-9 * adds / seconds,
        "of_fma": adds / seconds / peak,
        "gbytes": 1e-9 * read / seconds,
        "of_read": read / seconds / bandwidth,
        "attained": max(adds / peak, read / bandwidth) / seconds,
    }


def document(outcomes, facts):
    """Returns all results for JSON."""
    scenarios = []
    for outcome in outcomes:
        results = [
            {
                "peer": r.peer,
                "seconds": r.seconds,
                "median": r.median,
                "inertia": r.inertia,
                "relative_to_ours": outcome.difference(r),
                "verdict": outcome.verdict(r),
                "takes_start": r.takes_start,
                "is_dense": r.is_dense,
                "is_ours": r.is_ours,
                "failure": r.failure,
            }
            for r in outcome.results
        ]
        scenarios.append(
            {
                **vars(outcome.scenario),
                "results": results,
                "ratio": outcome.ratio(),
                "fastest": outcome.fastest().peer if outcome.fastest() else None,
                "dense_ratio": outcome.ratio(dense=True),
                "python_ratio": outcome.ratio_by_another_way(),
                "empty_clusters": outcome.empty_clusters,
                "demand": outcome.demand,
                "roofline": outcome.roofline,
                "shares": roofline(outcome),
            }
        )
    return {"format": "peers 1", **facts, "scenarios": scenarios}


def markdown(outcomes, facts, names):
    machine, versions = facts["machine"], facts["versions"]
    versions = ", ".join(f"{name} {version}" for name, version in versions.items())
    yield (
        f"{facts['date']}; {machine['cpu']}, {machine['cores']} cores, "
        f"{machine['memory_gb']} GB, {machine['system']}; Swift {machine['swift']}, "
        f"Python {machine['python']}; {versions}. Medians of {facts['repeats']}."
    )
    for name, reason in facts["absent"].items():
        yield f"Left out: {name}, {reason}."
    yield from ("", "```sh", facts["command"], "```", "")
    yield from table(
        ["scenario", "n x d, k", "one", "swift-vq", *names, "fastest peer / ours", "inertia"],
        (
            [
                o.scenario.name,
                o.scenario.shape,
                o.scenario.unit,
                cell(o, o.ours),
                *(next((cell(o, r) for r in o.results if r.peer == name), "") for name in names),
                ratios(o),
                agreement(o),
            ]
            for o in outcomes
        ),
    )
    yield ""
    shares = [(o, roofline(o)) for o in outcomes]
    yield from table(
        ["scenario", "GFLOP/s", "of FMA", "GB/s", "of reading", "of attainable"],
        (
            [
                o.scenario.name,
                f"{s['gflops']:.1f}",
                f"{s['of_fma']:.0%}",
                f"{s['gbytes']:.1f}",
                f"{s['of_read']:.0%}",
                f"{s['attained']:.0%}",
            ]
            for o, s in shares
            if s
        ),
    )


def table(heading, rows):
    yield "| " + " | ".join(heading) + " |"
    yield "|" + "---|" * len(heading)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def write_markdown(path, text):
    """Replaces the text between the marks of a document."""
    path = pathlib.Path(path)
    old = path.read_text()
    if BEGIN not in old or END not in old:
        raise SystemExit(
            f"peers: {path} has no lines {BEGIN} and {END}; add them where the tables belong"
        )
    head, tail = old.split(BEGIN)[0], old.split(END)[1]
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}")


def write_json(path, value):
    pathlib.Path(path).write_text(json.dumps(value, indent=1) + "\n")
