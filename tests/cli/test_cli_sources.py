"""How sources are named: in any order with options, with or without "https://"."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.feeds.address import as_web_address

FEED = (
    "<rss version='2.0'><channel><title>{0}</title><item><guid isPermaLink='false'>{0}</guid>"
    "<title>News of {0}</title><description>It rained.</description></item></channel></rss>"
)


def test_options_may_stand_between_sources(reader: Callable[..., Any], tmp_path: Path) -> None:
    names = []
    for name in "abc":
        path = tmp_path / f"{name}.xml"
        path.write_text(FEED.format(name))
        names.append(str(path))
    done = reader("import", names[0], "--json", names[1], "--once", names[2])
    assert done.returncode == 0
    assert sorted(json.loads(line)["source"] for line in done.stdout.splitlines()) == names
    ids = [json.loads(line)["id"] for line in reader("list", "--json").stdout.splitlines()]
    assert reader("mark", ids[0], "--read", ids[1], ids[2]).returncode == 0
    assert not reader("list", "--unread").stdout


def test_feeds_to_be_visited_may_stand_behind_an_option(reader: Callable[..., Any], site: Any) -> None:
    urls = [site.put(f"/{name}", FEED.format(name)) for name in "ab"]
    assert reader("import", "--json", *urls).returncode == 0
    done = reader("refresh", urls[0], "--json", urls[1])
    assert sorted(json.loads(line)["source"] for line in done.stdout.splitlines()) == urls


@pytest.mark.parametrize("wrong", [("import", "a", "--jsn", "b"), ("list", "--json", "more"), ("check", "x")])
def test_what_no_command_knows_is_still_refused(reader: Callable[..., Any], wrong: tuple[str, ...]) -> None:
    done = reader(*wrong)
    assert done.returncode == 2
    assert "unrecognized arguments" in done.stderr


@pytest.mark.parametrize(
    "text", ["example.org", "example.org/feed", "www.example.org:8080/a?b=c", "müller.example/feed.xml"]
)
def test_an_address_without_its_beginning(text: str) -> None:
    assert as_web_address(text) == f"https://{text}"


@pytest.mark.parametrize(
    "text",
    ["", "feed.xml", "notes.txt", "feeds/feed.xml", "/home/ann/a.org", "./a.org/x", "a b.org", "..", "1.5"],
)
def test_the_name_of_a_file(text: str) -> None:
    assert as_web_address(text) == ""


def test_a_missing_file_that_looks_like_an_address_brings_a_hint(reader: Callable[..., Any]) -> None:
    done = reader("import", "news.example/feed")
    assert done.returncode == 1
    assert done.stderr == (
        "reader: news.example/feed: no such file; for a web address write https://news.example/feed\n"
    )
    assert reader("import", "missing.xml").stderr == "reader: missing.xml: no such file\n"


def test_a_feed_is_added_with_https_in_front(reader: Callable[..., Any]) -> None:
    """Nothing listens there, which shows that it was asked."""
    done = reader("feeds", "add", "localhost.localdomain:9/feed")
    assert "https://localhost.localdomain:9/feed" in done.stderr
    assert "is not the address" in reader("feeds", "add", "feed.xml").stderr


def test_sources_that_are_no_files_are_told_as_what_they_are(
    reader: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "a b.txt").write_text("Pier repaired\n\nIt was repaired.\n")
    wrong = {
        str(tmp_path): "is a folder; name the files in it",
        "ftp://news.example/feed": "no such file; ftp is no web address, only http and https are",
        "file://elsewhere/feed.xml": "is a file of another computer",
        "": "no source is named",
    }
    done = reader("import", *wrong, (tmp_path / "a b.txt").as_uri(), "--json")
    told = {line["source"]: line["error"] for line in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 1
    assert told == {**wrong, (tmp_path / "a b.txt").as_uri(): None}
