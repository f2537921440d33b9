"""`reader feeds` and `reader refresh` as processes against a local site."""

from __future__ import annotations

import json
from typing import Any

FEED = (
    '<rss version="2.0"><channel><title>{title}</title><item><guid>{guid}</guid><title>Item {guid}</title>'
    "<description>Some words.</description></item></channel></rss>"
)


def lines(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_feed_is_added_listed_refreshed_and_removed(reader: Any, site: Any) -> None:
    url = site.put("/a", FEED.format(title="Alpha News", guid=1), headers={"ETag": '"1"'})
    assert reader("feeds", "add", url).returncode == 0
    [listed] = lines(reader("feeds", "list", "--json").stdout)
    assert (listed["url"], listed["title"], listed["error"]) == (url, "Alpha News", None)
    assert listed["succeeded"]

    assert lines(reader("refresh", "--json").stdout)[0]["status"] == "unchanged"
    site.put("/a", FEED.format(title="Alpha News", guid=2), headers={"ETag": '"2"'})
    assert lines(reader("refresh", "Alpha News", "--json").stdout) == [
        {"source": url, "status": "ok", "new": 1, "updated": 0, "error": None}
    ]
    assert reader("feeds", "remove", "alpha news").returncode == 0
    assert lines(reader("feeds", "list", "--json").stdout) == []
    assert len(lines(reader("list", "--json").stdout)) == 2


def test_a_failing_feed_is_told_of_and_touches_no_other(reader: Any, site: Any) -> None:
    good, bad = (
        site.put("/good", FEED.format(title="Good", guid=1)),
        site.put("/bad", FEED.format(title="Bad", guid=1)),
    )
    reader("import", good, bad)
    site.put("/good", FEED.format(title="Good", guid=2))
    site.put("/bad", "broken", status=500, type="text/plain")
    done = reader("refresh", "--json")
    assert done.returncode == 1
    assert {line["source"]: line["status"] for line in lines(done.stdout)} == {good: "ok", bad: "error"}
    by_url = {feed["url"]: feed for feed in lines(reader("feeds", "list", "--json").stdout)}
    assert by_url[bad]["failures"] == 1
    assert by_url[bad]["error"]
    assert by_url[good]["error"] is None
    # A failing feed is not due at once, but is visited when the person asks.
    assert lines(reader("refresh", "--due", "--json").stdout) == []
    assert {line["source"] for line in lines(reader("refresh", "--json").stdout)} == {good, bad}


def test_a_server_that_asks_for_a_pause_gets_it(reader: Any, site: Any) -> None:
    url = site.put("/busy", FEED.format(title="Busy", guid=1))
    reader("import", url)
    site.put("/busy", "later", status=429, type="text/plain", headers={"Retry-After": "3600"})
    assert lines(reader("refresh", "--json").stdout)[0]["status"] == "error"
    asked = len(site.requests)
    assert reader("refresh", "--json").stdout == ""
    assert len(site.requests) == asked


def test_a_feed_that_is_gone_is_left_alone_and_says_so(reader: Any, site: Any) -> None:
    url = site.put("/gone", FEED.format(title="Gone", guid=1))
    reader("import", url)
    site.put("/gone", "", status=410, type="text/plain")
    assert "gone" in reader("refresh").stderr.lower()
    asked = len(site.requests)
    assert reader("refresh").returncode == 0
    assert len(site.requests) == asked
    assert "gone" in lines(reader("feeds", "list", "--json").stdout)[0]["error"].lower()


def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(reader: Any, site: Any) -> None:
    old = site.put("/old", FEED.format(title="Mover", guid=1))
    reader("import", old)
    new = site.put("/new", FEED.format(title="Mover", guid=2))
    site.put("/old", "", status=301, headers={"Location": new})
    assert lines(reader("refresh", "--json").stdout)[0]["new"] == 1
    assert lines(reader("feeds", "list", "--json").stdout)[0]["url"] == new
    assert {row["feed"] for row in lines(reader("list", "--json").stdout)} == {new}


def test_when_nobody_answers_no_feed_is_blamed(reader: Any, site: Any) -> None:
    url = site.put("/a", FEED.format(title="A", guid=1))
    reader("import", url)
    site.close()
    assert reader("refresh").returncode == 1
    assert lines(reader("feeds", "list", "--json").stdout)[0]["failures"] == 0


def test_an_unknown_feed_is_one_line(reader: Any) -> None:
    for command in (["refresh", "nothing"], ["feeds", "remove", "nothing"]):
        done = reader(*command)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
