"""Fetching: bounded requests to servers that may do anything."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

from reader import __version__
from reader.errors import FetchError
from reader.feeds.address import Address, InvalidAddressError, parse_address, without_credentials
from reader.feeds.explain import failure_in_words, status_in_words
from reader.feeds.inflate import TooLargeError, accepted_encodings, inflate
from reader.feeds.patience import retry_after, wait_asked_for
from reader.model import ServerMemory

if TYPE_CHECKING:
    import httpx

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
    """An HTTP client with limits; an asynchronous context manager.

    At most `REQUESTS_PER_HOST` requests to one host are under way at once. Cookies live as long as one
    call and its redirects. Credentials in an address go to its own host only, and into no message.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._transports: dict[tuple[str, str], httpx.AsyncHTTPTransport] = {}
        self._opening = asyncio.Lock()
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
        transports, self._transports = self._transports, {}
        for transport in transports.values():
            await transport.aclose()

    async def get(self, url: str, memory: ServerMemory | None = None) -> Fetched:
        """The answer to a GET of `url`, conditional on what `memory` holds; FetchError for all that fails."""
        try:
            address = parse_address(url)
        except InvalidAddressError as error:
            raise FetchError(without_credentials(url), str(error)) from None
        async with self._turns[address.host]:
            try:
                async with asyncio.timeout(self._limits.total):
                    return await self._follow(address, memory or ServerMemory())
            except TimeoutError:
                reason = f"the answer was not complete after {self._limits.total:g} seconds"
                raise FetchError(address.shown, reason) from None

    async def _follow(self, start: Address, memory: ServerMemory) -> Fetched:
        """The request and its redirects, each checked as if the person had typed it."""
        import httpx

        address, moved_to = start, ""
        cookies = httpx.Cookies()
        only_permanent = True
        for _ in range(self._limits.redirects + 1):
            async with self._response(address, memory, cookies, start) as response:
                if response.status_code not in _REDIRECTS:
                    return await self._answer(response, address, memory, moved_to, start)
                cookies.extract_cookies(response)
                only_permanent = only_permanent and response.status_code in _PERMANENT
                address = _next_hop(address, response.headers.get("location", ""), start)
                moved_to = address.url if only_permanent else moved_to
        raise FetchError(start.shown, f"more than {self._limits.redirects} redirects, one after another")

    @asynccontextmanager
    async def _response(
        self, address: Address, memory: ServerMemory, cookies: httpx.Cookies, start: Address
    ) -> AsyncIterator[httpx.Response]:
        import httpx

        async with AsyncExitStack() as stack:
            try:
                transport = await self._transport(address)
                request = httpx.Request("GET", address.bare, headers=_headers(address, memory))
                request.extensions["timeout"] = self._timeouts
                cookies.set_cookie_header(request)
                response = await transport.handle_async_request(request)
                response.request = request
                stack.push_async_callback(response.aclose)
            except httpx.HTTPError as error:
                raise FetchError(
                    start.shown, failure_in_words(error, connect=self._limits.connect, read=self._limits.read)
                ) from None
            except (httpx.InvalidURL, ValueError) as error:
                raise FetchError(start.shown, f"the address cannot be asked for: {error}") from None
            yield response

    async def _answer(
        self, response: httpx.Response, address: Address, memory: ServerMemory, moved_to: str, start: Address
    ) -> Fetched:
        status, headers = response.status_code, response.headers
        now = time.time()
        if status == 304 and (memory.etag or memory.modified):
            return Fetched(
                address.bare,
                status,
                moved_to,
                etag=_validator(headers, "etag"),
                modified=_validator(headers, "last-modified"),
                not_modified=True,
                wait=wait_asked_for(headers, now),
            )
        if not 200 <= status < 300:
            pause = retry_after(headers.get("retry-after", ""), now)
            raise FetchError(start.shown, status_in_words(status, pause), status=status, retry_after=pause)
        body, problem = await self._body(response, start)
        return Fetched(
            address.bare,
            status,
            moved_to,
            content_type=headers.get("content-type", "")[:200],
            body=body,
            # What broke off must be asked for again.
            etag="" if problem else _validator(headers, "etag"),
            modified="" if problem else _validator(headers, "last-modified"),
            wait=wait_asked_for(headers, now),
            problem=problem,
        )

    async def _body(self, response: httpx.Response, start: Address) -> tuple[bytes, str]:
        """The unpacked body, and what was wrong with it if it broke off."""
        wire, broken_off = await self._wire(response, start)
        encodings = response.headers.get("content-encoding", "")
        try:
            if len(wire) > _IN_A_THREAD:
                body, complete = await asyncio.to_thread(inflate, wire, encodings, self._limits.body)
            else:
                body, complete = inflate(wire, encodings, self._limits.body)
        except TooLargeError:
            raise FetchError(start.shown, _too_large(self._limits.body)) from None
        if broken_off or not complete:
            return body, f"the answer broke off after {len(body):,} bytes"
        return body, ""

    async def _wire(self, response: httpx.Response, start: Address) -> tuple[bytes, bool]:
        import httpx

        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced[:15]) > self._limits.wire:
            raise FetchError(start.shown, _too_large(self._limits.wire))
        wire = bytearray()
        try:
            async for chunk in response.aiter_raw():
                wire += chunk
                if len(wire) > self._limits.wire:
                    raise FetchError(start.shown, _too_large(self._limits.wire))
        except (httpx.RemoteProtocolError, httpx.ReadError) as error:
            if not wire:
                raise FetchError(
                    start.shown, failure_in_words(error, connect=self._limits.connect, read=self._limits.read)
                ) from None
            return bytes(wire), True
        except httpx.HTTPError as error:
            raise FetchError(
                start.shown, failure_in_words(error, connect=self._limits.connect, read=self._limits.read)
            ) from None
        return bytes(wire), False

    def _failure(self, start: Address, error: httpx.HTTPError) -> FetchError:
        limits = self._limits
        return FetchError(start.shown, failure_in_words(error, connect=limits.connect, read=limits.read))

    @property
    def _timeouts(self) -> dict[str, float | None]:
        limits = self._limits
        return {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": None}

    async def _transport(self, address: Address) -> httpx.AsyncHTTPTransport:
        key = (address.scheme, _proxy_for(address))
        async with self._opening:
            if key not in self._transports:
                self._transports[key] = await asyncio.to_thread(_new_transport, *key)
            return self._transports[key]


def _proxy_for(address: Address) -> str:
    """The proxy that the usual variables (or the system's settings) name, "" for none."""
    import urllib.request

    proxies = urllib.request.getproxies()
    proxy = proxies.get(address.scheme) or proxies.get("all", "")
    if not proxy or urllib.request.proxy_bypass(address.host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _new_transport(scheme: str, proxy: str) -> httpx.AsyncHTTPTransport:
    """httpx below its client, which would look into redirects, keep cookies and read credentials.

    Certificates take 40 ms to load: a transport for plain HTTP knows none, and trusts nobody.
    """
    import ssl

    import httpx

    context = httpx.create_ssl_context() if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20, keepalive_expiry=5)
    return httpx.AsyncHTTPTransport(verify=context, limits=limits, proxy=proxy or None)


def _headers(address: Address, memory: ServerMemory) -> dict[str, str]:
    headers = {
        "User-Agent": USER_AGENT,
        "Accept": _ACCEPT,
        "Accept-Encoding": accepted_encodings(),
    }
    if memory.etag:
        headers["If-None-Match"] = memory.etag
    if memory.modified:
        headers["If-Modified-Since"] = memory.modified
    if address.credentials:
        headers["Authorization"] = address.credentials
    return headers


def _next_hop(address: Address, location: str, start: Address) -> Address:
    if not location:
        raise FetchError(start.shown, "the server redirects, but not to any address")
    try:
        return address.join(location)
    except InvalidAddressError as error:
        raise FetchError(start.shown, f"it redirects to where the reader does not follow: {error}") from None


def _validator(headers: httpx.Headers, name: str) -> str:
    """A header that is sent back as it came, if it may be: printable ASCII and not too long."""
    value = str(headers.get(name, "")).strip()
    return value if value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR else ""


def _too_large(limit: int) -> str:
    return f"the answer is larger than {limit // 1024 // 1024} MB"
