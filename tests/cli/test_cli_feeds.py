"""`reader feeds` and `reader refresh` as processes against a local site."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

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
    assert lines(reader("feeds", "--json").stdout) == []
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
    for command in (
        ["refresh", "nothing"],
        ["feeds", "remove", "nothing"],
        ["feeds", "rename", "nothing", "x"],
        ["feeds", "move", "nothing", "x"],
    ):
        done = reader(*command)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1


# --- following, naming, leaving ---------------------------------------------------------------


def followed(reader: Any) -> list[Any]:
    return lines(reader("feeds", "list", "--json").stdout)


def test_a_feed_gets_a_folder_and_a_name_when_it_is_added_and_others_later(reader: Any, site: Any) -> None:
    url = site.put("/a", FEED.format(title="Alpha News", guid=1))
    done = reader("feeds", "add", url, "--folder", "World / Asia", "--title", "Mine")
    assert done.stdout == "Mine: followed, 1 new article\n"
    assert [(feed["title"], feed["folder"]) for feed in followed(reader)] == [("Mine", "World/Asia")]
    assert "Second" in reader("feeds", "rename", "Mine", "Second").stdout
    assert "Home" in reader("feeds", "move", "Second", "Home").stdout
    assert [(feed["title"], feed["folder"]) for feed in followed(reader)] == [("Second", "Home")]
    reader("refresh")
    assert [(feed["title"], feed["folder"]) for feed in followed(reader)] == [("Second", "Home")]
    reader("feeds", "rename", url, "")
    reader("feeds", "move", url, "")
    assert [(feed["title"], feed["folder"]) for feed in followed(reader)] == [("Alpha News", "")]


def test_the_feed_of_a_page_is_followed_wherever_it_is(reader: Any, site: Any) -> None:
    site.put("/named.xml", FEED.format(title="Named", guid=1))
    page = "<html><head>{}</head><body><p>" + "Some words of a page. " * 20 + "</p></body></html>"
    link = '<link rel="alternate" type="application/rss+xml" href="/named.xml">'
    naming = site.put("/naming", page.format(link), type="text/html")
    silent = site.put("/silent/", page.format(""), type="text/html")
    site.put("/silent/rss.xml", FEED.format(title="Usual place", guid=1))
    assert reader("feeds", "add", naming, silent).returncode == 0
    assert {feed["title"] for feed in followed(reader)} == {"Named", "Usual place"}
    assert {row["title"] for row in lines(reader("list", "--json").stdout)} == {"Item 1"}


def test_where_no_feed_is_nothing_is_followed_or_stored(reader: Any, site: Any, tmp_path: Path) -> None:
    page = site.put("/page", "<p>" + "Some words of a page without a feed. " * 20, type="text/html")
    local = tmp_path / "feed.xml"
    local.write_text(FEED.format(title="Local", guid=1))
    for address in (page, str(local), site.url("/nothing"), "https://", "ftp://a.example/"):
        done = reader("feeds", "add", address)
        assert done.returncode == 1, address
        assert len(done.stderr.splitlines()) == 1, done.stderr
    assert followed(reader) == []
    assert reader("list", "--json").stdout == ""
    assert reader("feeds", "add", page, page + "2", "--title", "x").returncode == 2


def test_the_list_counts_articles_and_tells_troubles_within_80_columns(
    reader: Any, site: Any, tmp_path: Path
) -> None:
    good = site.put("/good", FEED.format(title="新聞" * 40, guid=1))
    bad = site.put("/bad", FEED.format(title="Bad", guid=1))
    reader("feeds", "add", good, "--folder", "World/Asia")
    reader("feeds", "add", bad)
    site.put("/bad", "broken", status=500, type="text/plain")
    reader("refresh")
    (row, *_) = lines(reader("list", "--json").stdout)
    reader("mark", row["id"], "--read")
    by_url = {feed["url"]: feed for feed in followed(reader)}
    assert {(feed["articles"], feed["url"] == row["feed"], feed["unread"]) for feed in by_url.values()} == {
        (1, True, 0),
        (1, False, 1),
    }
    assert by_url[bad]["next_try"]
    shown = reader("feeds").stdout
    assert shown == reader("feeds", "list").stdout
    assert shown == reader("feeds", "list", "--data-dir", str(tmp_path / "library")).stdout
    heading, first, trouble, *rest = shown.splitlines()
    assert heading.split() == ["Feed", "Folder", "Unread", "All", "State"]
    assert first.startswith("Bad ")
    assert "failed 1 time" in first
    assert "500" in trouble
    assert "next try" in trouble + " ".join(rest)
    assert "World/Asia" in rest[-1]
    assert "…" in rest[-1]


def test_without_a_terminal_articles_stay_and_this_is_said(reader: Any, site: Any) -> None:
    url = site.put("/a", FEED.format(title="A", guid=1))
    reader("feeds", "add", url)
    done = reader("feeds", "remove", "A", input="y\n")
    assert done.stdout == "A: no longer followed; 1 article stays\n"
    assert "--delete-articles" in done.stderr
    assert len(lines(reader("list", "--json").stdout)) == 1


def test_articles_are_kept_or_deleted_as_asked(reader: Any, site: Any) -> None:
    for option, left in (("--keep-articles", 2), ("--delete-articles", 1)):
        url = site.put("/a", FEED.format(title="A", guid=1))
        reader("feeds", "add", url)
        site.put("/a", FEED.format(title="A", guid=2))
        reader("refresh")
        [key, *_] = [row["id"] for row in lines(reader("list", "--json").stdout)]
        reader("mark", key, "--bookmark")
        done = reader("feeds", "remove", url, option)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(lines(reader("list", "--json").stdout)) == left
    assert done.stdout == "A: no longer followed; 1 article deleted, 1 bookmarked kept\n"
    assert reader("feeds", "remove", url, "--keep-articles", "--delete-articles").returncode == 2


def at_a_terminal(library: Path, answer: str, *arguments: str) -> str:
    """What a person sees who answers a question at a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "READER_DATA_DIR": str(library)},
    )
    os.close(slave)
    os.write(master, answer.encode())
    seen = b""
    while select.select([master], [], [], 30)[0]:
        try:
            part = os.read(master, 4096)
        except OSError:  # how Linux says that the other side has closed
            break
        if not part:
            break
        seen += part
    process.wait(30)
    os.close(master)
    return seen.decode()


@pytest.mark.parametrize(
    ("answer", "left"), [("\n", 2), ("n\n", 2), ("y\nn\n", 1), ("yes\ny\n", 0), ("what\n", 2)]
)
def test_at_a_terminal_the_person_is_asked(
    reader: Any, site: Any, tmp_path: Path, answer: str, left: int
) -> None:
    url = site.put("/a", FEED.format(title="A", guid=1))
    reader("feeds", "add", url)
    site.put("/a", FEED.format(title="A", guid=2))
    reader("refresh")
    [key, _] = [row["id"] for row in lines(reader("list", "--json").stdout)]
    reader("mark", key, "--bookmark")
    seen = at_a_terminal(tmp_path / "library", answer, "feeds", "remove", "A")
    assert "A has 2 articles. Delete them? [y/N]" in seen
    assert ("Bookmarked among them: 1." in seen) == (left < 2)
    assert followed(reader) == []
    assert len(lines(reader("list", "--json").stdout)) == left


# --- lists ------------------------------------------------------------------------------------

OPML = (
    '<opml version="2.0"><body><outline text="World"><outline title="Hill" xmlUrl="https://hill.example/"/>'
    '<outline text="Sea" title="Coast" xmlUrl="https://coast.example/"/></outline>{}</body></opml>'
)


def test_a_list_goes_in_and_out(reader: Any, tmp_path: Path) -> None:
    path, out = tmp_path / "in.opml", tmp_path / "out.opml"
    path.write_text(OPML.format(""))
    done = reader("feeds", "import", str(path))
    assert done.returncode == 0
    assert done.stdout == "Hill: followed in World\nSea: followed in World\n"
    assert "reader refresh" in done.stderr
    assert [feed["succeeded"] for feed in followed(reader)] == [None, None]
    again = reader("feeds", "import", str(path), "--json")
    assert [line["status"] for line in lines(again.stdout)] == ["known", "known"]
    assert (again.returncode, again.stderr) == (0, "")

    exported = reader("feeds", "export").stdout
    assert reader("feeds", "export", "-").stdout == exported
    assert 'text="Sea" title="Coast"' in exported
    assert reader("feeds", "export", str(out)).returncode == 0
    assert out.read_text() == exported
    assert out.stat().st_mode & 0o777 == 0o600
    refused = reader("feeds", "export", str(out))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert reader("feeds", "export", str(out), "--force").returncode == 0


def test_what_is_no_web_feed_is_refused_and_the_others_are_followed(reader: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.opml"
    path.write_text(OPML.format(f'<outline text="B\x1b[2J" xmlUrl="exec:touch {tmp_path}/owned"/>'))
    done = reader("feeds", "import", str(path), "--json")
    assert done.returncode == 1
    assert [line["status"] for line in lines(done.stdout)] == ["followed", "followed", "refused"]
    assert "command" in lines(done.stdout)[2]["error"]
    refusal, count = done.stderr.splitlines()
    assert "runs a command" in refusal
    assert "\x1b" not in done.stderr + done.stdout
    assert "2 feeds" in count
    assert len(followed(reader)) == 2
    assert not (tmp_path / "owned").exists()


def test_a_damaged_list_gives_what_is_whole_and_a_warning(reader: Any, tmp_path: Path) -> None:
    path = tmp_path / "in.opml"
    path.write_text(OPML.format("")[:-40])
    done = reader("feeds", "import", str(path))
    assert done.returncode == 0
    assert done.stdout.startswith("Hill: followed")
    assert "damaged" in done.stderr


def test_a_file_that_is_no_list_is_one_line(reader: Any, tmp_path: Path) -> None:
    path = tmp_path / "x.opml"
    path.write_text("no list")
    for name in (str(path), str(tmp_path), str(tmp_path / "none"), "/dev/zero"):
        done = reader("feeds", "import", name)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.splitlines()) == 1


def test_feeds_are_suggested_and_can_be_added(reader: Any) -> None:
    done = reader("feeds", "suggest")
    assert done.returncode == 0
    assert "UN News" in done.stdout
    assert "    https://" in done.stdout
    assert "reader feeds add" in done.stderr
