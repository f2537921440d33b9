"""Fetching: bounded requests to servers that may do anything."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reader import __version__
from reader.errors import FetchError
from reader.feeds.address import Address, InvalidAddressError, parse_address, without_credentials
from reader.feeds.credentials import Credentials
from reader.feeds.explain import status_in_words
from reader.feeds.inflate import ACCEPTED, TooLargeError, inflate
from reader.feeds.patience import retry_after, wait_asked_for
from reader.feeds.transport import BrokenOffError, NoAnswerError, Reply, Transport
from reader.model import ServerMemory

if TYPE_CHECKING:
    from reader.feeds.cookies import Cookies

USER_AGENT = f"terminal-reader/{__version__} (a news reader for the terminal; one request per feed and visit)"
REQUESTS_PER_HOST = 2

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
)
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_IN_A_THREAD = 64 * 1024
_LONGEST_VALIDATOR = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may cost: seconds and bytes. `wire` counts what the server sends, `body` what
    that unpacks to; real feeds rarely exceed a tenth of either."""

    total: float = 25.0
    connect: float = 10.0
    read: float = 15.0
    wire: int = 16 * 1024 * 1024
    body: int = 20 * 1024 * 1024
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered.

    `url` is where the answer came from in the end; `moved_to` the address to use from now on, "" when
    the old one still holds; neither has credentials. `wait` is the seconds that the server asks to be
    left alone, 0 when it does not say; `problem` says in words what was wrong with an answer of which
    something came through; `seconds` is what it took, and `requests` how many, redirects among them.
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
    seconds: float = field(default=0.0, compare=False)
    requests: int = 1


class _Clock:
    """The seconds that a request and its redirects may take together; it stands still while they wait
    for their turn."""

    def __init__(self, total: float) -> None:
        self._total = total
        self.used = 0.0
        self.turns = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """TimeoutError when there is no more time."""
        self.turns += 1
        began = time.monotonic()
        try:
            async with asyncio.timeout(max(0.0, self._total - self.used)):
                yield
        finally:
            self.used += time.monotonic() - began


class Fetcher:
    """An HTTP client with limits; an asynchronous context manager.

    At most `REQUESTS_PER_HOST` requests to one host are under way at once. Cookies live as long as one
    call and its redirects. Credentials in an address go to its own host only, and into no message.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._transport = Transport(connect=self._limits.connect, read=self._limits.read)
        self._credentials = Credentials()
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(REQUESTS_PER_HOST)
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._transport.close()

    async def get(self, url: str, memory: ServerMemory | None = None) -> Fetched:
        """The answer to a GET of `url`, conditional on what `memory` holds; FetchError for all that fails."""
        try:
            address = parse_address(url)
        except InvalidAddressError as error:
            raise FetchError(without_credentials(url), str(error)) from None
        clock = _Clock(self._limits.total)
        try:
            fetched = await self._follow(address, memory or ServerMemory(), clock)
        except FetchError as error:
            error.seconds = clock.used
            raise
        except NoAnswerError as error:
            raise FetchError(address.bare, str(error), seconds=clock.used) from None
        except TimeoutError:
            reason = f"the answer was not complete after {self._limits.total:g} seconds"
            raise FetchError(address.bare, reason, seconds=clock.used) from None
        return replace(fetched, seconds=clock.used, requests=clock.turns)

    async def _follow(self, start: Address, memory: ServerMemory, clock: _Clock) -> Fetched:
        """The request and its redirects, each checked as if the person had typed it, each in its turn at
        its host."""
        address, moved_to = start, ""
        cookies: Cookies | None = None
        only_permanent = True
        for _ in range(self._limits.redirects + 1):
            cookie = cookies.header(address.bare) if cookies else ""
            headers = self._headers(address, memory, cookie)
            async with (
                self._turns[address.host],
                clock.running(),
                self._transport.ask(address, headers) as reply,
            ):
                if reply.status not in _REDIRECTS:
                    return await self._answer(reply, address, memory, moved_to)
                cookies = _with_cookies(cookies, address, reply)
                only_permanent = only_permanent and reply.status in _PERMANENT
                address = _next_hop(address, reply.headers.get("location", ""))
                moved_to = address.bare if only_permanent else moved_to
        raise NoAnswerError(f"more than {self._limits.redirects} redirects, one after another")

    def _headers(self, address: Address, memory: ServerMemory, cookie: str) -> dict[str, str]:
        headers = {
            "User-Agent": USER_AGENT,
            "Accept": _ACCEPT,
            "Accept-Encoding": ACCEPTED,
        }
        if memory.etag:
            headers["If-None-Match"] = memory.etag
        if memory.modified:
            headers["If-Modified-Since"] = memory.modified
        if cookie:
            headers["Cookie"] = cookie
        credentials = self._credentials.header(address)
        if credentials:
            headers["Authorization"] = credentials
        return headers

    async def _answer(self, reply: Reply, address: Address, memory: ServerMemory, moved_to: str) -> Fetched:
        status, headers = reply.status, reply.headers
        now = time.time()
        not_modified = status == 304 and bool(memory.etag or memory.modified)
        if not not_modified and not 200 <= status < 300:
            pause = retry_after(headers.get("retry-after", ""), now)
            words = status_in_words(status, pause)
            raise FetchError(address.bare, words, status=status, retry_after=pause)
        body, problem = (b"", "") if not_modified else await self._body(reply)
        return Fetched(
            address.bare,
            status,
            moved_to,
            content_type=headers.get("content-type", "")[:200],
            body=body,
            # What broke off must be asked for again.
            etag="" if problem else _validator(headers, "etag"),
            modified="" if problem else _validator(headers, "last-modified"),
            not_modified=not_modified,
            wait=wait_asked_for(headers, now),
            problem=problem,
        )

    async def _body(self, reply: Reply) -> tuple[bytes, str]:
        """The unpacked body, and what was wrong with it if it broke off."""
        wire, broken_off = await self._wire(reply)
        encodings = reply.headers.get("content-encoding", "")
        try:
            if len(wire) > _IN_A_THREAD:
                body, complete = await asyncio.to_thread(inflate, wire, encodings, self._limits.body)
            else:
                body, complete = inflate(wire, encodings, self._limits.body)
        except TooLargeError:
            raise NoAnswerError(_too_large(self._limits.body)) from None
        if broken_off or not complete:
            if not body:
                raise NoAnswerError("the answer broke off at its beginning")
            return body, f"the answer broke off after {len(body):,} bytes"
        return body, ""

    async def _wire(self, reply: Reply) -> tuple[bytes, bool]:
        """The body as it was sent, and whether it broke off."""
        announced = reply.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:15]) > self._limits.wire:
            raise NoAnswerError(_too_large(self._limits.wire))
        wire = bytearray()
        try:
            async for chunk in reply.chunks:
                wire += chunk
                if len(wire) > self._limits.wire:
                    raise NoAnswerError(_too_large(self._limits.wire))
        except BrokenOffError:
            if not wire:
                raise
            return bytes(wire), True
        return bytes(wire), False


def _with_cookies(cookies: Cookies | None, address: Address, reply: Reply) -> Cookies | None:
    if not reply.cookies:
        return cookies
    from reader.feeds.cookies import Cookies  # 10 ms that most visits can do without

    cookies = cookies or Cookies()
    cookies.keep(address.bare, reply.cookies)
    return cookies


def _next_hop(address: Address, location: str) -> Address:
    if not location:
        raise NoAnswerError("the server redirects, but not to any address")
    try:
        return address.join(location)
    except InvalidAddressError as error:
        raise NoAnswerError(f"it redirects to where the reader does not follow: {error}") from None


def _validator(headers: Mapping[str, str], name: str) -> str:
    """A header that is sent back as it came, if it may be: printable ASCII and not too long."""
    value = headers.get(name, "").strip()
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else ""


def _too_large(limit: int) -> str:
    return f"the answer is larger than {limit // 1024 // 1024} MB"
