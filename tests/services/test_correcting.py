"""Corrections through the services: what is interrupted is finished, places are offered, files are shared."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic, sleep

import pytest

from reader.errors import LibraryError
from reader.library.library import Library
from reader.model import Correction, Title, Wrong
from reader.services import correcting
from reader.services.annotating import annotate_stored
from reader.services.correcting import (
    apply_corrections,
    correct,
    exported,
    import_corrections,
    place_candidates,
    take_back,
)
from tests.library.shelf_of_names import Named, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    from reader.entities.annotate import ENGINE_VERSION

    shelf = Shelf(Library.open(tmp_path / "library"), ENGINE_VERSION)
    for _ in range(50):
        shelf.put("Tove Lind spoke.", [Named("Tove Lind", (Title("Mayor", "Lund"),))])
    return shelf


def officials(shelf: Shelf) -> list[str]:
    return [key for key in shelf.said if shelf.marks(key).officials]


async def test_the_article_on_the_screen_is_corrected_first(shelf: Shelf) -> None:
    last = next(iter(shelf.said))
    shelf.library.corrections.add(Correction(Wrong.OFFICIAL, "Tove Lind"))
    steps = []
    async for step in apply_corrections(shelf.library, first=last):
        steps.append((step.done, step.of))
        if step.done:
            assert not shelf.marks(last).officials
    assert steps == [(0, 50), (20, 50), (40, 50), (50, 50)]
    assert officials(shelf) == []


async def test_the_background_finishes_what_was_interrupted(shelf: Shelf) -> None:
    shelf.library.corrections.add(Correction(Wrong.OFFICIAL, "Tove Lind"))
    assert len(officials(shelf)) == 50
    assert [progress async for progress in annotate_stored(shelf.library)] == []
    assert officials(shelf) == []


def test_a_correction_of_many_articles_holds_nobody_up(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correcting, "PATIENCE", -1.0)
    said = correct(shelf.library, Correction(Wrong.OFFICIAL, "Tove Lind"))
    deadline = monotonic() + 20
    while shelf.library.corrections.unfinished():
        assert monotonic() < deadline
        sleep(0.01)
    assert officials(shelf) == []
    take_back(shelf.library, [said.id])
    shelf.library.close()  # while the rest goes on


def test_a_file_of_corrections_says_the_same_elsewhere(shelf: Shelf, tmp_path: Path) -> None:
    said = correct(shelf.library, Correction(Wrong.OFFICIAL, "Tove Lind"))
    path = tmp_path / "shared.json"
    path.write_text(exported(shelf.library))
    assert take_back(shelf.library, [said.id]) == [said]
    assert len(officials(shelf)) == 50
    assert [one.id for one in import_corrections(shelf.library, str(path))] == [said.id]
    assert import_corrections(shelf.library, str(path)) == []
    assert officials(shelf) == []


def test_a_huge_or_absent_file_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    huge.write_text(json.dumps({"format": "reader corrections", "version": 1, "corrections": [0] * 20_001}))
    for path, says in (
        (huge, "more than 20000"),
        (tmp_path / "none", "cannot be read"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(LibraryError, match=says):
            import_corrections(shelf.library, str(path))
    assert shelf.library.corrections.all() == []


def test_the_places_of_a_name_are_offered_the_largest_first() -> None:
    found = place_candidates("Hobart")
    assert (found[0].country, found[0].admin1, found[0].kind) == ("AU", "Tasmania", "city")
    assert len(set(found)) == len(found)
    assert place_candidates("Nowhere at all") == []
