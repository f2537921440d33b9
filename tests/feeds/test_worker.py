"""The parsing process: what it gives, and what becomes of it when a document is too much for it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from reader.errors import ParseError
from reader.feeds.found import FoundFeeds
from reader.feeds.parse import parse_feed
from reader.feeds.worker import ParseWorker
from reader.model import ParsedFeed
from tests.feeds import samples

URL = "http://feeds.example/all.xml"
SLOW = b"<rss><channel>" + b"<item><title>x</title></item>" * 9000


@pytest.fixture
async def worker() -> AsyncIterator[ParseWorker]:
    async with ParseWorker() as worker:
        yield worker


def runs(pid: int | None) -> bool:
    """Whether a process is there, and no zombie that only waits to be asked for."""
    assert pid is not None
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and "Z" not in state


async def pid_of(worker: ParseWorker) -> int:
    """Waits for the child of a worker that has been given work."""
    async with asyncio.timeout(10):
        while worker.pid is None:
            await asyncio.sleep(0.005)
    return worker.pid


@pytest.mark.parametrize("name", samples.XML_FEEDS)
async def test_what_comes_back_is_what_was_parsed(worker: ParseWorker, name: str) -> None:
    body = samples.XML_FEEDS[name].encode()
    assert await worker.parse(body, url=URL) == parse_feed(body, URL)


async def test_a_feed_of_many_batches(worker: ParseWorker) -> None:
    text = "<p>A sentence about the budget of the region.</p>" * 200
    entries = "".join(
        f"<item><guid>{n}</guid><description><![CDATA[{text}]]></description></item>" for n in range(40)
    )
    body = f"<rss><channel>{entries}</channel></rss>".encode()
    assert await worker.parse(body, url=URL) == parse_feed(body, URL)


async def test_pages_articles_and_errors(worker: ParseWorker) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body></body></html>'
    assert await worker.parse(page, url="http://news.example/") == FoundFeeds(("http://news.example/feed",))
    article = await worker.parse(b"A title\n\nAnd a text.", url="file:///a.txt")
    assert isinstance(article, ParsedFeed)
    assert article.article
    with pytest.raises(ParseError, match="the answer is empty"):
        await worker.parse(b"", url=URL)


async def test_one_child_serves_all_documents_one_by_one(worker: ParseWorker) -> None:
    body = samples.RSS20.encode()
    first = await worker.parse(body, url=URL)
    child = worker.pid
    results = await asyncio.gather(*(worker.parse(body, url=URL) for _ in range(5)))
    assert results == [first] * 5
    assert worker.pid == child


async def test_a_child_killed_between_documents_is_replaced_unnoticed(worker: ParseWorker) -> None:
    body = samples.RSS20.encode()
    first = await worker.parse(body, url=URL)
    os.kill(await pid_of(worker), signal.SIGKILL)
    assert await worker.parse(body, url=URL) == first


async def test_a_child_killed_at_work_is_reported_and_replaced(worker: ParseWorker) -> None:
    task = asyncio.create_task(worker.parse(SLOW, url=URL))
    os.kill(await pid_of(worker), signal.SIGKILL)
    with pytest.raises(ParseError, match="the process that was reading it ended"):
        await task
    assert isinstance(await worker.parse(samples.RSS20.encode(), url=URL), ParsedFeed)


async def test_a_document_that_takes_too_long_is_given_up() -> None:
    async with ParseWorker(time_limit=0.05) as worker:
        task = asyncio.create_task(worker.parse(SLOW, url=URL))
        child = await pid_of(worker)
        with pytest.raises(ParseError, match=r"longer than 0\.\d+ seconds"):
            await task
        assert not runs(child)


async def test_cancelling_ends_the_child_and_the_next_document_gets_another(worker: ParseWorker) -> None:
    await worker.parse(b"<rss/>", url=URL)
    child = worker.pid
    task = asyncio.create_task(worker.parse(SLOW, url=URL))
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not runs(child)
    assert await worker.parse(b"<rss/>", url=URL) == ParsedFeed(title="")
    assert worker.pid != child


async def test_closing_leaves_no_child_behind() -> None:
    async with ParseWorker() as worker:
        await worker.parse(b"<rss/>", url=URL)
        child = worker.pid
        assert runs(child)
    assert not runs(child)
    async with ParseWorker() as unused:
        assert unused.pid is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of address space are Linux's")
async def test_memory_is_bounded(worker: ParseWorker) -> None:
    with pytest.raises(ParseError) as caught:
        await worker.parse(b"word " * 50_000_000, url="file:///large.txt")
    assert "\n" not in caught.value.reason
    assert isinstance(await worker.parse(samples.RSS20.encode(), url=URL), ParsedFeed)


async def test_the_loop_runs_on_while_a_feed_is_parsed(worker: ParseWorker) -> None:
    body = b"<rss><channel>" + b"<item><title>x</title></item>" * 3000
    parsing = asyncio.create_task(worker.parse(body, url=URL))
    turns = 0
    while not parsing.done():
        await asyncio.sleep(0.001)
        turns += 1
    await parsing
    assert turns > 10


def test_the_child_ends_with_its_input_and_says_nothing_else() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "reader.feeds.worker"], input=b"", capture_output=True, timeout=20, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


async def test_no_module_of_the_current_folder_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = "import pathlib; pathlib.Path('trapped').touch()"
    for name in ("json.py", "feedparser.py", "lxml.py", "reader.py"):
        (tmp_path / name).write_text(trap)
    monkeypatch.chdir(tmp_path)
    async with ParseWorker() as worker:
        assert isinstance(await worker.parse(samples.RSS20.encode(), url=URL), ParsedFeed)
    assert not (tmp_path / "trapped").exists()


def test_importing_the_worker_is_cheap() -> None:
    code = "import sys, reader.feeds.worker; print(*(name in sys.modules for name in ('feedparser', 'lxml', 'httpx')))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False"] * 3


async def test_a_child_that_does_not_end_is_ended() -> None:
    worker = ParseWorker()
    await worker.parse(b"<rss/>", url=URL)
    child = await pid_of(worker)
    os.kill(child, signal.SIGSTOP)
    await worker.close()
    assert not runs(child)
