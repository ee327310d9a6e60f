"""The error of a command that cannot be followed as it was given."""

from index.errors import DatelineError


class Misuse(DatelineError):
    """A command, an option or a line of input cannot be understood; the message says how it should look."""
