from ._errors import BlockError as BlockError
