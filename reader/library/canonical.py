"""What makes two links one, and two headlines."""

from __future__ import annotations

import re
from hashlib import blake2b

from reader.library.names import folded

LEAST_WORDS = 4
"""A headline of fewer words, such as "Weather forecast", is many stories' headline."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_URL = re.compile(r"\s*https?://([^/?#\s]*)([^?#\s]*)(?:\?([^#\s]*))?", re.IGNORECASE)
_HOST = re.compile(r"^(?:(?:www\d?|m|mobile|amp)\.)+(?=[^.]+\.)")
_AMP_PATH = re.compile(r"^/amp(?=/.)|(?:/amp|\.amp)(?=(?:\.html?)?$)")
_DEFAULT_PORT = re.compile(r"(?<=.):(?:80|443)$")
# Parameters that say where a reader came from: Google, Meta, Microsoft, Yandex, Mailchimp, HubSpot,
# AT Internet, Adobe, Webtrends, and what public broadcasters and newspapers add to the links of feeds.
_TRACKING = re.compile(
    r"utm_.*|at_.*|ns_.*|pk_.*|mtm_.*|hsa_.*|_hs.*|mc_[ce]id|[a-z]{0,3}clid|msclkid|igshid|_ga|_gl"
    r"|s_?cid|ncid|ocid|icid|cmp(?:id)?|ito|xtor|spm|smid|smtyp|wt[._].*|ref(?:_src|_url|errer)?|rss|partner"
    r"|guccounter|guce_.*|outputtype|amp",
    re.IGNORECASE,
)


def words(text: str) -> list[str]:
    """The words of a text, folded; of Chinese and Japanese every character is one."""
    return _WORD.findall(text.lower() if text.isascii() else folded(text))


def canonical_link(url: str) -> str:
    """An address without what does not say which page it is: scheme, "www.", fragment, tracking
    parameters, the order of the others, a slash at the end, AMP. "" for what names no page of its own."""
    found = _URL.match(url)
    if found is None:
        return ""
    host, path, query = found.groups(default="")
    host = _HOST.sub("", _DEFAULT_PORT.sub("", host.rpartition("@")[2].lower().rstrip(".")))
    path = _AMP_PATH.sub("", path.rstrip("/"))
    told = [part for part in re.split("[&;]", query) if part and not _is_tracking(part)] if query else []
    if not host or not (path or told):
        return ""
    return f"{host}{path}" + (f"?{'&'.join(sorted(told))}" if told else "")


def link_number(url: str) -> int | None:
    """A number for a link that names a page, the same for all that name the same page."""
    link = canonical_link(url)
    return _number(link) if link else None


def headline_number(title: str) -> int | None:
    """A number for a title, the same for all that differ in case, accents and signs only; None for
    one that is too short to tell stories apart."""
    found = words(title)
    return _number(" ".join(found)) if len(found) >= LEAST_WORDS else None


def _is_tracking(parameter: str) -> bool:
    return _TRACKING.fullmatch(parameter.partition("=")[0]) is not None


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
