"""Articles in pages and in text files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.feeds.page import parse_page, parse_text
from reader.text.clean import clean

URL = "https://post.example/2024/ferry"
DAY = datetime(2024, 5, 3, tzinfo=UTC)

BODY = """<article><h1>Harbour council delays ferry vote</h1>
<p>The harbour council has put off its vote on a new ferry line until the autumn, after three of its members had asked
for a second study of what it would cost.</p>
<p>The line was as needed as ever, said Edda Lind, who chairs the council, but the figures of the first study were two
years old. See <a href="/study.pdf">the study</a>.</p>
<h2>What comes next</h2><ul><li>A new study by June</li><li>A hearing in August</li></ul>
<blockquote><p>We will not build on guesses, said the mayor of the island.</p></blockquote></article>"""
AROUND = """<html><head><title>Harbour council delays ferry vote | The Coast Post</title>{head}</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div class="cookie-banner">We use cookies. Accept them all?</div>{body}
<aside><h3>Most read</h3><ul><li><a href="/a">Ten beaches</a></li></ul></aside>
<footer>© 2024 The Coast Post. All rights reserved.</footer></body></html>"""


def page(head: str = "", body: str = BODY) -> str:
    return AROUND.format(head=head, body=body)


def test_the_main_text_without_what_is_around_it() -> None:
    text = parse_page(page(), URL).document.text
    for kept in (
        "put off its vote",
        "as needed as ever",
        "A hearing in August",
        "not build on guesses",
        "What comes next",
    ):
        assert kept in text
    for left in ("Sport", "cookies", "Most read", "All rights"):
        assert left not in text


def test_links_and_kinds_of_blocks_survive() -> None:
    document = parse_page(page(), URL).document
    kinds = {document.text[block.start : block.end]: str(block.kind) for block in document.blocks}
    assert kinds["What comes next"] == "heading"
    assert kinds["A new study by June"] == "item"
    assert [link.url for link in document.links] == ["https://post.example/study.pdf"]


def test_the_facts_of_a_page() -> None:
    head = """<meta property="og:site_name" content="The Coast Post"><meta name="author" content="Mina Okafor">
    <meta property="og:title" content="Ferry vote delayed"><link rel="canonical" href="/ferry">
    <meta property="article:published_time" content="2024-05-03T08:15:00+02:00">"""
    entry = parse_page(page(head), URL)
    assert (entry.title, entry.source, entry.author) == (
        "Ferry vote delayed",
        "The Coast Post",
        "Mina Okafor",
    )
    assert entry.url == entry.entry_id == "https://post.example/ferry"
    assert entry.published == datetime(2024, 5, 3, 6, 15, tzinfo=UTC)


def test_facts_in_linked_data() -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle",
    "headline": "Vote put off", "datePublished": "2024-05-03", "dateModified": "2024-05-04",
    "author": [{"name": "Mina"}, {"name": "Bo"}], "publisher": {"name": "Coast"}}]}</script>"""
    entry = parse_page(page(head), URL)
    assert (entry.title, entry.author, entry.source) == ("Vote put off", "Mina, Bo", "Coast")
    assert (entry.published, entry.updated) == (DAY, datetime(2024, 5, 4, tzinfo=UTC))


@pytest.mark.parametrize(
    "broken", ["{", "[[[[", '"x"', "null", '{"@graph": 3}', '{"@type": ["NewsArticle"], "author": 3}']
)
def test_broken_linked_data_does_no_harm(broken: str) -> None:
    entry = parse_page(page(f'<script type="application/ld+json">{broken}</script>'), URL)
    assert entry.title == "Harbour council delays ferry vote"


def test_a_date_and_a_source_in_a_line_of_the_text() -> None:
    body = BODY.replace("</h1>", "</h1><p>Updated: 2024-05-03coastpost.example</p>")
    entry = parse_page(page(body=body), URL)
    assert (entry.published, entry.source) == (DAY, "coastpost.example")
    assert entry.document.text.startswith("The harbour council has put off")


@pytest.mark.parametrize(
    "html", ["", "<p>", "<html></html>", "nothing", "<html><body><p>Too short.</p></body></html>"]
)
def test_a_page_without_an_article_is_an_error(html: str) -> None:
    with pytest.raises(ParseError, match="without a feed or an article"):
        parse_page(html, URL)


def test_hostile_pages_end_soon() -> None:
    for html in (
        "<div>" * 50_000 + BODY,
        "<b>" * 30_000 + "</i>" * 30_000 + BODY,
        "<table><tr><td>" * 20_000 + BODY,
    ):
        try:
            parse_page(html, URL)
        except ParseError:
            continue


NOTICE = "Copyright © The Association of Harbour Towns.\nAll rights reserved. Presented by Coast Daily."
PARAGRAPHS = (
    "Two towns on the north coast will share one pilot boat from next year, their councils decided.\n\n"
    "The boat was paid for by the province, said Ana Ruiz, deputy mayor of the larger of the two towns, on Friday."
)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Updated: 2024-05-03coastdaily.example", "coastdaily.example"),
        ("Updated: 2024-05-03 10:20:11 coastdaily.example", "coastdaily.example"),
        ("Published: May 3, 2024 | Coast Daily", "Coast Daily"),
        ("Last updated on 3 May 2024, Source: Coast Daily", "Coast Daily"),
        ("2024-05-03", ""),
        ("Friday, May 3, 2024", ""),
        ("2024年5月3日 来源：海岸日报", "海岸日报"),
    ],
)
def test_a_text_with_date_source_and_notice(line: str, source: str) -> None:
    entry = parse_text(
        f"Two towns share a pilot boat\n\n{line}\n\n{PARAGRAPHS}\n\n{NOTICE}", "/texts/boat.txt"
    )
    assert entry.title == "Two towns share a pilot boat"
    assert entry.published is not None
    assert entry.published.date() == DAY.date()
    assert entry.source == source
    assert entry.document.text == PARAGRAPHS


def test_author_and_source_on_lines_of_their_own() -> None:
    text = f"Two towns share a pilot boat\nBy Mina Okafor\nSource: Coast Daily\nMay 3, 2024\n\n{PARAGRAPHS}"
    entry = parse_text(text, "boat.txt")
    assert (entry.author, entry.source, entry.published) == ("Mina Okafor", "Coast Daily", DAY)
    assert entry.document.text == PARAGRAPHS


def test_ordinary_texts() -> None:
    assert parse_text("A note\n\nBuy milk.", "note.txt").title == "A note"
    wrapped = "This is a letter that begins without a title and goes on and\nis wrapped at sixty characters or so.\n\nYours"
    entry = parse_text(wrapped, "file:///home/ann/my%20letter_one.txt")
    assert entry.title == "my letter one"
    assert entry.document.text.startswith(
        "This is a letter that begins without a title and goes on and is wrapped"
    )
    assert parse_text("word " * 100, "/tmp/long.txt").title == "long"
    assert (
        parse_text("2020 was a year of change for the towns of the coast.\n\nMore.", "x.txt").published
        is None
    )
    only = parse_text("Only a title", "x.txt")
    assert (only.title, only.document.text) == ("Only a title", "")


def test_windows_line_ends_and_marks() -> None:
    entry = parse_text(
        "\ufeffTitle\r\n\r\nUpdated: 2024-05-03x.example\r\n\r\nText one.\r\n\r\nText two.", "a.txt"
    )
    assert (entry.title, entry.source, entry.document.text) == (
        "Title",
        "x.example",
        "Text one.\n\nText two.",
    )


@given(st.text(st.one_of(st.characters(), st.sampled_from("\n\r :0123456789-Updated©")), max_size=200))
def test_any_text_gives_an_entry(text: str) -> None:
    entry = parse_text(text, "/texts/any.txt")
    assert entry.title
    assert entry.entry_id == "/texts/any.txt"
    assert clean(entry.title) == entry.title
