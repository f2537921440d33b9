"""`reader clean` and `reader feeds keep` as processes against a local site."""

from __future__ import annotations

import json
from typing import Any

import pytest

ITEM = (
    "<item><guid>{n}</guid><title>Item {n}</title><description>Some words.</description>"
    "<pubDate>{n:02} Mar 2023 10:00:00 GMT</pubDate></item>"
)


def lines(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines()]


def titles(reader: Any) -> list[str]:
    return [line["title"] for line in lines(reader("list", "--json").stdout)]


@pytest.fixture
def url(reader: Any, site: Any) -> str:
    """A followed feed of six articles, all read but Item 2; Item 3 is bookmarked."""
    address: str = site.put("/a", feed(range(1, 7)))
    reader("import", address)
    ids = {line["title"]: line["id"] for line in lines(reader("list", "--json").stdout)}
    reader("mark", *(key for title, key in ids.items() if title != "Item 2"), "--read")
    reader("mark", ids["Item 3"], "--bookmark")
    return address


def feed(numbers: range) -> str:
    items = "".join(ITEM.format(n=n) for n in numbers)
    return f'<rss version="2.0"><channel><title>Alpha</title>{items}</channel></rss>'


def test_nothing_goes_without_a_limit(reader: Any, url: str) -> None:
    done = reader("clean")
    assert done.returncode == 0
    assert "no feed has a limit" in done.stderr
    assert len(titles(reader)) == 6
    assert reader("clean", "--days", "0").returncode == 2


def test_a_dry_run_tells_what_would_go(reader: Any, url: str) -> None:
    [line] = lines(reader("clean", "--count", "1", "--dry-run", "--json").stdout)
    assert (line["url"], line["title"], line["deleted"], line["unread"], line["kept"]) == (
        url,
        "Alpha",
        3,
        1,
        1,
    )
    assert [article["title"] for article in line["articles"]] == ["Item 1", "Item 4", "Item 5"]
    told = reader("clean", "Alpha", "--count", "1", "--dry-run").stdout
    assert "3 articles would be deleted; 1 unread and 1 bookmarked, noted or tagged stay" in told
    assert "Item 4" in told
    assert len(titles(reader)) == 6


def test_a_feed_stays_within_its_limits(reader: Any, site: Any, url: str) -> None:
    assert "the newest 2 articles are kept" in reader("feeds", "keep", "Alpha", "--count", "2").stdout
    done = reader("clean")
    assert (done.returncode, "2 articles deleted" in done.stdout) == (0, True)
    assert titles(reader) == ["Item 6", "Item 5", "Item 3", "Item 2"]
    [visited] = lines(reader("refresh", "--json").stdout)
    assert (visited["status"], visited["new"]) == ("unchanged", 0)
    assert titles(reader) == ["Item 6", "Item 5", "Item 3", "Item 2"]
    reader("clean", "--unread")
    assert titles(reader) == ["Item 6", "Item 5", "Item 3"]
    assert reader("check").returncode == 0


def test_old_read_marks_can_be_pruned(reader: Any, url: str) -> None:
    assert lines(reader("clean", "--marks", "--json").stdout) == [{"marks": 0}]
    assert reader("clean", "--marks", "--days", "3").returncode == 2


def test_unknown_feeds_are_told_of(reader: Any, url: str) -> None:
    for wrong in (("clean", "Beta", "--days", "3"), ("feeds", "keep", "Beta", "--days", "3")):
        done = reader(*wrong)
        assert done.returncode == 1
        assert "Beta" in done.stderr
        assert len(done.stderr.splitlines()) == 1
