"""What stands around the text of an article: title, source, date, tags; notes and links at the end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from reader.text.clean import clean_line
from reader.tui.ages import date_in_words
from reader.tui.keys import with_keys
from reader.tui.widgets.article_notes import note_lines
from reader.tui.widgets.wrapping import cut, wrap_plain

if TYPE_CHECKING:
    from reader.model import Article, Note

WORDS_PER_MINUTE = 238
"""Silent reading of English prose (Brysbaert 2019, the mean of 190 studies)."""
SIGNS_PER_MINUTE = 260
"""Chinese and Japanese, by characters (Trauzettel-Klosinski and Dietz 2012)."""

SUMMARY = ("Only a summary", "{full-text} fetches the full text", "{open-original} opens the page")
NO_BREAK = "\xa0"


class Plain(NamedTuple):
    """A line that is not of the text; `style` is the name of a style of the pane, `meta` what the mouse
    finds there."""

    text: str
    style: str
    meta: tuple[str, object] | None = None


def head_of(article: Article, width: int, now: datetime, app: object) -> list[Plain]:
    """Title, then source, author, date, reading time and tags; `app` knows the keys."""
    row = article.row
    facts = [
        clean_line(row.source),
        clean_line(article.author),
        date_in_words(row.published, now),
        f"{minutes_to_read(article.document.text)} min",
    ]
    lines = [Plain("", "about")]
    lines += [Plain(line, "title") for line in wrap_plain(clean_line(row.title), width) or ["Untitled"]]
    lines += [Plain(line, "about") for line in _side_by_side(facts, width)]
    if row.tags:
        tags = "  ".join(f"#{clean_line(tag)}".replace(" ", NO_BREAK) for tag in row.tags)
        lines += [Plain(line, "tag") for line in wrap_plain(tags, width)]
    if article.summary_only:
        facts = [with_keys(words, app) for words in SUMMARY]
        lines += [Plain(line, "about") for line in _side_by_side(facts, width)]
    lines.append(Plain("", "about"))
    return lines


def _side_by_side(facts: Sequence[str], width: int) -> list[str]:
    """The facts with dots between them, each whole on its line where it fits."""
    lines: list[str] = []
    for fact in filter(None, facts):
        if lines and cell_len(lines[-1]) + cell_len(fact) + 3 <= width:
            lines[-1] += f" · {fact}"
        else:
            lines += wrap_plain(fact, width)
    return lines


def foot_of(article: Article, notes: Sequence[Note], width: int) -> list[Plain]:
    """The notes, then the addresses of the numbered links, shown as they are."""
    lines = [Plain("", "about")]
    if notes:
        lines.append(Plain("Notes", "heading"))
        lines += [Plain(line, "note", ("note", number)) for line, number in note_lines(notes, width)]
        lines.append(Plain("", "about"))
    links = article.document.links
    if links:
        lines.append(Plain("Links", "heading"))
    digits = len(str(len(links)))
    for number, link in enumerate(links, start=1):
        label = f"{number:>{digits}}  "
        lines.append(Plain(cut(label + clean_line(link.url), width), "link", ("url", link.url)))
    if links:
        lines.append(Plain("", "about"))
    return lines


def minutes_to_read(text: str) -> int:
    """Estimated minutes, 1 at least."""
    signs = (
        sum("\u3040" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3" for sign in text)
        if not text.isascii()
        else 0
    )
    return max(round(len(text.split()) / WORDS_PER_MINUTE + signs / SIGNS_PER_MINUTE), 1)
