"""Single requests over the network: httpcore, which carries httpx too and costs half its start-up.

What goes wrong comes out as `NoAnswerError` or `BrokenOffError`; httpcore's own errors stay in here.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from reader.feeds.address import Address
from reader.feeds.explain import failure_in_words

if TYPE_CHECKING:
    import httpcore

_IDLE_CONNECTIONS = 20
_IDLE_SECONDS = 5.0
_PROXY_SCHEMES = ("http", "https")

_Timeouts = dict[str, float | None]


class NoAnswerError(Exception):
    """The request failed; says why, in words for the person."""


class BrokenOffError(NoAnswerError):
    """The connection ended in the middle of an answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer whose body is still on its way. Header names are in lower case; headers that repeat
    are joined with commas, but for cookies. `chunks` may raise NoAnswerError, BrokenOffError."""

    status: int
    headers: dict[str, str]
    cookies: tuple[str, ...]
    chunks: AsyncIterator[bytes]


class Transport:
    """Connections to servers and proxies, kept open for a while; `connect` and `read` are the seconds
    to wait for a connection and for the next bytes."""

    def __init__(self, *, connect: float, read: float) -> None:
        self._connect = connect
        self._read = read
        self._pools: dict[tuple[str, str], httpcore.AsyncConnectionPool] = {}
        self._proxies = _Proxies()
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        pools, self._pools = self._pools, {}
        for pool in pools.values():
            await pool.aclose()

    @asynccontextmanager
    async def ask(self, address: Address, headers: dict[str, str]) -> AsyncIterator[Reply]:
        """A GET request. NoAnswerError when no answer begins."""
        response = await self._response(address, headers)
        try:
            names = dict.fromkeys(_text(name).lower() for name, _ in response.headers)
            values = {name: _values(response.headers, name) for name in names}
            cookies = values.pop("set-cookie", ())
            joined = {name: ", ".join(parts) for name, parts in values.items()}
            yield Reply(response.status, joined, tuple(cookies), self._chunks(response))
            if response.status == HTTPStatus.NOT_MODIFIED:
                await response.aread()  # there is no body, and only a connection read to its end is kept
        finally:
            await response.aclose()

    async def _response(self, address: Address, headers: dict[str, str]) -> httpcore.Response:
        """Asks a second time when the connection fails before an answer: a server may close one that was
        kept open just as it is used again."""
        import httpcore

        pool = await self._pool(address)
        request = _request(address, headers, self._timeouts)
        try:
            try:
                return await pool.handle_async_request(request)
            except (httpcore.RemoteProtocolError, httpcore.ReadError, httpcore.WriteError):
                return await pool.handle_async_request(request)
        except _failures() as error:
            raise NoAnswerError(self._in_words(error)) from error

    @property
    def _timeouts(self) -> _Timeouts:
        return {"connect": self._connect, "read": self._read, "write": self._read, "pool": None}

    async def _chunks(self, response: httpcore.Response) -> AsyncIterator[bytes]:
        import httpcore

        try:
            async for chunk in response.aiter_stream():
                yield chunk
        except (httpcore.RemoteProtocolError, httpcore.ReadError) as error:
            raise BrokenOffError(self._in_words(error)) from error
        except _failures() as error:
            raise NoAnswerError(self._in_words(error)) from error

    def _in_words(self, error: Exception) -> str:
        return failure_in_words(error, connect=self._connect, read=self._read)

    async def _pool(self, address: Address) -> httpcore.AsyncConnectionPool:
        key = (address.scheme, self._proxies.of(address))
        async with self._opening:
            if key not in self._pools:
                self._pools[key] = await asyncio.to_thread(_new_pool, *key)
            return self._pools[key]


def _request(address: Address, headers: dict[str, str], timeouts: _Timeouts) -> httpcore.Request:
    import httpcore

    pairs = [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    pairs.insert(0, (b"Host", address.host.encode("ascii")))
    return httpcore.Request("GET", address.bare, headers=pairs, extensions={"timeout": timeouts})


def _failures() -> tuple[type[Exception], ...]:
    import httpcore

    return (
        httpcore.TimeoutException,
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.ProxyError,
        httpcore.UnsupportedProtocol,
    )


def _text(value: bytes) -> str:
    return value.decode("latin-1")


def _values(headers: Iterable[tuple[bytes, bytes]], name: str) -> list[str]:
    return [_text(value) for key, value in headers if _text(key).lower() == name]


class _Proxies:
    """The proxies that the usual variables (or the system's settings) name, looked up once."""

    @cached_property
    def _all(self) -> dict[str, str]:
        only_variables = sys.platform not in ("darwin", "win32")
        if only_variables and not any(name.lower().endswith("_proxy") for name in os.environ):
            return {}
        import urllib.request  # 15 ms

        return urllib.request.getproxies()

    def of(self, address: Address) -> str:
        """The proxy for an address, "" for none."""
        proxy = self._all.get(address.scheme) or self._all.get("all", "")
        if not proxy:
            return ""
        import urllib.request

        if urllib.request.proxy_bypass(address.host):
            return ""
        return proxy if "://" in proxy else f"http://{proxy}"


def _new_pool(scheme: str, proxy: str) -> httpcore.AsyncConnectionPool:
    """Certificates take 40 ms to load: a pool for plain HTTP knows none, and trusts nobody."""
    import ssl

    import httpcore

    from reader.feeds.connect import NetworkBackend

    if importlib.util.find_spec("sniffio") is None:
        cast("Any", sys.modules)["sniffio"] = None  # httpcore searches the disk for it four times a request
    secure = scheme == "https" or proxy.startswith("https:")
    context = httpcore.default_ssl_context() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpcore.AsyncConnectionPool(
        ssl_context=context,
        proxy=_proxy(proxy) if proxy else None,
        max_keepalive_connections=_IDLE_CONNECTIONS,
        keepalive_expiry=_IDLE_SECONDS,
        network_backend=NetworkBackend(),
    )


def _proxy(url: str) -> httpcore.Proxy:
    from urllib.parse import unquote, urlsplit

    import httpcore

    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise NoAnswerError("the proxy that is set cannot be used; only http and https ones can")
    host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if parts.username is None:
        return httpcore.Proxy(host)
    return httpcore.Proxy(host, auth=(unquote(parts.username), unquote(parts.password or "")))
