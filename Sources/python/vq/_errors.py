"""What the package raises beside Python's own exceptions."""


class ClusterError(Exception):
    """A centroid has no observations left, and the caller asked for that to be an error."""
