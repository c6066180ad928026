"""`show_config`."""

from __future__ import annotations

from ._library import library


def show_config(mode: str = "stdout") -> dict[str, object] | None:
    """Tell what the library computes with.

    Parameters
    ----------
    mode : {'stdout', 'dicts'}, optional
        Whether to print it, or to return it as a dictionary.

    Returns
    -------
    dict or None
        The keys are "version", "library" (its path), "kernels" (the set in use),
        "available_kernels" (those that this processor runs, best first), "algorithms" (the ways to
        find nearest centroids) and "workers" (the threads that a large problem uses).

    Examples
    --------
    >>> from vq import show_config
    >>> sorted(show_config(mode="dicts"))
    ['algorithms', 'available_kernels', 'kernels', 'library', 'version', 'workers']
    """
    if mode not in ("stdout", "dicts"):
        raise ValueError(f"mode must be 'stdout' or 'dicts', not {mode!r}")
    found = library().configuration()
    configuration: dict[str, object] = {
        "version": found.version.decode(),
        "library": library().path,
        "kernels": found.kernels.decode(),
        "available_kernels": found.available_kernels.decode().split(),
        "algorithms": list(library().algorithms),
        "workers": found.workers,
    }
    if mode == "dicts":
        return configuration
    for key, value in configuration.items():
        print(f"{key}: {' '.join(value) if isinstance(value, list) else value}")
    return None
