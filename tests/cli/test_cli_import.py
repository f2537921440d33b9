"""`reader import`, `list`, `show` and `mark` as processes, from feeds of a local site and from files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB


def feed(*entries: str, title: str = "Valley Herald") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(entries)}</channel></rss>'


def entry(guid: str, title: str, text: str, date: str = "Tue, 02 Mar 2021 08:00:00 GMT") -> str:
    return (
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{title}</title>"
        f"<description>{text}</description><pubDate>{date}</pubDate></item>"
    )


BRIDGE = entry("1", "Bridge reopens", "The bridge over the Inn reopened on Monday after repairs.")
BUDGET = entry("2", "Budget agreed", "The council agreed on a budget after long talks.")


def lines(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_feed_is_stored_followed_and_asked_conditionally(
    reader: Callable[..., Any], site: Any, tmp_path: Path
) -> None:
    url = site.put("/feed", feed(BRIDGE, BUDGET), headers={"ETag": '"one"'})

    assert lines(reader("import", url, "--json").stdout) == [
        {"source": url, "status": "ok", "new": 2, "updated": 0, "error": None}
    ]
    again = reader("import", url, "--json")
    assert lines(again.stdout) == [
        {"source": url, "status": "unchanged", "new": 0, "updated": 0, "error": None}
    ]
    assert again.returncode == 0
    assert {row["title"] for row in lines(reader("list", "--json").stdout)} == {
        "Bridge reopens",
        "Budget agreed",
    }
    followed = TinyDB(tmp_path / "library" / "state" / "feeds.json")
    assert url in json.dumps(
        [dict(document) for name in followed.tables() for document in followed.table(name)]
    )


def test_a_password_in_an_address_is_used_but_neither_stored_nor_shown(
    reader: Callable[..., Any], site: Any, tmp_path: Path
) -> None:
    url = site.put("/feed", feed(BRIDGE, title=""))

    def secret(address: str) -> str:
        return str(address.replace("//", "//ann:s3crit@"))

    named = f'<link rel="alternate" type="application/rss+xml" href="{secret(url)}">'
    page = site.put("/page", f"<html><head>{named}</head></html>", type="text/html")
    moved = site.put("/moved", "", status=301, headers={"Location": secret(site.put("/new", feed(BUDGET)))})
    sources = (secret(url), page, moved, secret(site.url("/gone")), secret("http://[x/"))
    for command in ("import", "feeds add"):
        done = reader(*command.split(), *sources)
        assert "s3crit" not in done.stdout + done.stderr
        assert "password is not stored" in done.stderr
    shown = reader("list", "--json").stdout + reader("feeds", "list", "--json").stdout
    assert url in shown
    assert "s3crit" not in shown + reader("feeds", "remove", secret(url)).stderr
    files = [path for path in (tmp_path / "library").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"s3crit" in path.read_bytes()]


def test_once_stores_without_following(reader: Callable[..., Any], site: Any, tmp_path: Path) -> None:
    url = site.put("/feed", feed(BRIDGE))
    reader("import", url, "--once")
    assert len(lines(reader("list", "--json").stdout)) == 1
    feeds = tmp_path / "library" / "state" / "feeds.json"
    assert not feeds.exists() or url not in feeds.read_text()


def test_a_changed_entry_is_updated_and_keeps_what_the_person_did(
    reader: Callable[..., Any], site: Any
) -> None:
    url = site.put("/feed", feed(BRIDGE, BUDGET))
    reader("import", url)
    bridge = next(row for row in lines(reader("list", "--json").stdout) if row["title"] == "Bridge reopens")
    assert reader("mark", bridge["id"], "--read", "--bookmark").returncode == 0

    site.put("/feed", feed(entry("1", "Bridge reopens early", "The bridge reopened a day early."), BUDGET))
    assert lines(reader("import", url, "--json").stdout)[0] | {"source": ""} == {
        "source": "", "status": "ok", "new": 0, "updated": 1, "error": None,
    }  # fmt: skip
    [after] = lines(reader("list", "--json", "--bookmarked").stdout)
    assert (after["title"], after["read"], after["id"]) == ("Bridge reopens early", True, bridge["id"])
    assert [row["title"] for row in lines(reader("list", "--json", "--unread").stdout)] == ["Budget agreed"]
    assert [row["title"] for row in lines(reader("list", "--json", "--search", "early").stdout)] == [
        "Bridge reopens early"
    ]


def test_a_page_that_names_a_feed_gives_the_feed(reader: Callable[..., Any], site: Any) -> None:
    site.put("/feed", feed(BRIDGE))
    page = site.put(
        "/",
        '<html><head><title>Herald</title><link rel="alternate" type="application/rss+xml" href="/feed"></head>'
        "<body><p>Welcome.</p></body></html>",
        type="text/html",
    )
    assert lines(reader("import", page, "--json").stdout)[0]["new"] == 1
    assert lines(reader("list", "--json").stdout)[0]["feed"] == site.url("/feed")


def test_a_page_without_a_feed_gives_its_article(reader: Callable[..., Any], site: Any) -> None:
    page = site.put(
        "/ferry",
        "<html><head><title>Ferry runs hourly</title></head><body><nav><a href='/'>Home</a></nav><article>"
        "<h1>Ferry runs hourly</h1>"
        "<p>The ferry to the island will run every hour from May, the port authority decided on Friday.</p>"
        "<p>Islanders had asked for more boats since the bridge was closed to lorries two winters ago.</p>"
        "<p>The new timetable costs the city about as much as the repair of the old pier, officials said.</p>"
        "</article></body></html>",
        type="text/html",
    )
    assert lines(reader("import", page, "--json").stdout)[0]["new"] == 1
    [row] = lines(reader("list", "--json").stdout)
    assert (row["title"], row["url"]) == ("Ferry runs hourly", page)
    assert lines(reader("import", page, "--json").stdout)[0]["new"] == 0


def test_a_text_file_becomes_one_article(reader: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "tour.txt"
    file.write_text(
        "Delegates visit river towns\n\nUpdated: 2021-05-04rivernews.example\n\nDelegates visited two towns.\n\n"
        "They spoke with residents.\n\nCopyright © The Delegation.\nAll rights reserved. Presented by River News.\n"
    )
    reader("import", str(file))
    [row] = lines(reader("list", "--json").stdout)
    assert (row["title"], row["published"]) == ("Delegates visit river towns", "2021-05-04T00:00:00Z")
    shown = json.loads(reader("show", row["id"][:8], "--json").stdout)
    assert shown["source"] == "rivernews.example"
    assert shown["text"] == "Delegates visited two towns.\n\nThey spoke with residents."


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_show_gives_title_and_text_in_every_format(reader: Callable[..., Any], site: Any, form: str) -> None:
    reader("import", site.put("/feed", feed(entry("1", "A [b] &lt;c&gt;", "x &amp;lt;script&amp;gt; y"))))
    [row] = lines(reader("list", "--json").stdout)
    shown = reader("show", row["id"], "--format", form)
    assert shown.returncode == 0
    assert "Valley Herald" in shown.stdout
    escaped = shown.stdout.replace("\\<", "")  # as CommonMark escapes
    assert "<script>" not in escaped or form == "text"


def test_bad_sources_are_one_line_each_and_the_others_are_imported(
    reader: Callable[..., Any], site: Any, tmp_path: Path
) -> None:
    (tmp_path / "empty.xml").write_bytes(b"")
    (tmp_path / "binary.xml").write_bytes(bytes(range(256)) * 40)
    bad = [
        str(tmp_path / "missing.xml"),
        str(tmp_path / "empty.xml"),
        str(tmp_path / "binary.xml"),
        str(tmp_path),
        "/dev/zero",
        site.put("/broken", "oops", status=500, type="text/plain"),
        site.put(
            "/nothing",
            "<html><head><title>Menu</title></head><body><nav>Home</nav></body></html>",
            type="text/html",
        ),
        site.url("/gone"),
        "http://127.0.0.1:9/refused",
    ]
    good = site.put("/feed", feed(BRIDGE))
    done = reader("import", *bad, good, "--json")

    assert done.returncode == 1
    by_source = {line["source"]: line for line in lines(done.stdout)}
    assert set(by_source) == {*bad, good}
    assert by_source[good]["new"] == 1
    for source in bad:
        assert by_source[source]["status"] == "error", source
        assert by_source[source]["error"]
    errors = done.stderr.splitlines()
    assert len(errors) == len(bad), done.stderr
    assert "Traceback" not in done.stderr


def test_a_feed_cut_in_the_middle_gives_its_whole_entries(reader: Callable[..., Any], site: Any) -> None:
    whole = feed(BRIDGE, BUDGET, entry("3", "Third item", "Never arrives."))
    url = site.put("/feed", whole[: whole.index("Third item") + 5])
    done = reader("import", url, "--json")
    assert lines(done.stdout)[0]["new"] == 2
    assert {row["title"] for row in lines(reader("list", "--json").stdout)} == {
        "Bridge reopens",
        "Budget agreed",
    }


def test_wrong_usage_is_exit_2(reader: Callable[..., Any]) -> None:
    assert reader("import").returncode == 2
    assert reader("mark", "abcd").returncode == 2
    assert reader().returncode == 2


def test_an_unknown_id_is_one_line_and_exit_1(reader: Callable[..., Any]) -> None:
    shown = reader("show", "beef")
    assert shown.returncode == 1
    assert len(shown.stderr.splitlines()) == 1
