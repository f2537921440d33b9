"""Copies of bookmarked articles, which outlive the archive.

    state/texts/KEY.json    table "articles", one document: the entry as the source gave it, and its feed

Each is a small TinyDB file, so that a bookmark costs the same however many there are.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import DamagedError
from reader.library.articles import KEY_LENGTH
from reader.library.contents import packed_layout, unpacked_layout
from reader.library.faults import told
from reader.library.files import FolderLock, private_folder, remove, replace
from reader.library.statefile import Json, StateFile, encoded_file
from reader.model import Article, Document, Enclosure, Entry, Feed

_TABLE = "articles"


class Texts:
    """The folder of the copies; written under the state's lock."""

    def __init__(self, folder: Path, lock: FolderLock) -> None:
        self._folder = folder
        self._lock = lock

    def keep(self, article: Article) -> None:
        """Write a copy, durably on return."""
        private_folder(self._folder)
        path = self._path(article.row.key)
        with self._lock(), told("save", path):
            replace(path, encoded_copy(article))

    def drop(self, key: str) -> None:
        """Remove a copy; one that is not there is fine."""
        path = self._path(key)
        if is_key(key) and path.exists():
            with self._lock(), told("remove", path):
                remove(path)

    def entry(self, key: str) -> tuple[Feed, Entry, datetime] | None:
        """What was kept of an article and when it arrived; None when there is no copy. DamagedError."""
        if not is_key(key):
            return None
        file = StateFile(self._path(key), self._lock)
        try:
            file.refresh()
        finally:
            file.close()
        if file.damage is not None:
            raise file.damage
        if not file.tables:
            return None
        try:
            return _from_json(file.tables[_TABLE]["1"])
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedError(f"{file.path} is damaged: {error!r} is missing or wrong") from error

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def is_key(name: str) -> bool:
    """Whether this is the key of an article: the state may come from elsewhere, and its names are no
    paths."""
    return len(name) == KEY_LENGTH and all(character in "0123456789abcdef" for character in name)


def encoded_copy(article: Article) -> bytes:
    """The content of an article's file."""
    return encoded_file({_TABLE: {"1": _to_json(article)}})


def _to_json(article: Article) -> Json:
    row = article.row
    return {
        "key": row.key,
        "entry_id": article.entry_id,
        "feed": {"id": row.feed_id, "url": row.feed_url, "title": row.source},
        "title": row.title,
        "url": row.url,
        "author": article.author,
        "source": row.source,
        "published": row.published.isoformat(),
        "added": article.added.isoformat(),
        "updated": article.updated.isoformat() if article.updated else None,
        "summary_only": article.summary_only,
        "enclosures": [[e.url, e.type, e.length] for e in article.enclosures],
        "text": article.document.text,
        "layout": json.loads(packed_layout(article.document)),
    }


def _from_json(data: Json) -> tuple[Feed, Entry, datetime]:
    """The inverse of `_to_json`. KeyError, TypeError or ValueError for what somebody else has changed."""
    added, published = _moment(data["added"]), _moment(data["published"])
    about = data["feed"]
    feed = Feed(_text(about, "id"), _text(about, "url"), _text(about, "title"))
    entry = Entry(
        entry_id=_text(data, "entry_id"),
        title=_text(data, "title"),
        url=_text(data, "url"),
        author=_text(data, "author"),
        source=_text(data, "source"),
        published=None if published == added else published,  # the source gave none
        updated=_moment(data["updated"]) if data["updated"] else None,
        document=Document(_text(data, "text"), *unpacked_layout(data["layout"])),
        summary_only=data["summary_only"] is True,
        enclosures=tuple(Enclosure(*item) for item in data["enclosures"]),
    )
    return feed, entry, added


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(data: Json, name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value
