"""The starter edition: articles that ship with the program, shown until something is imported.

Nothing of it ever enters the library; its read marks and bookmarks last while the screen is open.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from reader.config import data_path
from reader.errors import NotStoredError
from reader.model import Article, ArticleRow, Counts, Entry, Marking, Sort, Span, View

FEED_ID = "starter"


class StarterEdition:
    """A Shelf over the text files of a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or data_path("articles")

    def first_rows(self, view: View, limit: int) -> list[ArticleRow]:
        return self._matching(view)[:limit]

    def rowids(self, view: View) -> array[int]:
        return array("q", (row.rowid for row in self._matching(view)))

    def rows(self, rowids: Sequence[int]) -> list[ArticleRow]:
        by_rowid = {article.row.rowid: article.row for article in self._articles.values()}
        return [by_rowid[rowid] for rowid in rowids if rowid in by_rowid]

    def keys(self, rowids: Sequence[int], *, stories: bool = False) -> list[str]:
        return [row.key for row in self.rows(rowids)]

    def story(self, key: str) -> list[ArticleRow]:
        return [self.article(key).row]

    def article(self, key: str) -> Article:
        try:
            return self._articles[key]
        except KeyError:
            raise NotStoredError(f"no article {key} in the starter edition") from None

    def counts(self) -> Counts:
        rows = [article.row for article in self._articles.values()]
        unread = sum(not row.read for row in rows)
        return Counts(len(rows), unread, sum(row.bookmarked for row in rows))

    def mark(self, keys: Sequence[str], marking: Marking) -> dict[str, Marking]:
        undo = {}
        for key in keys:
            article = self.article(key)
            row = article.row
            changed = replace(
                row,
                read=row.read if marking.read is None else marking.read,
                bookmarked=row.bookmarked if marking.bookmarked is None else marking.bookmarked,
            )
            if changed != row:
                undo[key] = Marking(
                    read=row.read if changed.read != row.read else None,
                    bookmarked=row.bookmarked if changed.bookmarked != row.bookmarked else None,
                )
                self._articles[key] = replace(article, row=changed)
        return undo

    def poll(self) -> bool:
        return False

    def snippets(self, rowids: Sequence[int], query: str) -> list[tuple[str, tuple[Span, ...]]]:
        """As `Library.snippets`."""
        from reader.library.snippets import excerpts

        texts = {article.row.rowid: article.document.text for article in self._articles.values()}
        return excerpts(texts, rowids, query)

    def _matching(self, view: View) -> list[ArticleRow]:
        """The rows of a view in its order; QueryError."""
        rows = [article.row for article in self._articles.values()]
        found = {row.rowid for row in rows}
        if view.search:
            from reader.services.sifting import sifted

            found = sifted(list(self._articles.values()), view.search)
        shown = [
            row
            for row in rows
            if row.rowid in found
            and not (view.unread and row.read)
            and not (view.bookmarked and not row.bookmarked)
            and view.feed_id in ("", row.feed_id)
        ]
        return _in_order(shown, view.sort)

    @cached_property
    def _articles(self) -> dict[str, Article]:
        from reader.feeds.plaintext import parse_text

        entries = [
            (path.stem, parse_text(path.read_text(encoding="utf-8"), path.name))
            for path in sorted(self._folder.glob("*.txt"))
        ]
        articles = [_article(rowid, name, entry) for rowid, (name, entry) in enumerate(entries, start=1)]
        articles.sort(key=lambda article: article.row.published, reverse=True)
        return {article.row.key: article for article in articles}


def _in_order(rows: list[ArticleRow], sort: Sort) -> list[ArticleRow]:
    """Rows that come newest first in another order. Of so few none is better than another."""
    match sort:
        case Sort.OLDEST:
            return rows[::-1]
        case Sort.TITLE:
            return sorted(rows, key=lambda row: row.title.casefold())
        case Sort.SOURCE:
            return sorted(rows, key=lambda row: row.source.casefold())
    return rows


def _article(rowid: int, name: str, entry: Entry) -> Article:
    assert entry.published is not None, f"{name} has no date"
    row = ArticleRow(
        rowid=rowid,
        key=blake2b(name.encode(), digest_size=8).hexdigest(),
        title=entry.title,
        url=entry.url,
        feed_id=FEED_ID,
        feed_url="",
        source=entry.source,
        published=entry.published,
    )
    return Article(
        row=row,
        entry_id=name,
        author=entry.author,
        added=entry.published,
        updated=None,
        document=entry.document,
    )
