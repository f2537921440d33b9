"""A real library with articles to be read: links, names, several screens of text, a table, an image."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Entry, View
from reader.tui.services import Services, services_for
from tests.tui.shelf import NOW, annotations_for, generated_article, generated_row

COUNT = 6


@contextmanager
def library_to_read(folder: Path) -> Iterator[Library]:
    """Articles as `generated_article` makes them, with their names marked."""
    library = Library.open(folder)
    try:
        feed = library.follow(library.feed_for("https://news.example/feed", "River Gazette").id)
        entries = [_entry(number) for number in range(COUNT)]
        library.store(feed, entries, NOW - timedelta(minutes=5))
        for row in library.first_rows(View(), COUNT):
            text = library.article(row.key).document
            library.annotate(row.key, text_hash(text.text), annotations_for(text))
        yield library
    finally:
        library.close()


def services_over(library: Library) -> Services:
    """Without what would look for names in the background."""
    return services_for(library)._replace(annotator=None)


def _entry(number: int) -> Entry:
    row = generated_row(number, COUNT)
    article = generated_article(row)
    return Entry(
        entry_id=row.url,
        title=row.title,
        url=row.url,
        author=article.author,
        published=row.published,
        document=article.document,
    )
