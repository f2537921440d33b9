"""Connections whose look-up of a name holds up nobody.

The event loop looks names up in threads that the program waits for when it ends, for as long as a
broken resolver takes. Here every look-up has a thread of its own, which may be left behind.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import chain, zip_longest

import httpcore

NEXT_AFTER = 0.25
"""Seconds until the next address of a host is tried beside the one before (RFC 8305, 5)."""

_MOST_ADDRESSES = 6


class NetworkBackend(httpcore.AsyncNetworkBackend):
    """httpcore's own, but for the names."""

    def __init__(self) -> None:
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        options = None if socket_options is None else list(socket_options)
        if _is_address(host):
            return await self._inner.connect_tcp(host, port, timeout, local_address, options)

        def to(address: str) -> asyncio.Task[httpcore.AsyncNetworkStream]:
            return asyncio.create_task(
                self._inner.connect_tcp(address, port, timeout, local_address, options)
            )

        try:
            async with asyncio.timeout(timeout):
                return await _first_connected(await addresses(host, port), to)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("no connection in time") from error
        except socket.gaierror as error:
            raise httpcore.ConnectError(str(error)) from error

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def _is_address(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        with suppress(OSError, ValueError):
            socket.inet_pton(family, host)
            return True
    return False


async def addresses(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, families in turn, as the system prefers them. socket.gaierror."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(settle: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(lambda: None if answer.done() else settle())

    def look_up() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            failure: Exception = error
        except UnicodeError:
            failure = socket.gaierror("no valid name of a host")
        else:
            settle(lambda: answer.set_result(_in_turn(found)))
            return
        settle(lambda: answer.set_exception(failure))

    threading.Thread(target=look_up, name=f"look up {host}", daemon=True).start()
    return await answer


def _in_turn(found: Iterable[tuple[object, object, object, object, tuple[object, ...]]]) -> list[str]:
    families: dict[object, list[str]] = {}
    for family, _, _, _, address in found:
        families.setdefault(family, []).append(str(address[0]))
    mixed = chain.from_iterable(zip_longest(*families.values()))
    return list(dict.fromkeys(address for address in mixed if address))[:_MOST_ADDRESSES]


async def _first_connected(
    hosts: Sequence[str], to: Callable[[str], asyncio.Task[httpcore.AsyncNetworkStream]]
) -> httpcore.AsyncNetworkStream:
    """The first connection to any of these addresses; the error of the last one when none is made."""
    waiting = list(hosts)
    under_way: set[asyncio.Task[httpcore.AsyncNetworkStream]] = set()
    connected: httpcore.AsyncNetworkStream | None = None
    failure: BaseException = socket.gaierror("the host has no address")
    try:
        while connected is None and (waiting or under_way):
            if waiting:
                under_way.add(to(waiting.pop(0)))
            done, under_way = await asyncio.wait(
                under_way, timeout=NEXT_AFTER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                error = task.exception()
                if error is not None:
                    failure = error
                elif connected is None:
                    connected = task.result()
                else:
                    await task.result().aclose()
    finally:
        await _abandon(under_way)
    if connected is None:
        raise failure
    return connected


async def _abandon(tasks: Iterable[asyncio.Task[httpcore.AsyncNetworkStream]]) -> None:
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, httpcore.AsyncNetworkStream):
            await ended.aclose()
