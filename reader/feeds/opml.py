"""Lists of feeds in OPML 1.0 and 2.0 (opml.org/spec2.opml), read leniently and written strictly.

A feed is an outline with an xmlUrl, a folder one without. By the specification `title` is what the
feed calls itself and `text` what is shown for it: where they differ, `text` is the person's own name.
Only http and https feeds are taken over; some programs also keep commands and files in such lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reader.errors import ParseError
from reader.feeds.address import without_credentials
from reader.feeds.decode import decode
from reader.feeds.folders import folder_names, folder_path
from reader.feeds.limits import MAX_TITLE
from reader.model import Subscription
from reader.text.clean import REPLACEMENT, clean_line
from reader.text.links import web_url

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_BYTES = 4 * 1024 * 1024
MAX_FEEDS = 10_000
MAX_SHOWN = 200
"""Characters of a refused address."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST_ELEMENT = re.compile(r"<(?:[\w.\-]{1,60}:)?([a-zA-Z_][\w.\-]{0,60})")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BARE = re.compile(r"&(?!#[xX][0-9a-fA-F]{1,8};|#[0-9]{1,10};|[a-zA-Z][a-zA-Z0-9]{1,40};)")
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,10})|([a-zA-Z][a-zA-Z0-9]{1,40}));")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}
_READ = ("text", "title", "type", "url", "xmlurl", "htmlurl")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*(?=:)", re.IGNORECASE)
_WHAT_IT_IS = {
    "exec": "runs a command",
    "filter": "runs a command",
    "query": "is a search in another program",
    "file": "names a file of a computer",
    "javascript": "is a script",
    "vbscript": "is a script",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """An outline that is not taken over. `address` is fit to be shown; `reason` is in words and goes
    on from it."""

    address: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class FeedList:
    """What an OPML file holds, in its order; of feeds named twice the first counts. `problem` says
    what was wrong with a file of which something could still be read, "" when nothing was."""

    feeds: tuple[Subscription, ...] = ()
    refused: tuple[Refused, ...] = ()
    problem: str = ""


def read_opml(body: bytes, source: str) -> FeedList:
    """The feeds of an OPML file; `source` is its name for the ParseError that says that it is none."""
    if len(body) > MAX_BYTES:
        raise ParseError(
            source, f"is larger than {MAX_BYTES // 1024 // 1024} MB, too large for a list of feeds"
        )
    xml = _readable(decode(body))
    root, problem = _parsed(xml) if xml else (None, "")
    if root is None:
        raise ParseError(source, "is not a list of feeds (OPML)")
    feeds: dict[str, Subscription] = {}
    refused: dict[str, Refused] = {}
    for found in _found(root):
        if isinstance(found, Refused):
            refused.setdefault(found.address, found)
        elif len(feeds) < MAX_FEEDS:
            feeds.setdefault(found.url, found)
        else:
            problem = f"it is very long; only its first {MAX_FEEDS} feeds were read"
            break
    return FeedList(tuple(feeds.values()), tuple(refused.values()), problem)


def write_opml(subscriptions: Iterable[Subscription]) -> bytes:
    """An OPML 2.0 file in UTF-8. Feeds keep their order within a folder, folders that of their first feed."""
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds"
    folders: dict[tuple[str, ...], _Element] = {(): etree.SubElement(root, "body")}
    for subscription in subscriptions:
        parent = _folder(folders, folder_names(subscription.folder))
        etree.SubElement(parent, "outline", _attributes(subscription))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


# --- reading ----------------------------------------------------------------------------------


def _readable(text: str) -> str:
    """The document from its first element on, so that no DTD is left that could declare an entity, with
    what XML forbids mended and every line in its place; "" when that element is not of OPML."""
    text = _COMMENT.sub(_only_lines, text)
    first = _FIRST_ELEMENT.search(text)
    if first is None or first[1].lower() != "opml":
        return ""
    xml = "\n" * text.count("\n", 0, first.start()) + text[first.start() :]
    return _REFERENCE.sub(_mended, _BARE.sub("&amp;", _ILLEGAL.sub(REPLACEMENT, xml)))


def _only_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _mended(found: re.Match[str]) -> str:
    """A reference that XML knows without a DTD; programs use HTML's names as well."""
    hexadecimal, decimal, name = found.groups()
    if name:
        signs = html5.get(name + ";", "")
        known = "".join(f"&#{ord(sign)};" for sign in signs)
        return found[0] if name in _OF_XML else known or f"&amp;{name};"
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return found[0] if 0 < code < 0x110000 and not _ILLEGAL.match(chr(code)) else REPLACEMENT


def _parsed(xml: str) -> tuple[_Element | None, str]:
    """The root of what is whole in a document, None when nothing is, and what was wrong with it."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml.encode(), parser)
    except etree.XMLSyntaxError:  # not even a beginning
        return None, ""
    broken = next((error.line for error in parser.error_log if error.level == etree.ErrorLevels.FATAL), 0)
    return root, f"it is damaged in line {broken}; only what is whole was read" if broken else ""


def _found(root: _Element) -> Iterator[Subscription | Refused]:
    """The feeds of a document in its order, without recursion: files may be nested deeply."""
    waiting: list[tuple[Iterator[_Element], tuple[str, ...]]] = [(iter([root]), ())]
    while waiting:
        siblings, folders = waiting[-1]
        element = next(siblings, None)
        if element is None:
            waiting.pop()
            continue
        if _local(element.tag) == "outline":
            given = _attributes_read(element)
            address = _address(given)
            if address:
                yield _subscription(address, given, folders)
            else:
                folders = (*folders, given.get("text", "").strip() or given.get("title", ""))
        waiting.append((iter(element), folders))


def _local(name: Any) -> str:
    """A name of an element or an attribute without its namespace, in lower case."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def _attributes_read(element: _Element) -> dict[str, str]:
    """Those attributes that mean something here. lxml's `items` takes quadratic time."""
    names = {_local(name): name for name in element.attrib.keys()}  # noqa: SIM118 - iterating takes it too
    return {name: str(element.get(names[name], "")) for name in _READ if name in names}


def _address(given: dict[str, str]) -> str:
    """What an outline points to, "" for a folder. OPML 1.0 files may say `url` for `xmlUrl`."""
    if given.get("xmlurl", "").strip():
        return given["xmlurl"]
    return given.get("url", "") if given.get("type", "").strip().lower() in ("rss", "atom", "include") else ""


def _subscription(address: str, given: dict[str, str], folders: tuple[str, ...]) -> Subscription | Refused:
    text, title = (clean_line(given.get(name, ""), MAX_TITLE) for name in ("text", "title"))
    reason = _why_not(address, given)
    if reason:
        return Refused(clean_line(without_credentials(address), MAX_SHOWN), text or title, reason)
    url = web_url(address)
    return Subscription(
        url=url,
        title=title,
        name="" if text in (title, url) else text,
        home=web_url(given.get("htmlurl", "")),
        folder=folder_path(folders),
    )


def _why_not(address: str, given: dict[str, str]) -> str:
    """Why an address is not taken over, "" for one that is."""
    if given.get("type", "").strip().lower() == "include":
        return "is another list of feeds; import it by itself"
    url = web_url(address)
    if url:
        return "holds a password, which would be stored" if "@" in urlsplit(url).netloc else ""
    scheme = _SCHEME.match(address.strip())
    if scheme is None or scheme[0].lower() in ("http", "https"):
        return "is not a complete web address"
    return _WHAT_IT_IS.get(scheme[0].lower(), "is not a web address (http or https)")


# --- writing ----------------------------------------------------------------------------------


def _folder(folders: dict[tuple[str, ...], _Element], names: tuple[str, ...]) -> _Element:
    """The outline of a folder, made with those around it when it is not there yet."""
    from lxml import etree

    for depth in range(1, len(names) + 1):
        if names[:depth] not in folders:
            around = folders[names[: depth - 1]]
            folders[names[:depth]] = etree.SubElement(around, "outline", text=names[depth - 1])
    return folders[names]


def _attributes(subscription: Subscription) -> dict[str, str]:
    title, name = (clean_line(text, MAX_TITLE) for text in (subscription.title, subscription.name))
    given = {
        "type": "rss",
        "text": name or title or subscription.url,
        "title": title,
        "xmlUrl": subscription.url,
        "htmlUrl": subscription.home,
    }
    return {key: value for key, value in given.items() if value}
