"""Corrections as JSON: in state/corrections.json, in the archive, and in the files that people share.

    {"id", "what", "name", "articles": [keys], "at"} and, for what wants it,
    "title", "body", "status" | "other" | "shift" | "place": {"name", "kind", "country", ...}

The id is a hash of what a correction says, so that whoever says the same says it once.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from reader.errors import LibraryError
from reader.library.moments import moment_of, written
from reader.library.names import folded
from reader.model import Correction, Place, Status, Title, Wrong
from reader.text.clean import clean_line

if TYPE_CHECKING:
    from reader.library.statefile import Json

LONGEST = 300  # code points of a name
MOST_ARTICLES = 1000  # of one correction
KINDS = ("", "country", "region", "admin1", "admin2", "city", "natural", "other")
_KEY = re.compile(r"[0-9a-f]{16}")
_COUNTRY = re.compile(r"([A-Z]{2})?")


def sealed(correction: Correction) -> Correction:
    """The correction with its lines cleaned and its id. LibraryError says what it lacks."""
    title, place = correction.title, correction.place
    cleaned = Correction(
        what=correction.what,
        name=_line(correction.name),
        articles=tuple(sorted(set(correction.articles))),
        title=Title(_line(title.title), _line(title.body), title.status) if title else None,
        other=_line(correction.other),
        place=replace(place, name=_line(place.name), mentions=()) if place else None,
        shift=correction.shift,
        at=correction.at,
    )
    _check(cleaned)
    said = {key: value for key, value in to_json(cleaned).items() if key not in ("id", "at")}
    digest = blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()
    return replace(cleaned, id=digest)


def to_json(correction: Correction) -> Json:
    answer: Json = {
        "id": correction.id,
        "what": correction.what.value,
        "name": correction.name,
        "articles": list(correction.articles),
    }
    if correction.title:
        title = correction.title
        answer |= {"title": title.title, "body": title.body, "status": title.status.value}
    if correction.other:
        answer["other"] = correction.other
    if correction.what is Wrong.SPAN:
        answer["shift"] = correction.shift
    if correction.place:
        place = correction.place
        answer["place"] = {
            name: getattr(place, name) for name in ("name", "kind", "country", "admin1", "lat", "lon")
        }
    return answer | {"at": written(correction.at) if correction.at else ""}


def from_json(document: Any) -> Correction:
    """The correction of a document, whoever wrote it. LibraryError says what is wrong with it."""
    if not isinstance(document, dict):
        raise LibraryError("a correction is an object")
    try:
        what = Wrong(_text(document, "what"))
    except ValueError:
        raise LibraryError(f"no kind of correction is called {document.get('what')!r:.60}") from None
    articles = document.get("articles", [])
    if not isinstance(articles, list) or not all(isinstance(key, str) for key in articles):
        raise LibraryError("the articles of a correction are a list of ids")
    shift = document.get("shift", 0)
    if not isinstance(shift, int) or isinstance(shift, bool):
        raise LibraryError("the shift of a correction is a number")
    at = _text(document, "at")
    return sealed(
        Correction(
            what=what,
            name=_text(document, "name"),
            articles=tuple(articles),
            title=_title(document) if what is Wrong.OFFICE else None,
            other=_text(document, "other"),
            place=_place(document["place"]) if document.get("place") is not None else None,
            shift=shift if what is Wrong.SPAN else 0,
            at=moment_of(at) if at else None,
        )
    )


@lru_cache(maxsize=50_000)
def from_line(line: str) -> Correction | None:
    """The correction of a document as the archive keeps it; None for what is none."""
    try:
        return from_json(json.loads(line))
    except (LibraryError, ValueError):
        return None


def _check(correction: Correction) -> None:
    what, name, other = correction.what, correction.name, correction.other
    if not name or len(name) > LONGEST or len(other) > LONGEST:
        raise LibraryError(f"a correction needs a name of at most {LONGEST} characters")
    if len(correction.articles) > MOST_ARTICLES:
        raise LibraryError(f"a correction is for at most {MOST_ARTICLES} articles, or for all")
    if not all(_KEY.fullmatch(key) for key in correction.articles):
        raise LibraryError("the articles of a correction are named by their 16 digits")
    if what is Wrong.OFFICE and not (correction.title and correction.title.title):
        raise LibraryError("say which office: a title such as minister")
    if what is Wrong.SAME and not other:
        raise LibraryError("say who else it is")
    if what is Wrong.SAME and folded(name) == folded(other) and correction.articles:
        raise LibraryError("one name is made one person in all articles, or in none")
    if what is Wrong.TWO and not correction.articles:
        raise LibraryError("say in which articles it is somebody else")
    if what is Wrong.PLACE and correction.place is None:
        raise LibraryError("say which place it is")
    if what is Wrong.SPAN and (not other or (other, correction.shift) == (name, 0)):
        raise LibraryError("say which words should have been marked")
    if what is Wrong.SPAN and not -len(other) < correction.shift < len(name):
        raise LibraryError("the words that should have been marked do not touch those that were")


def _title(document: Json) -> Title:
    try:
        status = Status(_text(document, "status") or Status.CURRENT)
    except ValueError:
        raise LibraryError("the status of an office is current, former or elect") from None
    return Title(_text(document, "title"), _text(document, "body"), status)


def _place(data: Any) -> Place:
    if not isinstance(data, dict):
        raise LibraryError("the place of a correction is an object")
    kind, country = _text(data, "kind"), _text(data, "country")
    if kind not in KINDS or not _COUNTRY.fullmatch(country):
        raise LibraryError("a place has one of the known kinds and a country of two letters")
    lat, lon = (_degrees(data.get(name), most) for name, most in (("lat", 90), ("lon", 180)))
    if (lat is None) != (lon is None):
        raise LibraryError("a place has both a latitude and a longitude, or neither")
    return Place(_text(data, "name"), (), kind, country, _line(_text(data, "admin1")), lat, lon)


def _degrees(value: Any, most: int) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most:
        return float(value)
    raise LibraryError("the position of a place is given in degrees")


def _text(document: Json, name: str) -> str:
    value = document.get(name, "")
    if not isinstance(value, str):
        raise LibraryError(f"the {name} of a correction is a text")
    return value


def _line(text: str) -> str:
    return clean_line(text, LONGEST + 1)
