"""`reader correct` and `reader corrections` as processes, and what every other command makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.library.library import Library
from reader.model import Place, Title
from tests.library.shelf_of_names import Named, Shelf

LUND = Place("Lund", (), "city", "SE", "Skåne", 55.7, 13.19)


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    from reader.entities.annotate import ENGINE_VERSION

    library = Library.open(tmp_path / "library")
    shelf = Shelf(library, ENGINE_VERSION)
    mayor = Named("Tove Lind", (Title("Mayor", "Lund"),))
    made = [
        shelf.put(
            "Mayor Tove Lind spoke in Lund. Weather Report too.", [mayor, Named("Weather Report")], [LUND]
        ),
        shelf.put("Tove Lind of Lund met T. A. Lind.", [mayor, Named("T. A. Lind")], [LUND]),
    ]
    library.close()
    return made


def lines(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_correction_counts_everywhere_at_once_and_is_taken_back(reader: Any, keys: list[str]) -> None:
    def told() -> list[str]:
        return [
            *(reader("show", key, "--json").stdout for key in keys),
            *(reader("who", name, "--json").stdout for name in ("Tove Lind", "T. A. Lind")),
            reader("where", "Lund", "--json").stdout,
            reader("list", "--search", 'who:"Tove Lind"', "--json").stdout,
        ]

    before = told()
    for arguments in (
        ("not-name", "Weather Report"),
        ("not-official", "Tove Lind", "--in", keys[0][:6]),
        ("official", "Tove Lind", "judge", "--body", "Supreme Court", "--status", "former", "--in", keys[1]),
        ("same", "T. A. Lind", "Tove Lind"),
        ("place", "Lund", "--pick", "0", "--in", keys[1]),
    ):
        done = reader("correct", *arguments)
        assert (done.returncode, done.stderr) == (0, ""), arguments
    first, second = (json.loads(reader("show", key, "--json").stdout) for key in keys)
    assert [person["name"] for person in first["people"]] == ["Tove Lind"]
    [judge] = second["officials"]
    assert judge["titles"] == [{"title": "judge", "body": "Supreme Court", "status": "former"}]
    assert [second["text"][start:end] for start, end in judge["mentions"]] == ["Tove Lind", "T. A. Lind"]
    assert [first["places"][0]["country"], second["places"][0]["country"]] == ["SE", ""]
    [page] = lines(reader("who", "T. A. Lind", "--json").stdout)
    assert (page["name"], page["article_count"], page["mention_count"]) == ("Tove Lind", 2, 3)
    assert len(lines(reader("list", "--search", 'who:"T. A. Lind"', "--json").stdout)) == 2
    assert reader("list", "--search", 'who:"Weather Report"', "--json").stdout == ""

    said = lines(reader("corrections", "--json").stdout)
    assert len(said) == 5
    assert len(reader("corrections").stdout.splitlines()) == 5
    assert reader("corrections", "remove", *(one["id"] for one in said)).returncode == 0
    for now, then in zip(told(), before, strict=True):
        assert now == then


def test_corrections_are_passed_on_as_a_file(reader: Any, keys: list[str], tmp_path: Path) -> None:
    shared = tmp_path / "shared.json"
    reader("correct", "not-name", "Weather Report")
    reader("correct", "place", "Lund", "--of", "Lund", "--pick", "1", "--in", keys[0])
    assert reader("corrections", "export", str(shared)).returncode == 0
    assert "exists" in reader("corrections", "export", str(shared)).stderr
    assert reader("corrections", "export", "-").stdout == shared.read_text()
    said = lines(reader("corrections", "--json").stdout)
    reader("corrections", "remove", *(one["id"] for one in said))
    assert reader("corrections", "import", str(shared)).stdout == "2 new\n"
    assert reader("corrections", "import", str(shared)).stdout == "0 new\n"
    assert lines(reader("corrections", "--json").stdout) == said
    assert (
        "Weather Report"
        not in reader("show", keys[0], "--json").stdout.split('"text"')[1].split('"officials"')[1]
    )


def test_a_wrong_file_is_refused_with_a_line_and_nothing_is_imported(
    reader: Any, keys: list[str], tmp_path: Path
) -> None:
    good = {"what": "not a name", "name": "Weather Report"}
    wrong = [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b"{}",
        json.dumps({"format": "reader corrections", "version": 2, "corrections": []}).encode(),
        json.dumps(
            {"format": "reader corrections", "version": 1, "corrections": [good, {"what": "x"}]}
        ).encode(),
        json.dumps(
            {
                "format": "reader corrections",
                "version": 1,
                "corrections": [good, good | {"name": "\x1b" * 900}],
            }
        ).encode(),
    ]
    for content in wrong:
        (tmp_path / "wrong").write_bytes(content)
        done = reader("corrections", "import", str(tmp_path / "wrong"))
        assert done.returncode == 1, content[:80]
        assert len(done.stderr.splitlines()) == 1
        assert done.stdout == ""
    assert reader("corrections", "import", str(tmp_path)).returncode == 1
    assert reader("corrections", "--json").stdout == ""


def test_places_to_choose_from_are_listed(reader: Any) -> None:
    done = reader("correct", "place", "Springfield")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 3
    assert "--pick" in done.stderr
    assert reader("correct", "place", "Springfield", "--pick", "999").returncode == 1


def test_wrong_words_are_told_of(reader: Any, keys: list[str]) -> None:
    for arguments in (
        ("span", "Tove Lind", "Somebody Else"),
        ("same", "Tove Lind", " "),
        ("not-name", ""),
        ("not-name", "Weather Report", "--in", "ffff"),
    ):
        done = reader("correct", *arguments)
        assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), arguments
    assert reader("corrections", "--json").stdout == ""
