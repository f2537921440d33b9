"""An article in a plain text file: its title, the line with date and source, and its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from reader.feeds.identity import entry_id, title_or_words
from reader.feeds.limits import MAX_FIELD, MAX_NAME, MAX_TITLE
from reader.model import Entry
from reader.text.clean import clean_line, tidy
from reader.text.dates import parse_date
from reader.text.links import web_url
from reader.text.plain import looks_wrapped, paragraphs, text_to_document

_LONGEST_TITLE = 200
_HEADER_LINES = 4
_LABEL = (
    r"(?:(?:last\s+)?(?:updated?|modified|published|posted|released|issued)(?:\s+(?:on|at))?|date|time|"
    r"更新时间|发布时间|时间|日期)"
)
_DATE = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|"
    r"(?:[a-z]{3,9},?\s+)?(?:[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}))"
    r"(?:,?\s*(?:T|at\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:Z|GMT|UTC|[+-]\d{2}:?\d{2}))?)?"
)
_DATE_LINE = re.compile(rf"(?:{_LABEL}\s*[:：]?\s*)?(?P<date>{_DATE})(?P<rest>.{{0,120}})", re.IGNORECASE)
_LABELLED = re.compile(rf"{_LABEL}\s*[:：]", re.IGNORECASE)
_SOURCE_LABEL = re.compile(r"(?:source|from|来源)\s*[:：]\s*", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|author\s*[:：]|作者\s*[:：])\s*(?P<name>\S.{1,80})", re.IGNORECASE)
_PARTING = " \t|,;:·•/\\–—-"
_NOTICE = re.compile(
    r"\s*(?:copyright\b|©|\(c\)\s|all rights reserved|presented by\b)|.{0,200}\ball rights reserved\b",
    re.IGNORECASE,
)
_LONGEST_NOTICE = 400


def parse_text(text: str, name: str) -> Entry:
    """The article in a text file; `name` is its address or path.

    The first line is the title where it stands apart, else the file's name is. A line with a date,
    and a source that may be run together with it ("Updated: 2020-09-12example.org"), is read and left
    out, so is a copyright notice at the end.
    """
    lines = [line.strip() for line in tidy(text[:MAX_FIELD]).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    title = _take_title(lines)
    header = _take_header(lines)
    body = _without_notice(list(paragraphs("\n".join(lines))))
    document = text_to_document("\n\n".join(body))
    stem = clean_line(unquote(PurePath(urlsplit(name).path).stem).replace("_", " "), MAX_TITLE)
    return Entry(
        entry_id=entry_id(name, "", title, document.text),
        title=clean_line(title, MAX_TITLE) or title_or_words(stem, document.text),
        url=web_url(name),
        author=clean_line(header.author, MAX_NAME),
        source=clean_line(header.source, MAX_NAME),
        published=header.published,
        document=document,
    )


@dataclass(frozen=True, slots=True)
class _Header:
    published: datetime | None = None
    source: str = ""
    author: str = ""


def _take_title(lines: list[str]) -> str:
    """Takes the title off the lines. A first line that only begins a wrapped paragraph is none."""
    first = lines[0] if lines else ""
    if not first or len(first) > _LONGEST_TITLE or is_date_line(first):
        return ""
    chunk = _chunk(lines)
    if len(chunk) > 1 and looks_wrapped(chunk) and not is_date_line(chunk[1]):
        return ""
    lines.pop(0)
    return first


def _chunk(lines: list[str]) -> list[str]:
    """The lines up to the first empty one."""
    return lines[: lines.index("")] if "" in lines else lines


def _take_header(lines: list[str]) -> _Header:
    """Takes what stands between title and text off the lines: date, source, author."""
    header = _Header()
    for _ in range(_HEADER_LINES):
        while lines and not lines[0]:
            lines.pop(0)
        read = _read_header_line(lines[0], header) if lines else None
        if read is None:
            break
        header = read
        lines.pop(0)
    return header


def _read_header_line(line: str, known: _Header) -> _Header | None:
    if known.published is None and is_date_line(line):
        found = _DATE_LINE.match(line)
        assert found is not None
        source = _SOURCE_LABEL.sub("", found["rest"].strip(_PARTING)).strip(_PARTING)
        return _Header(parse_date(found["date"]), source or known.source, known.author)
    label = _SOURCE_LABEL.match(line)
    if label is not None and not known.source and len(line) <= 120:
        return _Header(known.published, line[label.end() :].strip(_PARTING), known.author)
    author = _BYLINE.fullmatch(line)
    if author is not None and not known.author and not line.endswith((".", "!", "?")):
        return _Header(known.published, known.source, author["name"].strip(_PARTING))
    return None


def is_date_line(line: str) -> bool:
    """A date with its label, or alone, or with no more than a source behind it."""
    found = _DATE_LINE.match(line)
    if found is None or parse_date(found["date"]) is None or found.end() < len(line):
        return False
    rest = found["rest"].strip(_PARTING)
    return _LABELLED.match(line) is not None or (len(rest) <= 60 and not rest.endswith("."))


def _without_notice(body: list[str]) -> list[str]:
    while len(body) > 1 and is_notice(body[-1]):
        body.pop()
    return body


def is_notice(paragraph: str) -> bool:
    """Whether a paragraph says whose the text is, and nothing of the text."""
    return len(paragraph) <= _LONGEST_NOTICE and _NOTICE.match(paragraph) is not None
