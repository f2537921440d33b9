"""Full texts: pages in place of summaries, and the feed's own text kept beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest

from reader.errors import NotStoredError, SourceError
from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Article, Marking, Person, View
from reader.services.fulltext import full_text
from reader.services.gathering import Imported
from reader.services.importing import import_sources
from reader.services.refreshing import refresh
from reader.services.subscriptions import change_feed
from tests.feeds.rogue import Rogue

SUMMARY = "The harbour council put off its vote on the new ferry line."
BODY = (
    "The harbour council has put off its vote on a new ferry line until the autumn, after three members asked"
    " for a second study of what it would cost.",
    "Edda Lind, who chairs the council, said that the line was needed as much as ever, but that the figures of"
    " the first study were two years old by now.",
)


def rss(*entries: str) -> str:
    return f'<rss version="2.0"><channel><title>Coast Post</title>{"".join(entries)}</channel></rss>'


def item(number: int, link: str, text: str = SUMMARY) -> str:
    return (
        f"<item><guid isPermaLink='false'>{number}</guid><title>Ferry vote {number}</title><link>{link}</link>"
        f"<description>{escape(text)}</description></item>"
    )


def page(*paragraphs: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><body><nav><a href='/'>Home</a></nav><article>{body}</article></body></html>"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library")
    yield opened
    opened.close()


async def imported(
    library: Library, *sources: str, full: bool = False, follow: bool = True
) -> list[Imported]:
    events = import_sources(library, sources, full_text=full, follow=follow)
    return [event async for event in events if isinstance(event, Imported)]


async def refreshed(library: Library) -> list[Imported]:
    return [event async for event in refresh(library) if isinstance(event, Imported)]


def only_article(library: Library) -> Article:
    [row] = library.first_rows(View(), 5)
    return library.article(row.key)


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    server = Rogue()
    yield server
    server.close()


@pytest.fixture
def feed(site: Any) -> str:
    """A feed of one summary, whose page is there."""
    site.put("/1", page(*BODY), type="text/html")
    return str(site.put("/feed", rss(item(1, site.url("/1"))), headers={"ETag": '"one"'}))


async def test_the_page_takes_the_place_of_the_summary_and_back(
    library: Library, site: Any, feed: str
) -> None:
    await imported(library, feed)
    key = only_article(library).row.key
    assert await full_text(library, key) == "page"
    full = only_article(library)
    assert full.document.text == "\n\n".join(BODY)
    assert (full.summary_only, full.other_text) == (False, "feed")
    assert len(library.rowids(View(search="autumn"))) == 1

    asked = len(site.requests)
    assert await full_text(library, key[:6]) == "feed"
    own = only_article(library)
    assert (own.document.text, own.summary_only, own.other_text) == (SUMMARY, True, "page")
    assert not library.rowids(View(search="autumn"))
    assert await full_text(library, key) == "page"
    assert only_article(library) == full
    assert len(site.requests) == asked


async def test_the_feeds_version_stays_in_reach(library: Library, feed: str) -> None:
    await imported(library, feed)
    before = only_article(library)
    await full_text(library, before.row.key)
    own = library.versions.of_feed(only_article(library))
    assert (own.document, own.summary_only) == (before.document, True)
    await full_text(library, before.row.key)
    shown = only_article(library)
    assert library.versions.of_feed(shown) == shown


async def test_a_visit_that_brings_the_summary_again_leaves_the_full_text(
    library: Library, site: Any, feed: str
) -> None:
    await imported(library, feed)
    await full_text(library, only_article(library).row.key)
    full = only_article(library)
    site.put("/feed", rss(item(1, site.url("/1"))))
    assert [done.updated for done in await refreshed(library)] == [0]
    assert only_article(library) == full


async def test_a_changed_summary_changes_the_feeds_version_only(
    library: Library, site: Any, feed: str
) -> None:
    await imported(library, feed)
    key = only_article(library).row.key
    await full_text(library, key)
    note = Annotations((Person("Edda Lind", ((144, 153),)),), engine="test")
    text = only_article(library).document.text
    assert library.annotate(key, text_hash(text), note)

    changed = SUMMARY + " It meets again in June."
    site.put("/feed", rss(item(1, site.url("/1"), changed)))
    assert [done.updated for done in await refreshed(library)] == [1]
    article = only_article(library)
    assert (article.document.text, article.annotations) == (text, note)
    assert await full_text(library, key) == "feed"
    assert only_article(library).document.text == changed

    site.put("/feed", rss(item(1, site.url("/1"), "Vote put off again.")))
    await refreshed(library)
    assert only_article(library).document.text == "Vote put off again."
    assert await full_text(library, key) == "page"
    assert only_article(library).document.text == text


async def test_annotations_are_those_of_the_text_that_is_shown(library: Library, feed: str) -> None:
    await imported(library, feed)
    article = only_article(library)
    key = article.row.key
    note = Annotations(engine="test")
    assert library.annotate(key, text_hash(article.document.text), note)
    await full_text(library, key)
    assert only_article(library).annotations is None
    assert library.unannotated("test", 5) == [key]
    assert not library.annotate(key, text_hash(article.document.text), note)
    assert library.annotate(key, text_hash(only_article(library).document.text), note)
    await full_text(library, key)
    assert only_article(library).annotations is None


async def test_a_bookmark_keeps_a_copy_of_what_is_shown(library: Library, feed: str) -> None:
    await imported(library, feed)
    key = only_article(library).row.key
    library.mark([key], Marking(bookmarked=True))
    await full_text(library, key)
    copy = json.loads((library.folder / "state" / "texts" / f"{key}.json").read_text())
    assert copy["articles"]["1"]["text"] == "\n\n".join(BODY)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"body": "gone", "status": 404}, "nothing at this address"),
        ({"body": page("Sign in to read on."), "type": "text/html"}, "without a feed or an article"),
        ({"body": page(BODY[0]), "type": "text/html"}, "no more text"),
        ({"body": b"%PDF-1.7", "type": "application/pdf"}, "PDF"),
    ],
)
async def test_a_page_that_gives_nothing_leaves_the_summary(
    library: Library, site: Any, answer: dict[str, Any], words: str
) -> None:
    site.put("/1", **answer)
    summary = SUMMARY * 4  # more than a page with one paragraph gives
    await imported(library, site.put("/feed", rss(item(1, site.url("/1"), summary))))
    before = only_article(library)
    with pytest.raises(SourceError, match=words) as caught:
        await full_text(library, before.row.key)
    assert "\n" not in str(caught.value)
    assert only_article(library) == before


async def test_an_article_without_an_address_says_so(library: Library, site: Any) -> None:
    await imported(library, site.put("/feed", rss(item(1, ""))))
    with pytest.raises(SourceError, match="names no page"):
        await full_text(library, only_article(library).row.key)
    with pytest.raises(NotStoredError):
        await full_text(library, "0123456789abcdef")


# --- whole feeds ------------------------------------------------------------------------------


async def test_an_import_with_full_texts_turns_them_on_for_the_feed(
    library: Library, site: Any, feed: str
) -> None:
    await imported(library, feed)
    assert not library.feeds()[0].full_text
    [done] = await imported(library, feed, full=True)  # though the feed has not changed
    assert (done.status, done.texts, done.error) == ("ok", 1, "")
    assert only_article(library).document.text == "\n\n".join(BODY)
    assert library.feeds()[0].full_text

    site.put("/2", page(*reversed(BODY)), type="text/html")
    site.put("/feed", rss(item(1, site.url("/1")), item(2, site.url("/2"))))
    asked = len(site.requests)
    [done] = await refreshed(library)
    assert (done.new, done.texts) == (1, 1)
    assert site.requests[asked:] == ["/feed", "/2"]


async def test_once_fetches_the_pages_and_follows_nothing(library: Library, feed: str) -> None:
    [done] = await imported(library, feed, full=True, follow=False)
    assert done.texts == 1
    assert not library.feeds()[0].followed


async def test_the_switch_of_a_feed(library: Library, site: Any, feed: str) -> None:
    await imported(library, feed)
    wanted = library.feeds()[0].id
    assert change_feed(library, wanted, full_text=True).full_text
    assert [done.texts for done in await refreshed(library)] == [1]  # what it holds already, too
    assert change_feed(library, wanted, name="Coast").full_text
    assert not change_feed(library, wanted, full_text=False).full_text
    site.put("/feed", rss(item(2, site.url("/1"))))
    assert [(done.new, done.texts) for done in await refreshed(library)] == [(1, 0)]


async def test_whole_texts_are_not_fetched(library: Library, site: Any) -> None:
    site.put("/1", page(*BODY), type="text/html")
    long = " ".join(BODY * 5)
    content = (
        f'<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">{long}</content:encoded>'
    )
    body = rss(item(1, site.url("/1")).replace("</item>", f"{content}</item>"))
    [done] = await imported(library, site.put("/feed", body), full=True)
    assert (done.new, done.texts, site.requests) == (1, 0, ["/feed"])


async def test_what_fails_for_good_is_asked_for_once_and_told_in_one_line(
    library: Library, site: Any
) -> None:
    entries = [item(1, site.url("/gone")), item(2, site.url("/gone-too"))]
    url = site.put("/feed", rss(*entries))
    [done] = await imported(library, url, full=True)
    assert (done.status, done.new, done.error) == ("ok", 2, "")
    assert "2 articles have no full text" in done.note
    assert "404" in done.note
    asked = len(site.requests)
    assert [done.note for done in await refreshed(library)] == [""]
    assert site.requests[asked:] == ["/feed"]


async def test_a_server_in_trouble_is_left_alone_until_the_next_visit(library: Library, site: Any) -> None:
    for number in range(1, 9):
        site.put(f"/{number}", "busy", status=503)
    url = site.put("/feed", rss(*(item(n, site.url(f"/{n}")) for n in range(1, 9))), headers={"ETag": '"a"'})
    await imported(library, url, full=True)
    assert 3 <= len(site.requests) - 1 <= 4
    for number in range(1, 9):
        site.put(f"/{number}", page(*BODY), type="text/html")
    assert [done.texts for done in await refreshed(library)] == [8]


async def test_no_host_is_asked_for_more_than_two_pages_at_once(library: Library, rogue: Rogue) -> None:
    slowly = rogue.crowded(page(*BODY).encode(), 2, "Content-Type: text/html")
    feeds = []
    for feed in range(3):
        links = [rogue.on(f"/{feed}/{n}", slowly) for n in range(4)]
        body = rss(*(item(n, link) for n, link in enumerate(links)))
        feeds.append(rogue.sends(f"/{feed}", body.encode()))
    done = await imported(library, *feeds, full=True)
    assert [one.texts for one in done] == [4, 4, 4]
    assert rogue.most_at_once == 2


def test_from_the_command_line(reader: Callable[..., Any], site: Any, feed: str) -> None:
    assert "1 full text" in reader("import", "--full-text", feed).stdout
    [row] = [json.loads(line) for line in reader("list", "--json").stdout.splitlines()]
    assert BODY[1] in reader("show", row["id"]).stdout
    own = reader("show", row["id"], "--feed-version").stdout
    assert SUMMARY in own
    assert BODY[1] not in own
    assert reader("feeds", "remove", "Coast Post", "--delete-articles").returncode == 0
    assert "1 new article" in reader("feeds", "add", "--full-text", feed).stdout
    assert BODY[1] in reader("show", row["id"]).stdout
    assert "own texts" in reader("feeds", "full-text", "Coast Post", "off").stdout
    assert reader("feeds", "full-text", "Coast Post", "perhaps").returncode == 2
    site.put("/feed", rss(item(2, site.url("/1"))))
    assert reader("refresh").stdout.endswith("1 new, 0 updated\n")
    assert "next visit" in reader("feeds", "full-text", feed, "on").stdout
    assert "1 full text" in reader("refresh").stdout
