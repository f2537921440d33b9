"""What stands around the text of an article: title, source, author, date; its links at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reader.model import Article
from reader.text.clean import clean_line
from reader.tui.ages import date_in_words
from reader.tui.widgets.article_lines import cut, wrap_plain

WORDS_PER_MINUTE = 230
"""Silent reading of English prose: 238 words a minute (Brysbaert 2019, 190 studies), rounded down."""
SIGNS_PER_MINUTE = 260
"""Chinese and Japanese, by characters (Trauzettel-Klosinski and Dietz 2012)."""

NO_BREAK = "\xa0"


@dataclass(frozen=True, slots=True)
class Plain:
    """A line that is not of the text; `style` is the name of a style of the pane."""

    text: str
    style: str
    url: str = ""


def head_of(article: Article, width: int, now: datetime) -> list[Plain]:
    """Title, then source, author, date and reading time."""
    row = article.row
    facts = [
        clean_line(row.source),
        clean_line(article.author),
        date_in_words(row.published, now).replace(" ", NO_BREAK),
        f"{minutes_to_read(article.document.text)}{NO_BREAK}min",
    ]
    about = " · ".join(fact for fact in facts if fact)
    lines = [Plain("", "about")]
    lines += [Plain(line, "title") for line in wrap_plain(clean_line(row.title), width) or ["Untitled"]]
    lines += [Plain(line, "about") for line in wrap_plain(about, width)]
    if article.summary_only:
        lines.append(Plain(cut("Only a summary; o opens the whole article", width), "about"))
    lines.append(Plain("", "about"))
    return lines


def foot_of(article: Article, width: int) -> list[Plain]:
    """The addresses of the numbered links, shown as they are."""
    lines = [Plain("", "about")]
    links = article.document.links
    if links:
        lines.append(Plain("Links", "heading"))
    digits = len(str(len(links)))
    for number, link in enumerate(links, start=1):
        label = f"{number:>{digits}}  "
        lines.append(Plain(cut(label + clean_line(link.url), width), "link", link.url))
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
