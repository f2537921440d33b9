"""`reader export` and `reader timeline` as processes, over articles with known truth."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Document, Entry, Person, Place, Title, View
from reader.services.writing import slug

ARTICLES: list[tuple[int, str, str, list[tuple[str, Title | None]]]] = [
    (2, "Ferry <b>talks</b> | part 1", "Mayor Ada Marsh of Hobart met =cmd() staff.", [("Ada Marsh", Title("=Mayor", "Hobart"))]),
    (3, "../../etc/passwd", "Ada Marsh went to Gotham.", [("Ada Marsh", None)]),
    (17, "新聞", "Nobody came to Hobart.", [("@Bo Ek", None)]),
]  # fmt: skip
HOBART = Place("Hobart", ((0, 1),), "city", "AU", "Tasmania", -42.88, 147.33)
GOTHAM = Place("Gotham", ((0, 1),))


@pytest.fixture
def told(reader: Any, tmp_path: Path) -> Any:
    library = Library.open(tmp_path / "library")
    feed = library.feed_for("https://news.example/feed", "The Example")
    for day, title, text, people in ARTICLES:
        at = datetime(2026, 11, day, 8, 0, tzinfo=UTC)
        entry = Entry(title, title, url="https://news.example/a b", published=at, document=Document(text))
        library.store(feed, [entry], at)
        key = library.first_rows(View(), 1)[0].key
        marks = Annotations(
            tuple(
                Person(name, ((0, 1),), held is not None, (held,) if held else ()) for name, held in people
            ),
            (GOTHAM,) if "Gotham" in text else (HOBART,),
            "truth",
        )
        assert library.annotate(key, text_hash(text), marks)
    library.tags.tag([library.first_rows(View(search="ferry "), 1)[0].key], add=["harbour"])
    library.close()
    return reader


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_index_as_a_table_without_formulas(told: Any) -> None:
    done = told("export", "--index", "csv")
    assert done.returncode == 0, done.stderr
    rows = table(done.stdout)
    assert [(row["kind"], row["name"] or row["title"]) for row in rows] == [
        ("person", "Ada Marsh"), ("person", "'@Bo Ek"), ("office", "'=Mayor"), ("place", "Hobart"), ("place", "Gotham"),
    ]  # fmt: skip
    assert rows[0]["title"] == "'=Mayor"
    assert (rows[0]["official"], rows[0]["articles"], rows[0]["first"]) == (
        "true",
        "2",
        "2026-11-02T08:00:00Z",
    )
    assert (rows[3]["lat"], rows[3]["country"], rows[3]["type"]) == ("-42.88", "AU", "city")
    assert rows[2]["holders"] == "Ada Marsh"
    assert not any(value[:1] in "=+@" for row in rows for value in row.values() if value)


def test_the_index_as_data_of_some_articles(told: Any) -> None:
    index = json.loads(told("export", "--index", "json").stdout)
    assert [len(index[kind]) for kind in ("people", "offices", "places")] == [2, 1, 2]
    assert index["people"][0]["office"]["title"] == "=Mayor"
    found = json.loads(told("export", "--index", "json", "--search", "gotham").stdout)
    assert [one["articles"] for one in found["people"]] == [1]
    assert found["offices"] == []
    key = told("list", "--search", "nobody ").stdout.split()[0]
    named = json.loads(told("export", key, "--index", "json", "--of", "people", "--of", "places").stdout)
    assert ([one["name"] for one in named["people"]], [*named]) == (["@Bo Ek"], ["people", "places"])
    places = json.loads(told("export", "--index", "geojson").stdout)
    assert places["type"] == "FeatureCollection"
    (hobart,) = places["features"]
    assert hobart["geometry"] == {"type": "Point", "coordinates": [147.33, -42.88]}
    assert hobart["properties"]["articles"] == 2


def test_articles_as_files_in_a_folder(told: Any, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (tmp_path / "file").touch()
    wrong = told("export", "--search", "", "--output", str(tmp_path / "file"))
    assert (wrong.returncode, wrong.stderr) == (1, f"reader: {tmp_path / 'file'}: is not a folder\n")
    done = told("export", "--search", "", "--output", str(folder))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert [name[:-12] for name in names] == ["2026-11-02-ferry-b-talks-b-part-1", "2026-11-03-etc-passwd", "2026-11-17-article"]  # fmt: skip
    text = (folder / names[0]).read_text()
    assert text.startswith("# [Ferry \\<b>talks\\</b> | part 1](https://news.example/a%20b)\n")
    assert "Tags: harbour" in text
    again = told("export", "--search", "ferry", "--output", str(folder))
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert told("export", "--search", "ferry", "--output", str(folder), "--force").returncode == 0
    assert told("export", "--search", "ferry", "--output", str(folder), "--format", "html").returncode == 0
    assert "<h1>" in (folder / names[0].replace(".md", ".html")).read_text()
    done = told("export", "--search", "ferry", "--output", str(folder), "--format", "json")
    told_of = json.loads((folder / names[0].replace(".md", ".json")).read_text())
    assert (told_of["tags"], told_of["id"][:8]) == (["harbour"], names[0][-11:-3])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export",), "--output"),
        (("export", "--output", "."), "which articles"),
        (("export", "--index", "csv", "--search", "(x"), "not closed"),
        (("export", "--index", "geojson", "--of", "people"), "--of"),
        (("timeline", "is:x"), "is: goes with"),
    ],
)
def test_wrong_usage_is_told(reader: Any, arguments: tuple[str, ...], said: str) -> None:
    done = reader(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_timeline(told: Any) -> None:
    lines = [json.loads(line) for line in told("timeline", "", "--json").stdout.splitlines()]
    assert [(line["start"], line["articles"]) for line in lines] == [
        ("2026-11-02", 2), ("2026-11-09", 0), ("2026-11-16", 1),
    ]  # fmt: skip
    assert lines[0]["people"] == [{"name": "Ada Marsh", "articles": 2}]
    drawn = told("timeline", "hobart", "--by", "month").stdout
    assert drawn.split()[:2] == ["2026-11-01", "2"]
    assert "█" * 40 in drawn
    assert "Hobart" in drawn
    assert "nothing is found" in told("timeline", "unheard").stderr


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Žižkov Über 9!", "zizkov-uber-9"),
        ("../..", "x"),
        ("新聞", "x"),
        ("CON\0", "con"),
        ("a" * 99, "a" * 60),
        ("", "x"),
    ],
)
def test_names_of_files(text: str, name: str) -> None:
    assert slug(text, "x") == name
