"""Reader: a news reader for the terminal that marks officials and places."""

__version__ = "0.1.0"
