"""A shelf in memory with generated articles: the double that the tests of the screen read from."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from threading import Lock

from reader.errors import LibraryError, NotStoredError
from reader.model import (
    Annotations,
    Article,
    ArticleRow,
    Block,
    BlockKind,
    Counts,
    Document,
    Link,
    Marking,
    Person,
    Place,
    Span,
    Title,
    View,
)

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
TITLES = (
    "Water ministers of three countries agree on shared figures for the river",
    "City council votes to keep the night trains running through the winter",
    "Audit office finds gaps in the register of public land",
    "水利部门公布第三季度流域监测结果",
    "Governor opens the rebuilt bridge two years after the flood",
    "Parliament asks for a second reading of the archives bill",
)
SOURCES = ("River Gazette", "The Council Post", "Public Record", "流域日报", "Bridge & Road", "Chamber Notes")
PARAGRAPHS = (
    "Ana Ruiz Calder, minister for water of Uruguay, said in Montevideo on Tuesday that the three governments "
    "would publish the readings of every gauge on the river once a day, beginning in January.",
    "Calder was joined by the governor of Entre Ríos, Tomás Iriarte, who called the agreement overdue. Farmers "
    "on both banks have asked for open figures since the drought of 2022.",
    "The text leaves open who pays for the new stations. Iriarte expects each side to pay for its own; "
    "Montevideo has offered to pay for two in Brazil as well.",
)


class MemoryShelf:
    """Articles held in memory. `broken` makes every mark fail with that reason."""

    def __init__(self, count: int = 40, *, annotated: bool = True) -> None:
        self.broken = ""
        self.changed = False
        self._lock = Lock()
        self._annotated = annotated
        self._rows: dict[int, ArticleRow] = {}
        self._rowids: dict[str, int] = {}
        self._documents: dict[str, Article] = {}
        for number in range(count):
            row = generated_row(number, count)
            self._rows[row.rowid] = row
            self._rowids[row.key] = row.rowid

    def put(self, article: Article) -> None:
        """Add an article, or put another in its place, as an import would."""
        with self._lock:
            self._rows[article.row.rowid] = article.row
            self._rowids[article.row.key] = article.row.rowid
            self._documents[article.row.key] = article
            self.changed = True

    def take_away(self, rowid: int) -> None:
        """Remove an article, as another program would."""
        with self._lock:
            del self._rows[rowid]
            self.changed = True

    def first_rows(self, view: View, limit: int) -> list[ArticleRow]:
        return self._of(view)[:limit]

    def rowids(self, view: View) -> array[int]:
        return array("q", (row.rowid for row in self._of(view)))

    def rows(self, rowids: Sequence[int]) -> list[ArticleRow]:
        return [self._rows[rowid] for rowid in rowids if rowid in self._rows]

    def keys(self, rowids: Sequence[int], *, stories: bool = False) -> list[str]:
        return [row.key for row in self.rows(rowids)]

    def story(self, key: str) -> list[ArticleRow]:
        return [self.article(key).row]

    def snippets(self, rowids: Sequence[int], query: str) -> list[tuple[str, tuple[Span, ...]]]:
        return [(PARAGRAPHS[0], ()) for _ in rowids]

    def article(self, key: str) -> Article:
        row = self._rows.get(self._rowids.get(key, -1))
        if row is None:
            raise NotStoredError(f"no article {key}")
        stored = self._documents.get(key)
        return replace(stored, row=row) if stored else generated_article(row, self._annotated)

    def counts(self) -> Counts:
        rows = list(self._rows.values())
        return Counts(len(rows), sum(not row.read for row in rows), sum(row.bookmarked for row in rows))

    def mark(self, keys: Sequence[str], marking: Marking) -> dict[str, Marking]:
        if self.broken:
            raise LibraryError(self.broken)
        undo: dict[str, Marking] = {}
        with self._lock:
            for key in keys:
                row = self._rows[self._rowids[key]]
                read = row.read if marking.read is None else marking.read
                bookmarked = row.bookmarked if marking.bookmarked is None else marking.bookmarked
                if (read, bookmarked) != (row.read, row.bookmarked):
                    undo[row.key] = Marking(
                        read=row.read if read != row.read else None,
                        bookmarked=row.bookmarked if bookmarked != row.bookmarked else None,
                    )
                    self._rows[row.rowid] = replace(row, read=read, bookmarked=bookmarked)
        return undo

    def poll(self) -> bool:
        changed, self.changed = self.changed, False
        return changed

    def _of(self, view: View) -> list[ArticleRow]:
        words = view.search.casefold().split()
        rows = [
            row
            for row in self._rows.values()
            if not (view.unread and row.read)
            and not (view.bookmarked and not row.bookmarked)
            and all(word in row.title.casefold() for word in words)
        ]
        return sorted(rows, key=lambda row: (row.published, row.rowid), reverse=True)


def generated_row(number: int, count: int) -> ArticleRow:
    """The `number`th newest of `count` rows."""
    return ArticleRow(
        rowid=count - number,
        key=blake2b(str(count - number).encode(), digest_size=8).hexdigest(),
        title=f"{TITLES[number % len(TITLES)]} ({number})" if number >= len(TITLES) else TITLES[number],
        url=f"https://news.example/articles/{number}",
        feed_id="feed",
        feed_url="https://news.example/feed",
        source=SOURCES[number % len(SOURCES)],
        published=NOW - timedelta(minutes=25) - timedelta(hours=7) * number,
        read=number % 5 == 3,
        bookmarked=number % 7 == 2,
    )


def generated_article(row: ArticleRow, annotated: bool = True) -> Article:
    """An article with every kind of block and with names to mark."""
    document = _document(row.rowid)
    return Article(
        row=row,
        entry_id=row.url,
        author="Ines Okoro",
        added=row.published,
        updated=None,
        document=document,
        annotations=annotations_for(document) if annotated else None,
    )


def _document(seed: int) -> Document:
    pieces: list[tuple[BlockKind, str, int, str]] = [
        (BlockKind.PARAGRAPH, PARAGRAPHS[0], 0, ""),
        (BlockKind.PARAGRAPH, PARAGRAPHS[1], 0, ""),
        (BlockKind.HEADING, "What the agreement says", 2, ""),
        (BlockKind.ITEM, "Readings of all gauges once a day, free of charge and in one format", 1, "•"),
        (BlockKind.ITEM, "A common list of stations", 1, "•"),
        (BlockKind.ITEM, "with the year in which each was last tested", 2, "–"),
        (BlockKind.ITEM, "Two meetings a year", 1, "•"),
        (
            BlockKind.QUOTE,
            "We have argued about numbers for forty years. From now on we argue about water.",
            1,
            "",
        ),
        (BlockKind.PARAGRAPH, PARAGRAPHS[2], 0, ""),
        (BlockKind.ROW, "Station     River     Metres", 0, ""),
        (BlockKind.ROW, "Salto       Uruguay     4.25", 0, ""),
        (BlockKind.ROW, "Colón       Uruguay     3.90", 0, ""),
        (BlockKind.CODE, 'GET /gauges/salto.json\n  {"level": 4.25}', 0, ""),
        (BlockKind.CAPTION, "The gauge at Salto, painted in the colours of three countries", 0, ""),
    ]
    pieces += [(BlockKind.PARAGRAPH, PARAGRAPHS[(seed + n) % 3], 0, "") for n in range(3)]
    text, blocks = "", []
    before: BlockKind | None = None
    for kind, words, level, marker in pieces:
        if text:
            text += "\n" if kind == before and kind in (BlockKind.ITEM, BlockKind.ROW) else "\n\n"
        blocks.append(Block(kind, len(text), len(text) + len(words), level, marker))
        text += words
        before = kind
    links = [
        Link(at, at + len(words), f"https://river.example/{slug}")
        for words, slug in (("publish the readings", "readings"), ("drought of 2022", "drought"))
        if (at := text.find(words)) >= 0
    ]
    return Document(text, tuple(blocks), tuple(links))


def annotations_for(document: Document) -> Annotations:
    """The names of the generated articles."""

    def mentions(*names: str) -> tuple[tuple[int, int], ...]:
        spans: list[tuple[int, int]] = []
        for name in names:
            at = document.text.find(name)
            while at >= 0:
                if not any(low <= at < high for low, high in spans):
                    spans.append((at, at + len(name)))
                at = document.text.find(name, at + 1)
        return tuple(sorted(spans))

    return Annotations(
        people=(
            Person(
                "Ana Ruiz Calder",
                mentions("Ana Ruiz Calder", "Calder"),
                True,
                (Title("minister for water", "Government of Uruguay"),),
            ),
            Person(
                "Tomás Iriarte",
                mentions("Tomás Iriarte", "Iriarte"),
                True,
                (Title("governor", "Entre Ríos"),),
            ),
        ),
        places=(
            Place("Uruguay", mentions("Uruguay"), "country", "UY"),
            Place("Montevideo", mentions("Montevideo"), "city", "UY", "Montevideo"),
            Place("Entre Ríos", mentions("Entre Ríos"), "admin1", "AR", "Entre Ríos"),
            Place("Brazil", mentions("Brazil"), "country", "BR"),
            Place("Salto", mentions("Salto"), "city", "UY", "Salto"),
        ),
        engine="test",
    )
