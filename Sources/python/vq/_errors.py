"""What the package raises beside Python's own exceptions."""


class ClusterError(Exception):
    """A centroid has no observations left, and the caller asked for that to be an error."""


class NotFinite(ValueError):
    """A number is NaN, infinite, or too large."""

    def __init__(self, message: str, row: int, column: int) -> None:
        super().__init__(message)
        self.row = row
        """The observation that holds it, counted from 0; -1 if it is not in an observation."""
        self.column = column


class BlockError(ValueError):
    """Blocks cannot be used: one is missing, changed or damaged, or they do not belong together.

    The message names the file, and the row where it is about one.
    """
