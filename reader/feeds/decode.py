"""Bytes of unknown origin to text: byte order mark, XML declaration, HTTP header, then leniently."""

from __future__ import annotations

import codecs
import re
import string
from collections.abc import Iterator
from email.message import Message

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# How "<?xm" and "<" with a letter look without a mark (XML 1.0, appendix F).
_SHAPES = (
    (re.compile(rb"\x00\x00\x00<"), "utf-32-be"),
    (re.compile(rb"<\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00<\x00[?!a-zA-Z]"), "utf-16-be"),
    (re.compile(rb"<\x00[?!a-zA-Z]\x00"), "utf-16-le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:\-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:\-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_GUESSED_FROM = 64 * 1024
_ASCII_LETTERS = tuple(string.ascii_letters.encode()[i : i + 1] for i in range(52))
_BEYOND_ASCII = bytes(set(range(128, 256)) - set("€…‘’“”•–—\xa0«»".encode("cp1252")))
_MOST_BEYOND = 0.12
"""Share of the letters, markup included: less in French, Swedish or Polish, more than half in Russian."""

# Those who say the first mean the second, which holds more (WHATWG Encoding Standard). ISO 8859-1 is
# left as it is: feedparser undoes UTF-8 that was taken for it.
_MEANT = {
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
    "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
}  # fmt: skip
_ALIASES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "iso-8859-8-i": "iso8859-8",
    "x-user-defined": "cp1252", "x-mac-roman": "mac_roman", "x-euc-jp": "euc_jp", "x-big5": "big5hkscs",
}  # fmt: skip
_WIDE = {
    "utf-16",
    "utf16",
    "utf-32",
    "utf32",
    "ucs-2",
    "ucs-4",
    "unicode",
    "iso-10646-ucs-2",
    "iso-10646-ucs-4",
}
# Codecs of Python that are no character encodings of documents.
_NOT_OF_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def decode(body: bytes, content_type: str = "", *, page: bool = False) -> str:
    """The text of a document, whatever it takes; damaged bytes become U+FFFD.

    `content_type` is the HTTP header; `page` looks for HTML's meta element where XML has its
    declaration.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _wide(body[len(mark) :], encoding)
    for encoding in _candidates(body, content_type, page):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _leniently(body)


def _wide(body: bytes, encoding: str) -> str:
    """One byte lost or added puts all that follows out of step: Western text, and markup above all,
    then shows through without its zeros."""
    text = body.decode(encoding, "replace")
    if len(body) % 2 == 0 and "\ufffd" not in text:
        return text
    without_zeros = _leniently(body.replace(b"\x00", b""))
    return text if text.count("<") >= without_zeros.count("<") else without_zeros


def header_charset(content_type: str) -> str:
    """The charset that a Content-Type header names, "" for none."""
    message = Message()
    message["Content-Type"] = "".join(char for char in content_type if char.isprintable())
    charset = message.get_param("charset", "")
    return charset if isinstance(charset, str) else charset[2]


def _candidates(body: bytes, content_type: str, page: bool) -> Iterator[str]:
    for shape, encoding in _SHAPES:
        if shape.match(body):
            yield from _declared_in(encoding, body)
            yield encoding
    declared = (_META if page else _DECLARED).search(body[:_HEAD])
    names = [declared[1].decode("ascii", "replace")] if declared else []
    header = [header_charset(content_type)] if "charset" in content_type.lower() else []
    # A page's header is set by its author as often as its meta element, and is read first by browsers.
    for name in header + names if page else names + header:
        encoding = _codec(name)
        if encoding:
            yield encoding
    yield "utf-8"


def _declared_in(encoding: str, body: bytes) -> Iterator[str]:
    """EBCDIC has many code pages, alike enough for the declaration to be read in any of them."""
    if encoding == "cp037":
        found = _DECLARED.match(body[:_HEAD].decode(encoding).encode("ascii", "replace"))
        codec = _codec(found[1].decode("ascii")) if found else ""
        if codec and b"<?xml".decode("ascii").encode(codec, "replace") == body[:5]:
            yield codec


def _codec(name: str) -> str:
    """The codec that a declared name means, "" when Python has none that makes text of bytes."""
    name = name.lower().replace("_", "-")
    if name in _WIDE:
        return "utf-8"  # a declaration that could be read byte by byte is in none of these
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return ""
    if found.name in _NOT_OF_TEXT or not getattr(found, "_is_text_encoding", True):
        return ""
    return _MEANT.get(found.name, found.name)


def _leniently(body: bytes) -> str:
    """UTF-8 with some bytes broken, else windows-1252, in which nearly every byte means something, but
    of which hardly any two are UTF-8 by chance."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - damaged
    if sound > damaged:
        return text
    return body.decode(_guessed(body) or "cp1252", "replace")


def _guessed(body: bytes) -> str:
    """The encoding of a script of its own, by its statistics; "" for text that may be Western, of whose
    letters few are beyond ASCII and about which guesses are worse."""
    letters = sum(map(body.count, _ASCII_LETTERS))
    beyond = len(body) - len(body.translate(None, _BEYOND_ASCII))
    if beyond < (letters + beyond) * _MOST_BEYOND:
        return ""
    from charset_normalizer import from_bytes

    guess = from_bytes(body[:_GUESSED_FROM]).best()
    return guess.encoding if guess else ""
