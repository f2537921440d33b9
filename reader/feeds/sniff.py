"""What a document is, by its first characters: content types lie, and files have none."""

from __future__ import annotations

import re
from enum import StrEnum

_HEAD = 64 * 1024
_WINDOW = 1024

_FIRST_ROOT = re.compile(
    r"<(?:[\w.\-]{1,30}:)?(?:(?P<feed>rss|rdf|feed|channel|entry)|(?P<page>html|body|head)|(?P<opml>opml))"
    r"(?![\w.:\-])",
    re.IGNORECASE,
)
_HTML = re.compile(r"<!doctype\s+html", re.IGNORECASE)
_JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[\]{\"]|[\[{]\s*\Z")  # "[Update] The council ..." is a text
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ANY_TAG = re.compile(r"<(?:[a-zA-Z?]|!doctype|!--)", re.IGNORECASE)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound or picture file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_MANY_CONTROLS = 0.04
_FEED_BYTES = re.compile(rb"<(?:\?xml|rss|feed|rdf:RDF)[\s>]")
_CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27})


class Shape(StrEnum):
    """What a decoded document looks like."""

    XML_FEED = "feed"
    JSON = "json"
    OPML = "opml"
    PAGE = "page"
    MARKUP = "markup"
    TEXT = "text"


def binary_kind(body: bytes) -> str:
    """What kind of binary file this is, in words; "" when it may be text in some encoding."""
    for signature, kind in _SIGNATURES:
        if body.startswith(signature):
            return kind
    head = body[:_WINDOW]
    if head.startswith(_WIDE_MARKS) or _is_wide(head):
        return ""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls <= len(head) * _MANY_CONTROLS or _FEED_BYTES.search(head):
        return ""
    return "binary data"


def shape(text: str) -> Shape:
    """The shape of a decoded document that is not empty."""
    head = text.lstrip("\ufeff \t\r\n\x00")[:_HEAD]
    if _JSON.match(head):
        return Shape.JSON
    head = COMMENT.sub("", head)
    root = _FIRST_ROOT.search(head)
    if root is not None:
        return Shape.XML_FEED if root["feed"] else Shape.OPML if root["opml"] else Shape.PAGE
    if _HTML.search(head):
        return Shape.PAGE
    return Shape.MARKUP if _ANY_TAG.search(head) else Shape.TEXT


def _is_wide(head: bytes) -> bool:
    """UTF-16 or UTF-32 without a mark: every second byte, or three of four, are zero in Western text."""
    return any(head[i::2].count(0) > len(head) * 0.4 for i in (0, 1)) and head.count(0) < len(head) * 0.8
