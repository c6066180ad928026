"""The machine and the software of a run."""

import os
import pathlib
import platform
import subprocess


def describe():
    return {
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "swift": swift(),
    }


def cpu():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    fields = {}
    for line in lines:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip(), value.strip())
    model = fields.get("model name", platform.processor() or "unknown")
    if "cpu family" in fields:
        # A virtual processor's name may not show the generation; family and model do.
        model += f" (family {fields['cpu family']}, model {fields['model']})"
    return model


def memory():
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return round(pages * size / 2**30)


def swift():
    try:
        text = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    except OSError:
        return "unknown"
    words = text.split()
    return words[words.index("version") + 1] if "version" in words else "unknown"
