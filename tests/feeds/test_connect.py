"""Names of hosts: looked up beside everything else, and never waited for at the end."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Any

import pytest

from reader.errors import FetchError
from reader.feeds import connect
from reader.feeds.fetch import Fetcher, Limits
from tests.feeds.rogue import Rogue

HANGS = """
import asyncio, socket, threading
socket.getaddrinfo = lambda *_, **__: threading.Event().wait()
from reader.errors import FetchError
from reader.feeds.fetch import Fetcher, Limits

async def main():
    async with Fetcher(Limits(connect=0.2)) as fetcher:
        try:
            await fetcher.get("http://news.example/feed")
        except FetchError as error:
            print(error.reason)

asyncio.run(main())
"""


def found(*hosts: str) -> list[Any]:
    kinds = {True: socket.AF_INET6, False: socket.AF_INET}
    return [(kinds[":" in host], socket.SOCK_STREAM, 6, "", (host, 80)) for host in hosts]


def test_a_look_up_that_hangs_does_not_keep_the_program_from_ending() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HANGS], capture_output=True, encoding="utf-8", timeout=30, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "no connection within 0.2 seconds\n", "")


async def test_families_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = found("::1", "::2", "::3", "10.0.0.1", "10.0.0.2", "::1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: hosts)
    assert await connect.addresses("news.example", 80) == ["::1", "10.0.0.1", "::2", "10.0.0.2", "::3"]


async def test_an_address_that_refuses_is_followed_by_the_next_one(
    rogue: Rogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.2 is this machine as well, where nothing listens."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found("127.0.0.2", "127.0.0.1"))
    rogue.sends("/feed", b"here")
    async with Fetcher() as fetcher:
        assert (await fetcher.get(f"http://news.example:{rogue.port}/feed")).body == b"here"
    assert rogue.requests[0].headers["host"] == f"news.example:{rogue.port}"


@pytest.mark.parametrize(
    ("failure", "words"),
    [(socket.gaierror(-2, "unknown"), "no such host"), (UnicodeError("label too long"), "no such host")],
)
async def test_what_a_look_up_says(failure: Exception, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    async with Fetcher(Limits(connect=2)) as fetcher:
        with pytest.raises(FetchError, match=words):
            await fetcher.get("http://news.example/feed")


async def test_a_host_without_any_open_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found("127.0.0.2", "127.0.0.3"))
    async with Fetcher(Limits(connect=2)) as fetcher:
        with pytest.raises(FetchError, match="refuses connections"):
            await fetcher.get("http://news.example:9/feed")
