"""What pages of people and places cost: `python -m tests.bench.names FOLDER`, over a folder that corpus.py built.

Beside each figure stands a raw one of the same run: the bare query for the numbers of all articles
that name the person or place. Times in milliseconds, medians where not said otherwise.
"""

from __future__ import annotations

import sqlite3
import sys
from functools import partial
from pathlib import Path

from reader.library.articles import text_hash
from reader.library.indexes import Order, Wanted
from reader.library.library import Library
from reader.library.timeline import Period
from reader.model import View
from tests.bench.library import timed
from tests.bench.report import figures, start

ARTICLES = 20
_BY_COUNT = (
    "SELECT e.id, e.shown, count(*) AS articles FROM mentions m JOIN entities e ON e.id = m.entity"
    " WHERE e.kind = ? GROUP BY e.id ORDER BY articles DESC"
)
_BARE = "SELECT article FROM mentions WHERE entity = ? ORDER BY published DESC"


def main(folder: Path) -> None:
    raw = sqlite3.connect(folder / "articles.sqlite3")
    library = Library.open(folder)
    for kind, pages in (("person", library.pages.people), ("place", library.pages.places)):
        named = raw.execute(_BY_COUNT, (kind,)).fetchall()
        for which, (number, name, count) in (("most", named[0]), ("middling", named[len(named) // 2])):
            bare = timed(partial(_ids, raw, number))
            page = timed(partial(pages, name, ARTICLES))
            figures(f"{which} named {kind}, {count} articles", page, bare, "ids of those articles")
    indexes(library, raw)
    timelines(library, raw)
    annotating(library, raw)
    library.close()


def indexes(library: Library, raw: sqlite3.Connection) -> None:
    """A page of each index, against counting all mentions when it is opened."""
    counts = "SELECT entity, count(*) FROM mentions GROUP BY entity ORDER BY 2 DESC LIMIT 100"
    bare = timed(lambda: raw.execute(counts).fetchall(), 5)
    for order in Order:
        people = partial(library.indexes.people, order, limit=100)
        figures(f"index of people by {order}", timed(people), bare, "counting the mentions")
    typed = partial(library.indexes.people, wanted=Wanted("chi ve"), limit=100)
    figures("index of people, filtered", timed(typed), bare, "same")
    figures("index of places by count", timed(partial(library.indexes.places, limit=100)), bare, "same")


def timelines(library: Library, raw: sqlite3.Connection) -> None:
    dates = "SELECT id, published FROM articles ORDER BY published DESC"
    bare = timed(lambda: raw.execute(dates).fetchall())
    most = library.indexes.people(limit=1)[0].listed
    library.rowids(View())
    for by in Period:
        of_all = partial(library.timelines.of_view, View(), by)
        figures(f"timeline of all articles by {by}", timed(of_all), bare, "the date of each")
        of_one = partial(library.timelines.of_entity, most.number, by)
        figures(f"timeline of the most named person by {by}", timed(of_one), bare, "same")


def _ids(raw: sqlite3.Connection, entity: int) -> list[tuple[int]]:
    return raw.execute(_BARE, (entity,)).fetchall()


def annotating(library: Library, raw: sqlite3.Connection) -> None:
    """Storing the marks of the newest articles again, one transaction each."""
    stored = [library.article(row.key) for row in library.first_rows(View(), 200)]
    again = iter(stored)

    def annotate() -> None:
        article = next(again)
        assert article.annotations is not None
        library.annotate(article.row.key, text_hash(article.document.text), article.annotations)

    measured = timed(annotate, len(stored))
    text = "SELECT text FROM texts WHERE id = ?"
    rowid = stored[0].row.rowid
    bare = timed(lambda: raw.execute(text, (rowid,)).fetchall(), len(stored))
    figures("store the marks of an article", measured, bare, "reading its text")


if __name__ == "__main__":
    start()
    main(Path(sys.argv[1]))
