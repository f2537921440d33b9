"""Addresses from outside: which ones may be kept, and in what form."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit

MAX_URL = 4096
# What nearly all addresses look like; nothing is to be done about them.
_SIMPLE = re.compile(r"https?://[a-z0-9.\-]+(?::\d{1,5})?(?:/[!#-;=?-\[\]_a-z~]*)?")
_ORIGIN = re.compile(r"https?://[a-z0-9.\-]+(?::\d{1,5})?(?=[/?#]|$)")
_BLANKS_INSIDE = re.compile(r"[\t\r\n]+")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_SAFE = re.compile(r"[!#-;=?-\[\]_a-z~]+")
_KEEP = "!#$%&'()*+,-./:;=?@[]_~"


def safe_url(address: str, base: str = "") -> str:
    """The absolute http, https or mailto address that `address` means beside `base`, "" when it means none.

    Only printable ASCII is left (the rest percent-encoded as UTF-8), so that it can be shown, stored
    and handed to a browser as it is. Blanks around and line breaks inside go, as browsers do it.
    """
    if address[:1] == "/" and address[1:2] not in ("", "/") and "/." not in address:
        address = _origin(base) + address
    if len(address) <= MAX_URL and _SIMPLE.fullmatch(address):
        return address
    address = _BLANKS_INSIDE.sub("", address.strip(" \t\r\n\f\x00\xa0\u3000\ufeff"))
    if not address or len(address) > MAX_URL:
        return ""
    scheme = _SCHEME.match(address)
    if scheme is None:
        address = _joined(base, address)
        scheme = _SCHEME.match(address)
    if scheme is None or scheme[1].lower() not in ("http", "https", "mailto"):
        return ""
    if scheme[1].lower() != "mailto" and not _has_host(address):
        return ""
    if not _SAFE.fullmatch(address):
        address = _encoded(address)
    return address if len(address) <= MAX_URL else ""


def web_url(address: str, base: str = "") -> str:
    """As `safe_url`, but http and https only."""
    url = safe_url(address, base)
    return "" if url[:7].lower() == "mailto:" else url


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    """Scheme and host of an address in its simplest form, "" for any other."""
    found = _ORIGIN.match(base)
    return found[0] if found else ""


def _joined(base: str, address: str) -> str:
    if not base:
        return f"http:{address}" if address.startswith("//") else ""
    try:
        return urljoin(base, address)
    except ValueError:  # a broken IPv6 host
        return ""


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _encoded(address: str) -> str:
    return quote(address.encode("utf-8", "replace"), safe=_KEEP)
