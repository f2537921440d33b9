"""Correcting names: applying what was said, the places to choose from, files that people share."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from reader.errors import LibraryError, ReaderError
from reader.model import Correction, Place

if TYPE_CHECKING:
    from reader.library.corrections import Applied
    from reader.library.library import Library

PATIENCE = 1.0  # seconds
LARGEST_FILE = 10 << 20  # bytes
MOST = 20_000  # corrections of one file
_FORMAT = "reader corrections"


def correct(library: Library, correction: Correction) -> Correction:
    """Say what is right, and let the articles be so; gives the correction with its id. What a name of
    many articles takes longer than `PATIENCE` for goes on behind one's back, the newest articles first."""
    said = library.corrections.add(correction)
    _begin(library)
    return said


def take_back(library: Library, ids: list[str]) -> list[Correction]:
    """Take corrections back and let the articles be as the engine has them, as `correct` does; gives
    those that were there."""
    gone = library.corrections.remove(ids)
    _begin(library)
    return gone


def _begin(library: Library) -> None:
    steps, until = library.corrections.apply(), monotonic() + PATIENCE
    for _ in steps:
        if monotonic() > until:
            Thread(target=_go_on, args=(steps,), name="corrections", daemon=True).start()
            return


def _go_on(steps: Iterator[Applied]) -> None:
    """An error, such as a library that has been closed meanwhile, leaves the rest to the next opening."""
    with suppress(ReaderError):
        for _ in steps:
            pass


def finish(library: Library) -> None:
    """Apply what is not applied everywhere yet; nothing to do costs next to nothing."""
    for _ in library.corrections.apply():
        pass


async def apply_corrections(library: Library, first: str = "") -> AsyncIterator[Applied]:
    """Apply what is not applied everywhere yet, the article with the key `first` before all others,
    without holding up anything else. Stopping loses nothing that is done."""
    steps = library.corrections.apply(first)
    while (step := await asyncio.to_thread(_next, steps)) is not None:
        yield step


def _next(steps: Iterator[Applied]) -> Applied | None:
    return next(steps, None)


def place_candidates(name: str) -> list[Place]:
    """The places that a name may mean, the largest first, for a correction to choose from."""
    from reader.entities.gazetteer import gazetteer

    found = sorted(gazetteer().lookup(name), key=lambda one: -one.population)
    places = [Place(one.name, (), one.kind, one.country, one.admin1, one.lat, one.lon) for one in found]
    return list(dict.fromkeys(places))


# --- files ------------------------------------------------------------------------------------


def exported(library: Library) -> str:
    """Every correction, the oldest first, as a file to pass on."""
    from reader.library.correction_documents import to_json

    said = [to_json(one) for one in reversed(library.corrections.all())]
    return json.dumps({"format": _FORMAT, "version": 1, "corrections": said}, indent=1) + "\n"


def import_corrections(library: Library, source: str) -> list[Correction]:
    """Take in a file of corrections, all or none, and apply them; gives those that were new.

    LibraryError says what is wrong with the file, and with which correction.
    """
    said = list(_corrections(source, _content(source)))
    new = library.corrections.take(said)
    finish(library)
    return new


def _content(source: str) -> Any:
    try:
        with Path(source).open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise LibraryError(f"{source} cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST_FILE:
        raise LibraryError(
            f"{source} is larger than {LARGEST_FILE >> 20} MiB; that is no file of corrections"
        )
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise LibraryError(f"{source} is no file of corrections: it is not JSON") from None


def _corrections(source: str, content: Any) -> Iterator[Correction]:
    from reader.library.correction_documents import from_json

    if not isinstance(content, dict) or content.get("format") != _FORMAT:
        raise LibraryError(f"{source} is no file of corrections, as `reader corrections export` writes it")
    if content.get("version") != 1 or not isinstance(content.get("corrections"), list):
        raise LibraryError(f"{source} was made by a newer Reader; update this one to import it")
    if len(content["corrections"]) > MOST:
        raise LibraryError(f"{source} holds more than {MOST} corrections")
    for number, document in enumerate(content["corrections"], start=1):
        try:
            yield from_json(document)
        except LibraryError as error:
            raise LibraryError(f"{source}: correction {number}: {error}; nothing was imported") from error
