"""Adding the articles of another library to one that is in use."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from reader.library import storing
from reader.library.articles import text_hash
from reader.library.removing import batches
from reader.model import Article, Entry, View

if TYPE_CHECKING:
    from reader.library.database import Database
    from reader.library.library import Library


def add_articles(library: Library, database: Database, other: Library) -> int:
    """Store the articles that only the other library has, with their annotations and both texts; gives
    how many. What was deleted here and is there comes back: the person asks for it. The other library
    is a copy that nobody uses."""
    known = {row.key for row in library.rows(library.rowids(View()))}
    missing = [row.key for row in other.rows(other.rowids(View())) if row.key not in known]
    for keys in batches(missing):
        found = [other.article(key) for key in keys]
        _store(database, other, [other.versions.of_feed(article) for article in found])
        for article in found:
            if article.other_text is not None:
                _give_page(library, other, article)
            if article.annotations is not None:
                text = text_hash(article.document.text)
                library.annotate(article.row.key, text, article.annotations)
    return len(missing)


def _store(database: Database, other: Library, found: list[Article]) -> None:
    feeds = {feed.id: feed for feed in other.feeds()}
    with database.writing() as connection:
        for feed, group in groupby(found, key=lambda article: article.row.feed_id):
            number = storing.feed_number(connection, feeds[feed])
            for article in group:
                item = storing.packed(article.row.key, _entry(article))
                storing.store_one(connection, number, item, article.added)


def _give_page(library: Library, other: Library, article: Article) -> None:
    """Let an article have the text of its page too, and show the one that was shown."""
    key = article.row.key
    if article.other_text == "feed":
        library.versions.use_page(key, article.document)
        return
    other.versions.turn(key)
    library.versions.use_page(key, other.article(key).document)
    library.versions.turn(key)


def _entry(article: Article) -> Entry:
    row = article.row
    return Entry(
        entry_id=article.entry_id,
        title=row.title,
        url=row.url,
        author=article.author,
        source=row.source,
        published=None if row.published == article.added else row.published,  # the source gave none
        updated=article.updated,
        document=article.document,
        summary_only=article.summary_only,
        enclosures=article.enclosures,
    )
