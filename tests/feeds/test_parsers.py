"""How many parsing processes run: no more than there is a need for."""

from __future__ import annotations

import asyncio

from reader.feeds.parse import parse_feed
from reader.feeds.parsers import Parsers
from tests.feeds import samples

URL = "http://feeds.example/all.xml"
BODY = next(iter(samples.XML_FEEDS.values())).encode()
SLOW = b"<rss><channel>" + b"<item><title>x</title></item>" * 3000 + b"</channel></rss>"


async def test_documents_that_are_quickly_parsed_share_one_process() -> None:
    async with Parsers(patience=20) as parsers:
        found = await asyncio.gather(*(parsers.parse(BODY, URL, "any") for _ in range(6)))
        assert len(parsers.pids) == 1
    assert found == [parse_feed(BODY, URL)] * 6
    assert parsers.pids == []


async def test_a_document_that_has_to_wait_gets_a_process_of_its_own() -> None:
    async with Parsers(most=2, patience=0.01) as parsers:
        slow = [asyncio.create_task(parsers.parse(SLOW, URL, "feed")) for _ in range(3)]
        found = await parsers.parse(BODY, URL, "any")
        assert len(parsers.pids) == 2
        await asyncio.gather(*slow)
        assert len(parsers.pids) == 2
    assert found == parse_feed(BODY, URL)


async def test_one_that_is_cancelled_while_it_waits_takes_no_process_with_it() -> None:
    async with Parsers(most=1, patience=20) as parsers:
        slow = asyncio.create_task(parsers.parse(SLOW, URL, "feed"))
        waiting = asyncio.create_task(parsers.parse(BODY, URL, "any"))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.gather(slow, waiting, return_exceptions=True)
        assert await parsers.parse(BODY, URL, "any") == parse_feed(BODY, URL)
