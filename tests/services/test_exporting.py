"""Articles as text, Markdown and HTML: structure kept, nothing of theirs becomes markup."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.model import Article, ArticleRow, Document, Note
from reader.services.exporting import Kept, article_html, article_text, iso_utc
from reader.services.markdown import article_markdown, escaped
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


PLAIN = [
    "Prices rose 3.5 % (from 1.20) - a lot!", "The 5-year plan + budget | vote", "snake_case_name and A&B", "#1 in town",
    "He said: {so}. It is ~5 km.", "1984 was a year.", "Q&A; R&D;",
]  # fmt: skip


@pytest.mark.parametrize("line", PLAIN)
def test_plain_words_stay_as_they_are(line: str) -> None:
    assert escaped(line).replace("\\&", "&") == line


SIGNS = st.text(alphabet=st.sampled_from("ab1 .#*_`~[]()<>&;!|+-=\\\n\té#x"), min_size=1, max_size=40)


@given(SIGNS)
def test_an_escaped_text_reads_as_it_was(text: str) -> None:
    shown = MarkdownIt().enable(["strikethrough", "table"]).render("before\n\n" + escaped(text))
    tags = Tags()
    tags.feed(shown)
    assert set(tags.seen) <= {"p"}
    assert tags.text.split() == ["before", *text.split()]


@given(SIGNS, SIGNS)
def test_a_title_and_a_paragraph_make_no_markup(title: str, text: str) -> None:
    line = " ".join(title.split()) or "x"
    document = html_to_document(f"<p>{html.escape(text)}</p>", "")
    shown = MarkdownIt().render(article_markdown(article(document, title=line, url="")))
    tags = Tags()
    tags.feed(shown)
    assert tags.seen[0] == "h1"
    assert set(tags.seen[1:]) <= {"p"}
    assert tags.text.split() == [
        *line.split(),
        "Daily",
        "·",
        "Ada",
        "Byron",
        "·",
        "2023-04-05",
        *document.text.split(),
    ]


def test_the_address_in_the_byline_is_a_link() -> None:
    assert "2023-04-05 · [https://example.org/a](https://example.org/a)" in article_markdown(
        article(STRUCTURED)
    )
    assert '2023-04-05 · <a href="https://example.org/a">' in article_html(article(STRUCTURED))
    assert '<a href="javascript' not in article_html(article(STRUCTURED, url="javascript:alert(1)"))


def test_tags_and_notes_are_exported_as_text() -> None:
    kept = Kept(("budget", "<b>"), (Note("1" * 8, "0" * 16, "Ask *her*", DAY, (0, 4), "What"),))
    markdown = article_markdown(article(STRUCTURED), kept)
    assert "Tags: budget, \\<b>" in markdown
    assert "## Notes\n\n> What\n\nAsk \\*her\\* (2023-04-05)" in markdown
    page = article_html(article(STRUCTURED), kept)
    assert "Tags: budget, &lt;b&gt;" in page
    assert "<blockquote>What</blockquote>\n<p>Ask *her* (2023-04-05)</p>" in page
    assert "> What\nNote of 2023-04-05: Ask *her*\n" in article_text(article(STRUCTURED), kept)


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
