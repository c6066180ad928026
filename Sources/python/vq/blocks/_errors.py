"""What goes wrong with blocks."""


class BlockError(ValueError):
    """Blocks cannot be used: one is missing, changed or damaged, or they do not belong together.

    The message names the file, and the row where it is about one.
    """
