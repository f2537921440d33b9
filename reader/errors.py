"""Everything that can go wrong, as typed exceptions whose text is one clear line for a person.

`str(error)` says what happened and, where it can, what to do. The command line prints it after
"reader: "; the screen shows it as it is.
"""

from __future__ import annotations


class ReaderError(Exception):
    """Base of every error a user may see."""


class SettingsError(ReaderError):
    """The settings file or an option is wrong; names the line."""


class SourceError(ReaderError):
    """A source could not be imported; `source` is as the user gave it."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class FetchError(SourceError):
    """The network or the server failed. `retry_after` is what the server asked for, in seconds, and
    `seconds` how long it took."""

    def __init__(
        self, source: str, reason: str, *, status: int = 0, retry_after: int = 0, seconds: float = 0.0
    ) -> None:
        super().__init__(source, reason)
        self.status = status
        self.retry_after = retry_after
        self.seconds = seconds


class ParseError(SourceError):
    """The bytes hold neither a feed nor an article."""


class LibraryError(ReaderError):
    """The archive or the state cannot be read or written."""


class DamagedError(LibraryError):
    """A file of the library is damaged; it is left as it is."""


class NotStoredError(LibraryError):
    """No stored article, feed, person or place answers to the name given."""


class QueryError(ReaderError):
    """A search that cannot be understood; `position` is the code-point offset of the mistake."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position
