"""Fetching from servers that behave, and from servers that do not."""

from __future__ import annotations

import asyncio
import gzip
import importlib
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from reader.errors import FetchError
from reader.feeds.address import parse_address
from reader.feeds.fetch import Fetched, Fetcher, Limits
from reader.model import ServerMemory
from tests.feeds.rogue import Request, Rogue, Wire

brotli: Any = importlib.import_module("brotli")  # comes without types

QUICK = Limits(total=1.5, connect=1, read=0.5, wire=200_000, body=400_000, redirects=4)


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(QUICK) as fetcher:
        yield fetcher


async def failure(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetcher.get(url)
    assert "\n" not in str(caught.value)
    return caught.value


async def test_an_answer_with_all_that_matters(fetcher: Fetcher, rogue: Rogue) -> None:
    url = rogue.sends(
        "/feed", b"<rss/>", "200 OK", 'ETag: "x1"', "Last-Modified: Sat, 12 Sep 2020 07:00:00 GMT",
        "Content-Type: application/rss+xml; charset=utf-8", "Cache-Control: public, max-age=1800",
    )  # fmt: skip
    assert await fetcher.get(url) == Fetched(
        url=url,
        content_type="application/rss+xml; charset=utf-8",
        body=b"<rss/>",
        etag='"x1"',
        modified="Sat, 12 Sep 2020 07:00:00 GMT",
        wait=1800,
    )
    headers = rogue.requests[0].headers
    assert headers["user-agent"].startswith("terminal-reader/")
    assert "gzip" in headers["accept-encoding"]
    assert "if-none-match" not in headers
    assert "cookie" not in headers


async def test_what_the_server_said_last_makes_a_request_conditional(fetcher: Fetcher, rogue: Rogue) -> None:
    def unchanged(wire: Wire, request: Request) -> None:
        same = request.headers.get("if-none-match") == '"x1"' and "if-modified-since" in request.headers
        wire.answer(b"", "304 Not Modified" if same else "200 OK", 'ETag: "x1"')

    memory = ServerMemory(etag='"x1"', modified="Sat, 12 Sep 2020 07:00:00 GMT")
    fetched = await fetcher.get(rogue.on("/", unchanged), memory)
    assert fetched.not_modified
    assert fetched.etag == '"x1"'
    assert "304" in str(await failure(fetcher, rogue.sends("/always", b"", "304 Not Modified")))


@pytest.mark.parametrize(
    "encoding", ["gzip", "deflate", "raw deflate", "br", "zstd", "unsaid gzip", "a lie", "two"]
)
async def test_content_encodings(fetcher: Fetcher, rogue: Rogue, encoding: str) -> None:
    body = b"<rss>" + b"news " * 5000 + b"</rss>"
    packed, header = {
        "gzip": (gzip.compress(body), "gzip"),
        "deflate": (zlib.compress(body), "deflate"),
        "raw deflate": (zlib.compress(body)[2:-4], "deflate"),
        "br": (brotli.compress(body), "br"),
        "zstd": (zstandard.compress(body), "zstd"),
        "unsaid gzip": (gzip.compress(body), "identity"),
        "a lie": (body, "gzip"),
        "two": (brotli.compress(gzip.compress(body)), "gzip, br"),
    }[encoding]
    fetched = await fetcher.get(rogue.sends("/", packed, "200 OK", f"Content-Encoding: {header}"))
    assert fetched.body == body
    assert fetched.problem == ""


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
async def test_bombs_are_not_unpacked(fetcher: Fetcher, rogue: Rogue, encoding: str) -> None:
    zeros = bytes(30_000_000)
    if encoding == "gzip":
        bomb = gzip.compress(zeros, 1)
    else:
        bomb = brotli.compress(zeros, quality=1) if encoding == "br" else zstandard.compress(zeros)
    url = rogue.sends("/", bomb, "200 OK", f"Content-Encoding: {encoding}")
    assert "larger than" in (await failure(fetcher, url)).reason


@pytest.mark.parametrize("packed", [False, True])
async def test_a_body_that_breaks_off_gives_what_came(fetcher: Fetcher, rogue: Rogue, packed: bool) -> None:
    body = bytes(range(256)) * 40
    data = gzip.compress(body) if packed else body
    encoding = "Content-Encoding: gzip\r\n" if packed else ""

    def truncated(wire: Wire, request: Request) -> None:
        head = f'HTTP/1.1 200 OK\r\nETag: "x"\r\n{encoding}Content-Length: {len(data)}\r\n\r\n'
        wire.send(head.encode() + data[: len(data) * 3 // 4])

    fetched = await fetcher.get(rogue.on("/", truncated))
    assert fetched.body
    assert body.startswith(fetched.body)
    assert "broke off" in fetched.problem
    assert fetched.etag == ""


async def test_a_chunked_body_that_breaks_off_gives_what_came(fetcher: Fetcher, rogue: Rogue) -> None:
    def truncated(wire: Wire, request: Request) -> None:
        wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nff\r\nhalf")

    fetched = await fetcher.get(rogue.on("/", truncated))
    assert fetched.body.startswith(b"hello")
    assert "broke off" in fetched.problem


async def test_permanent_redirects_are_remembered_as_far_as_they_go(fetcher: Fetcher, rogue: Rogue) -> None:
    rogue.sends("/end", b"x")
    rogue.sends("/temporary", b"", "302 Found", "Location: /end")
    rogue.sends("/moved", b"", "308 Permanent Redirect", f"Location: {rogue.url('/temporary')}")
    first = rogue.sends("/first", b"", "301 Moved Permanently", "Location: moved")
    fetched = await fetcher.get(first)
    assert fetched.url == rogue.url("/end")
    assert fetched.moved_to == rogue.url("/temporary")


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
async def test_other_redirects_are_not(fetcher: Fetcher, rogue: Rogue, status: str) -> None:
    rogue.sends("/end", b"", "301 Moved Permanently", "Location: /real")
    rogue.sends("/real", b"x")
    fetched = await fetcher.get(rogue.sends("/first", b"", status, "Location: /end"))
    assert (fetched.url, fetched.moved_to) == (rogue.url("/real"), "")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/loop", "more than 4 redirects"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("ftp://127.0.0.1/", "only http and https"),
        ("http://[::1", "not a valid address"),
        ("", "not to any address"),
    ],
)
async def test_redirects_that_are_not_followed(
    fetcher: Fetcher, rogue: Rogue, location: str, words: str
) -> None:
    url = rogue.sends("/loop", b"", "302 Found", f"Location: {location}")
    assert words in (await failure(fetcher, url)).reason


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("401 Unauthorized", "user name and a password"),
        ("403 Forbidden", "refuses access"),
        ("404 Not Found", "nothing at this address"),
        ("410 Gone", "gone for good"),
        ("429 Too Many Requests", "patience"),
        ("500 Internal Server Error", "server failed"),
        ("503 Service Unavailable", "overloaded"),
        ("599 Odd", "server failed"),
        ("418 Teapot", "refuses"),
        ("300 Multiple Choices", "no usable answer"),
    ],
)
async def test_statuses_in_words(fetcher: Fetcher, rogue: Rogue, status: str, words: str) -> None:
    error = await failure(fetcher, rogue.sends("/", b"<rss/>", status))
    assert words in error.reason
    assert status[:3] in error.reason
    assert error.status == int(status[:3])


async def test_retry_after_in_seconds_and_as_a_date(fetcher: Fetcher, rogue: Rogue) -> None:
    soon = rogue.sends("/soon", b"", "429 Too Many Requests", "Retry-After: 120")
    error = await failure(fetcher, soon)
    assert error.retry_after == 120
    assert "2 minutes" in error.reason
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    later = await failure(fetcher, rogue.sends("/later", b"", "503 Busy", f"Retry-After: {date}"))
    assert 3500 < later.retry_after <= 3600
    never = await failure(fetcher, rogue.sends("/never", b"", "503 Busy", "Retry-After: 99999999999"))
    assert never.retry_after == 30 * 86400
    nonsense = await failure(fetcher, rogue.sends("/x", b"", "503 Busy", "Retry-After: soon"))
    assert nonsense.retry_after == 0


def stall(wire: Wire, request: Request) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome")
    wire.wait(10)


def silence(wire: Wire, request: Request) -> None:
    wire.wait(10)


def drip(wire: Wire, request: Request) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n\r\n")
    while not wire.wait(0.05):
        wire.send(b"x")


def drip_headers(wire: Wire, request: Request) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    while not wire.wait(0.05):
        wire.send(b"X-Filler: x\r\n")


def endless(wire: Wire, request: Request) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
    while not wire.wait(0):
        wire.send(b"<item/>" * 10_000)


def endless_headers(wire: Wire, request: Request) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    while not wire.wait(0):
        wire.send(b"X-Filler: " + b"x" * 10_000 + b"\r\n")


def announced(wire: Wire, request: Request) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
    wire.wait(10)


def nothing(wire: Wire, request: Request) -> None:
    """Closes without a word."""


def not_http(wire: Wire, request: Request) -> None:
    wire.send(b"220 mail.example ESMTP\r\n" * 3)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        (stall, "fell silent"),
        (silence, "fell silent"),
        (drip, "not complete after"),
        (drip_headers, "not complete after"),
        (endless, "larger than"),
        (endless_headers, "not HTTP"),
        (announced, "larger than"),
        (nothing, "not HTTP"),
        (not_http, "not HTTP"),
    ],
)
async def test_servers_that_do_not_end_well(
    fetcher: Fetcher, rogue: Rogue, behaviour: object, words: str
) -> None:
    url = rogue.on("/", behaviour)  # type: ignore[arg-type]
    assert words in (await failure(fetcher, url)).reason


async def test_addresses_that_cannot_be_asked(fetcher: Fetcher) -> None:
    for url in (
        "ftp://a.example/",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "nonsense",
        "http://a b/",
    ):
        await failure(fetcher, url)
    assert "no such host" in (await failure(fetcher, "http://nowhere.invalid/")).reason
    assert "refuses connections" in (await failure(fetcher, "http://127.0.0.1:1/")).reason


async def test_a_server_without_tls_is_not_trusted(fetcher: Fetcher, rogue: Rogue) -> None:
    url = rogue.on("/", not_http).replace("http:", "https:")
    assert "secure connection" in (await failure(fetcher, url)).reason


async def test_credentials_stay_with_their_host_and_out_of_messages(fetcher: Fetcher, rogue: Rogue) -> None:
    other = Rogue()
    try:
        other.sends("/elsewhere", b"x")
        rogue.sends("/here", b"", "302 Found", f"Location: {other.url('/elsewhere')}")
        url = rogue.sends("/start", b"", "301 Moved Permanently", "Location: /here")
        fetched = await fetcher.get(url.replace("//", "//ann:s%40crit@"))
        assert [request.headers.get("authorization") for request in rogue.requests] == [
            "Basic YW5uOnNAY3JpdA=="
        ] * 2
        assert "authorization" not in other.requests[0].headers
        assert "crit" not in fetched.url
        assert fetched.moved_to == rogue.url("/here")
    finally:
        other.close()
    for path in ("/gone", "/loop"):
        rogue.sends("/loop", b"", "302 Found", "Location: /loop")
        error = await failure(fetcher, rogue.url(path).replace("//", "//ann:s%40crit@"))
        assert "crit" not in str(error)
    assert "crit" not in str(await failure(fetcher, "ftp://ann:s%40crit@a.example/"))


async def test_tokens_of_the_environment_and_passwords_of_netrc(
    rogue: Rogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = rogue.sends("/", b"x")
    netrc = tmp_path / "netrc"
    netrc.write_text(
        "machine 127.0.0.1 login ann password s3crit\nmachine other.example login x password y\n"
    )
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    async with Fetcher(QUICK) as fetcher:
        await fetcher.get(url)
    monkeypatch.setenv("READER_TOKEN_127_0_0_1", "t0ken")
    async with Fetcher(QUICK) as fetcher:
        await fetcher.get(url)
        await fetcher.get(url.replace("//", "//me:mine@"))
    netrc.write_text("nonsense {")
    monkeypatch.delenv("READER_TOKEN_127_0_0_1")
    async with Fetcher(QUICK) as fetcher:
        await fetcher.get(url)
    sent = [request.headers.get("authorization") for request in rogue.requests]
    assert sent == ["Basic YW5uOnMzY3JpdA==", "Bearer t0ken", "Basic bWU6bWluZQ==", None]


async def test_cookies_last_as_long_as_one_call(fetcher: Fetcher, rogue: Rogue) -> None:
    def gate(wire: Wire, request: Request) -> None:
        if "pass=1" in request.headers.get("cookie", ""):
            wire.answer(b"in")
        else:
            wire.answer(b"", "302 Found", "Set-Cookie: pass=1; Path=/", "Location: /gate")

    url = rogue.on("/gate", gate)
    for _ in range(2):
        assert (await fetcher.get(url)).body == b"in"
    assert [request.headers.get("cookie") for request in rogue.requests] == [None, "pass=1"] * 2


async def test_odd_characters_of_an_address_are_encoded(fetcher: Fetcher, rogue: Rogue) -> None:
    rogue.sends("/caf%C3%A9%20news?q=%C3%BC%25&r=a+b", b"x")
    fetched = await fetcher.get(rogue.url("/café news?q=ü%25&r=a+b#part"))
    assert fetched.body == b"x"
    assert parse_address("http://bücher.example/").host == "xn--bcher-kva.example"


async def test_a_host_gets_two_requests_at_once(fetcher: Fetcher, rogue: Rogue) -> None:
    url = rogue.on("/", rogue.crowded(b"x", 2))
    await asyncio.gather(*(fetcher.get(url) for _ in range(8)))
    assert rogue.most_at_once == 2


async def test_a_silent_host_holds_up_no_other(fetcher: Fetcher, rogue: Rogue) -> None:
    other = Rogue()
    try:
        url = rogue.on("/", silence)
        waiting = [asyncio.create_task(fetcher.get(url)) for _ in range(6)]
        assert (await fetcher.get(other.sends("/", b"x"))).body == b"x"
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    finally:
        other.close()


async def test_a_proxy_of_the_usual_variable_is_used(rogue: Rogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", rogue.url())
    monkeypatch.delenv("no_proxy", raising=False)
    rogue.sends("http://feeds.example/rss", b"by proxy")
    async with Fetcher(QUICK) as fetcher:
        assert (await fetcher.get("http://feeds.example/rss")).body == b"by proxy"


@pytest.mark.parametrize(
    "proxy",
    ["socks5://127.0.0.1:1", "ftp://127.0.0.1:1", "http://proxy.example:99999", "http://[", "http://"],
)
async def test_a_proxy_that_cannot_be_used_is_said(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    async with Fetcher(QUICK) as fetcher:
        with pytest.raises(FetchError, match="proxy"):
            await fetcher.get("http://feeds.example/rss")


async def test_a_body_of_which_nothing_came_through_is_said(fetcher: Fetcher, rogue: Rogue) -> None:
    url = rogue.sends("/", gzip.compress(b"a feed")[:10], "200 OK", "Content-Encoding: gzip")
    with pytest.raises(FetchError, match="broke off"):
        await fetcher.get(url)


async def test_validators_that_could_split_a_request_are_dropped(fetcher: Fetcher, rogue: Rogue) -> None:
    def odd(wire: Wire, request: Request) -> None:
        wire.send(b'HTTP/1.1 200 OK\r\nETag: "\xff\xfe"\r\nContent-Length: 1\r\n\r\nx')

    assert (await fetcher.get(rogue.on("/", odd))).etag == ""
