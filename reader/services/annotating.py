"""Annotating: marks for one text, for a stream of texts, for stored articles."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from reader.annotations_json import to_json
from reader.errors import ReaderError, SourceError
from reader.services.correcting import apply_corrections
from reader.services.homeland import home_country

if TYPE_CHECKING:
    from reader.annotations_json import Json
    from reader.library.library import Library
    from reader.model import Annotations, Article, Person, Place

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of input that holds no text to annotate; `number` counts from 1."""

    number: int
    reason: str


def annotate_text(text: str, country: str = "") -> Annotations:
    """The marks of one text, made here and now; `country` is where it comes from."""
    from reader.entities.annotate import Annotator

    return Annotator().annotate(text, country=country)


def annotated(library: Library, article: Article) -> Annotations:
    """The marks of a stored article: the stored ones when this engine made them, else new ones,
    which are stored."""
    from reader.entities.annotate import ENGINE_VERSION
    from reader.library.articles import text_hash

    stored = article.annotations
    if stored is not None and stored.engine == ENGINE_VERSION:
        return stored
    text = article.document.text
    annotations = annotate_text(text, home_country(article.row))
    return library.annotate(article.row.key, text_hash(text), annotations) or annotations


@dataclass(frozen=True, slots=True)
class AnnotatingProgress:
    """How far annotating the library has come; `error` is one line about an article that failed."""

    done: int
    error: str = ""


async def annotate_stored(library: Library, limit: int | None = None) -> AsyncIterator[AnnotatingProgress]:
    """Annotate the newest stored articles that lack this engine's marks, at most `limit` of them."""
    if limit == 0:
        return
    async with ArticleAnnotator(library) as annotator:
        async for progress in annotator.annotate_all():
            yield progress
            if progress.done == limit:
                return


def without_marks(library: Library) -> int:
    """How many stored articles lack this engine's marks."""
    from reader.entities.annotate import ENGINE_VERSION

    return library.count_unannotated(ENGINE_VERSION)


class ArticleAnnotator:
    """Marks for a screen, made in a child process and stored: the article that is being read first,
    the others in the background, newest first. An asynchronous context manager."""

    def __init__(self, library: Library) -> None:
        from reader.entities.worker import AnnotationWorker

        self._library = library
        self._worker = AnnotationWorker()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End the child process; what is unfinished is taken up again next time."""
        await self._worker.close()

    async def annotate_article(self, article: Article) -> Annotations:
        """The marks of an article on the screen, before all others. AnnotationError."""
        from reader.entities.annotate import ENGINE_VERSION

        stored = article.annotations
        if stored is not None and stored.engine == ENGINE_VERSION:
            return stored
        return await self._annotate(article, urgent=True)

    async def annotate_all(self) -> AsyncIterator[AnnotatingProgress]:
        """Annotate every stored article that lacks this engine's marks. Stopping loses nothing that
        is done, and marks of an older engine stay until the new ones are there. Corrections whose
        application was interrupted are applied first."""
        from reader.entities.annotate import ENGINE_VERSION

        if await asyncio.to_thread(lambda: self._library.awaits_corrections):
            async for _ in apply_corrections(self._library):
                pass

        done, failed = 0, set[str]()
        while keys := await self._unannotated(ENGINE_VERSION, failed):
            for key in keys:
                error = await self._annotate_key(key)
                if error:
                    failed.add(key)
                done += 1
                yield AnnotatingProgress(done, error)

    async def _unannotated(self, engine: str, failed: set[str]) -> list[str]:
        keys = await asyncio.to_thread(self._library.unannotated, engine, AT_ONCE + len(failed))
        return [key for key in keys if key not in failed]

    async def _annotate_key(self, key: str) -> str:
        """What went wrong in one line, "" when nothing did."""
        try:
            await self._annotate(await asyncio.to_thread(self._library.article, key), urgent=False)
        except ReaderError as error:
            return str(error)
        return ""

    async def _annotate(self, article: Article, *, urgent: bool) -> Annotations:
        from reader.library.articles import text_hash

        text = article.document.text
        made = await self._worker.annotate(
            article.row.key, text, country=home_country(article.row), urgent=urgent
        )
        kept = await asyncio.to_thread(self._library.annotate, article.row.key, text_hash(text), made)
        return kept or made


def decode(data: bytes, name: str) -> str:
    """UTF-8, nothing added or taken away. Raises SourceError."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(name, f"is not UTF-8 text (byte {error.start})") from None


def annotate_lines(lines: Iterable[bytes]) -> Iterator[Json | BadLine]:
    """For each JSON line {"id", "text"} a JSON object {"id", "officials", "people", "places"}, in
    order, read no further ahead than the tagger's batches need; for any other line a BadLine.
    Empty lines are passed over."""
    from reader.entities.annotate import Annotator

    waiting: deque[Any] = deque()

    def texts() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            request = _request(number, line)
            waiting.append(request)
            if not isinstance(request, BadLine):
                yield request["text"]

    def passed_over() -> Iterator[BadLine]:
        while waiting and isinstance(waiting[0], BadLine):
            yield waiting.popleft()

    for marks in Annotator().annotate_many(texts()):
        yield from passed_over()
        yield {"id": waiting.popleft()["id"]} | to_json(marks)
    yield from passed_over()


def _request(number: int, line: bytes) -> Json | BadLine:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        return BadLine(number, "not JSON")
    if not isinstance(request, dict) or not isinstance(request.get("text"), str) or "id" not in request:
        return BadLine(number, 'not an object with "id" and a string "text"')
    return request


def in_words(annotations: Annotations) -> str:
    """The marks as lines for a person to read."""
    sections = [
        ("Officials", [_person(person) for person in annotations.officials]),
        ("People", [_person(person) for person in annotations.people if not person.official]),
        ("Places", [_place(place) for place in annotations.places]),
    ]
    parts = [
        f"{heading}\n" + "".join(f"  {line}\n" for line in lines) for heading, lines in sections if lines
    ]
    return "\n".join(parts) or f"no officials, people or places: {annotations.note or 'none are named'}\n"


def _person(person: Person) -> str:
    offices = "; ".join(
        ", ".join(part for part in (title.title, title.body) if part) for title in person.titles
    )
    return f"{person.name} ×{len(person.mentions)}" + (f" — {offices}" if offices else "")


def _place(place: Place) -> str:
    chain = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return f"{place.name} ×{len(place.mentions)}" + (f" — {chain}" if chain else "")
