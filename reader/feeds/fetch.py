"""Fetching: one request at a time from hosts that may do anything."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from reader.model import ServerMemory


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: seconds and bytes. `wire` counts what the server sends, `body` what
    that unpacks to."""

    total: float = 30.0
    connect: float = 10.0
    read: float = 15.0
    wire: int = 16 * 1024 * 1024
    body: int = 48 * 1024 * 1024
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered.

    `url` is where the answer came from in the end; `moved_to` the address to use from now on, "" when
    the old one still holds; `wait` the seconds the server asks to be left alone, 0 when it does not
    say; `problem` says in words what was wrong with an answer of which something came through.
    """

    url: str
    status: int = 200
    moved_to: str = ""
    content_type: str = ""
    body: bytes = b""
    etag: str = ""
    modified: str = ""
    not_modified: bool = False
    wait: int = 0
    problem: str = ""


class Fetcher:
    """An HTTP client with limits; an asynchronous context manager."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        raise NotImplementedError

    async def get(self, url: str, memory: ServerMemory | None = None) -> Fetched:
        """The answer to a GET of `url`, conditional on what `memory` holds; FetchError for all that fails."""
        raise NotImplementedError
