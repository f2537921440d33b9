"""Articles as text, Markdown and HTML: structure kept, nothing of theirs becomes markup."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from reader.model import Article, ArticleRow, Document
from reader.services.exporting import article_html, article_markdown, article_text, iso_utc
from reader.text.html import html_to_document

DAY = datetime(2023, 4, 5, 6, 7, 8, tzinfo=UTC)


def article(document: Document, title: str = "Ferry talks", url: str = "https://example.org/a") -> Article:
    row = ArticleRow(1, "0" * 16, title, url, "feed", "https://example.org/feed", "Daily", DAY)
    return Article(row, "1", "Ada Byron", DAY, None, document)


STRUCTURED = html_to_document(
    "<h2>What was said</h2><p>The <a href='/plan'>plan</a> is *new*.</p><ul><li>boats<ul><li>small</li></ul></li>"
    "<li>piers</li></ul><blockquote><p>We agreed.</p></blockquote><pre>a  b\nc</pre>",
    "https://example.org/",
)


def test_text_keeps_lists_and_quotations_apart() -> None:
    lines = article_text(article(STRUCTURED)).splitlines()
    assert lines[:2] == ["Ferry talks", "Daily · Ada Byron · 2023-04-05 · https://example.org/a"]
    assert "• boats" in lines
    assert "  • small" in [line.replace("◦", "•") for line in lines]
    assert "> We agreed." in lines


def test_markdown_has_headings_lists_links_and_no_markup_of_the_article() -> None:
    text = article_markdown(article(STRUCTURED, title="*Ferry* [talks]"))
    assert "[\\*Ferry\\* \\[talks\\]](https://example.org/a)" in text
    assert "### What was said" in text
    assert "[plan](https://example.org/plan) is \\*new\\*" in text
    assert "- boats" in text
    assert "> We agreed" in text
    assert "    a  b\n    c" in text


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_has_the_structure() -> None:
    tags = Tags()
    tags.feed(article_html(article(STRUCTURED)))
    assert {"h1", "h3", "a", "blockquote", "pre"} <= set(tags.seen)


@given(st.text(alphabet=st.sampled_from("<>&\"'/ab[]()*_`#!\n -"), max_size=60))
def test_nothing_in_a_text_becomes_a_tag(text: str) -> None:
    tags = Tags()
    tags.feed(article_html(article(html_to_document(text.replace("<", "&lt;"), ""), title=text or "x")))
    assert set(tags.seen) <= {"html", "meta", "title", "h1", "p", "a"}


def test_moments_are_iso_8601_in_utc() -> None:
    assert iso_utc(DAY) == "2023-04-05T06:07:08Z"
