"""`show_config`."""

from __future__ import annotations

from ._library import library


def show_config(mode: str = "stdout") -> dict[str, object] | None:
    """Show the version, the kernels and the number of threads that the library uses.

    Parameters
    ----------
    mode : {'stdout', 'dicts'}, optional
        'stdout' prints the configuration, 'dicts' returns it as a dictionary.

    Returns
    -------
    dict or None
        None if `mode` is 'stdout'. Otherwise a dictionary with the keys "version", "library" (the
        path), "kernels" (the kernel set in use), "available_kernels" (all that this processor can
        run, best first), "algorithms" (the names that ``KMeans(algorithm=...)`` takes) and
        "workers" (the number of threads for a large problem).

    Raises
    ------
    ValueError
        If `mode` is neither 'stdout' nor 'dicts'.

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
