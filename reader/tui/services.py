"""What the screen works with: the library and the services, each imported when it is needed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from reader.settings import DEFAULTS

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.library.noting import Notes
    from reader.library.pages import PersonPage, PlacePage
    from reader.library.positions import Positions
    from reader.library.searches import Searches
    from reader.library.tagging import Tags
    from reader.library.watching import Watching
    from reader.model import Annotations, Article, Correction, Feed, Origin, Place
    from reader.services.annotating import AnnotatingProgress
    from reader.services.importing import Event
    from reader.services.reading import Shelf
    from reader.services.subscribing import Subscribing
    from reader.services.viewing import NamedView
    from reader.settings import Settings
    from reader.tui.pages import IndexSource, PageSource, TimelineSource

Importer = Callable[[Sequence[str]], "AsyncGenerator[Event, None]"]


class Annotator(Protocol):
    """Finds names, the article on the screen first (reader.services.annotating)."""

    async def annotate_article(self, article: Article) -> Annotations:
        """The names of one article, before all others."""
        ...

    def annotate_all(self) -> AsyncIterator[AnnotatingProgress]:
        """The names of every stored article that has none yet."""
        ...

    async def close(self) -> None:
        """End what it runs."""
        ...


class Services(NamedTuple):
    """What the screen works with. `edition` is shown in place of an empty library."""

    library: Shelf
    edition: Shelf | None = None
    import_sources: Importer | None = None
    refresh: Importer | None = None
    refresh_due: Callable[[], AsyncGenerator[Event, None]] | None = None
    add_feeds: Callable[[Sequence[str], str], AsyncGenerator[Event, None]] | None = None
    subscriptions: Callable[[], Subscribing] | None = None
    annotator: Callable[[], Annotator] | None = None
    feeds: Callable[[], Sequence[Feed]] | None = None
    views: Callable[[], Sequence[NamedView]] | None = None
    searches: Callable[[], Searches] | None = None
    open_url: Callable[[str], bool] | None = None
    pages: Callable[[], PageSource] | None = None
    indexes: Callable[[], IndexSource] | None = None
    timelines: Callable[[], TimelineSource] | None = None
    watching: Callable[[], Watching] | None = None
    correct: Callable[[Correction], Correction] | None = None
    take_back: Callable[[list[str]], object] | None = None
    place_candidates: Callable[[str], list[Place]] | None = None
    export_page: Callable[[PersonPage | PlacePage], Path] | None = None
    settings: Settings = DEFAULTS
    positions: Callable[[], Positions] | None = None
    notes: Callable[[], Notes] | None = None
    tags: Callable[[], Tags] | None = None
    full_text: Callable[[str], Awaitable[Origin]] | None = None
    troubles: Callable[[], Sequence[str]] | None = None


def services_for(library: Library) -> Services:
    """What the screen needs of the services, for this library; each is imported when it is needed."""
    return Services(
        library=library,
        edition=_edition() if library.is_empty else None,
        import_sources=partial(_import_sources, library),
        refresh=partial(_refresh, library),
        refresh_due=partial(_refresh_due, library),
        add_feeds=partial(_add_feeds, library),
        subscriptions=partial(_subscriptions, library),
        annotator=partial(_annotator, library),
        feeds=library.feeds,
        views=partial(_views, library),
        searches=lambda: library.searches,
        pages=lambda: library.pages,
        indexes=lambda: library.indexes,
        timelines=lambda: library.timelines,
        watching=lambda: library.watching,
        correct=partial(_correct, library),
        take_back=partial(_take_back, library),
        place_candidates=_place_candidates,
        export_page=_export_page,
        positions=lambda: library.positions,
        notes=lambda: library.notes,
        tags=lambda: library.tags,
        full_text=partial(_full_text, library),
        troubles=lambda: library.troubles,
    )


def _edition() -> Shelf:
    from reader.services.starter import StarterEdition

    return StarterEdition()


def _views(library: Library) -> Sequence[NamedView]:
    from reader.services.viewing import named_views

    return named_views(library)


def _import_sources(library: Library, sources: Sequence[str]) -> AsyncGenerator[Event, None]:
    from reader.services.importing import import_sources

    return import_sources(library, sources)


def _refresh(library: Library, feeds: Sequence[str]) -> AsyncGenerator[Event, None]:
    from reader.services.refreshing import refresh

    return refresh(library, feeds)


def _refresh_due(library: Library) -> AsyncGenerator[Event, None]:
    from reader.services.refreshing import refresh

    return refresh(library, only_due=True)


def _add_feeds(library: Library, addresses: Sequence[str], folder: str) -> AsyncGenerator[Event, None]:
    from reader.services.adding import add_feeds

    return add_feeds(library, addresses, folder=folder or None)


def _subscriptions(library: Library) -> Subscribing:
    from reader.services.subscribing import Subscribing

    return Subscribing(library)


def _correct(library: Library, correction: Correction) -> Correction:
    from reader.services.correcting import correct

    return correct(library, correction)


def _take_back(library: Library, ids: list[str]) -> object:
    from reader.services.correcting import take_back

    return take_back(library, ids)


def _place_candidates(name: str) -> list[Place]:
    from reader.services.correcting import place_candidates

    return place_candidates(name)


def _export_page(page: PersonPage | PlacePage) -> Path:
    from reader.services.dossier_file import write_dossier

    return write_dossier(page, Path())


async def _full_text(library: Library, key: str) -> Origin:
    from reader.services.fulltext import full_text

    return await full_text(library, key)


def _annotator(library: Library) -> Annotator:
    from reader.services.annotating import ArticleAnnotator

    return ArticleAnnotator(library)
