"""`reader who`, `reader where` and `reader annotate --stored` as processes, over articles with known truth."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import Annotations, Document, Entry, Person, Place, Status, Title, View

HOBART = Place("Hobart", (), "city", "AU", "Tasmania", -42.88, 147.33)
AUSTRALIA = Place("Australia", (), "country", "AU", "", -25.0, 135.0)
KENYA = Place("Kenya", (), "country", "KE", "", 0.5, 38.0)
LIMA = Place("Lima", (), "city", "PE", "Lima", -12.04, -77.03)
LIMA_OHIO = Place("Lima", (), "city", "US", "Ohio", 40.74, -84.11)

MARSH = "Adéle Marsh"
MAYOR = Title("Mayor", "Hobart")
SENATOR = Title("Senator", "Tasmania")

# day of November 2026, text, who with which offices, where
ARTICLES: list[tuple[int, str, list[tuple[str, list[Title]]], list[Place]]] = [
    (
        1,
        "The ferries ran late. Mayor Adéle Marsh of Hobart blamed the fog, as Ms. Marsh does. Nobody argued.",
        [(MARSH, [MAYOR])],
        [HOBART],
    ),
    (
        5,
        "Hobart has a new quay. Adéle Marsh, the mayor, opened it with Tove Lind of Australia.",
        [(MARSH, [Title("mayor", "Hobart")]), ("Tove Lind", [])],
        [HOBART, AUSTRALIA],
    ),
    (
        9,
        "Senator Adéle Marsh, once mayor, left Australia for Lima on Monday.",
        [(MARSH, [SENATOR, Title("Mayor", "Hobart", Status.FORMER)])],
        [AUSTRALIA, LIMA],
    ),
    (
        11,
        "Health Minister John Odera of Kenya opened a clinic.",
        [("John Odera", [Title("Health Minister", "Kenya")])],
        [KENYA],
    ),
    (
        12,
        "Councillor John Odera spoke in Lima, Ohio, about drains.",
        [("John Odera", [Title("Councillor", "Lima City Council")])],
        [LIMA_OHIO],
    ),
]


def spans(text: str, name: str) -> tuple[tuple[int, int], ...]:
    """Where a name stands, in full or by the last word."""
    found, at = [], 0
    last = name.split()[-1]
    while (at := text.find(last, at)) >= 0:
        full = at + len(last) - len(name)
        found.append((full if text[full:].startswith(name) else at, at + len(last)))
        at += len(last)
    return tuple(found)


@pytest.fixture
def told(reader: Any, tmp_path: Path) -> Any:
    """The command line over the articles above, annotated with the truth."""
    library = Library.open(tmp_path / "library")
    feed = library.feed_for("https://news.example/feed", "The Example")
    for number, (day, text, people, places) in enumerate(ARTICLES):
        date = datetime(2026, 11, day, 8, 0, tzinfo=UTC)
        entry = Entry(f"{number}", f"Report {day}", published=date, document=Document(text))
        library.store(feed, [entry], date)
        marks = Annotations(
            people=tuple(Person(name, spans(text, name), bool(held), tuple(held)) for name, held in people),
            places=tuple(
                Place(p.name, spans(text, p.name), p.kind, p.country, p.admin1, p.lat, p.lon) for p in places
            ),
            engine="truth",
        )
        key = library.first_rows(View(), 1)[0].key
        assert library.annotate(key, text_hash(text), marks)
    library.close()
    return reader


def lines(done: Any) -> list[Any]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name", [MARSH, "adele  MARSH", "Marsh"])
def test_everything_of_a_person_is_told(told: Any, name: str) -> None:
    [page] = lines(told("who", name, "--json"))
    articles = page.pop("articles")
    assert page == {
        "name": MARSH,
        "forms": ["Marsh"],
        "official": True,
        "country": "AU",
        "months": {"2026-11": 3},
        "offices": [
            {"title": "Senator", "body": "Tasmania", "status": "current", "articles": 1,
             "first": "2026-11-09T08:00:00Z", "last": "2026-11-09T08:00:00Z"},
            {"title": "Mayor", "body": "Hobart", "status": "former", "articles": 1,
             "first": "2026-11-09T08:00:00Z", "last": "2026-11-09T08:00:00Z"},
            {"title": "Mayor", "body": "Hobart", "status": "current", "articles": 2,
             "first": "2026-11-01T08:00:00Z", "last": "2026-11-05T08:00:00Z"},
        ],
        "article_count": 3,
        "mention_count": 4,
        "first": "2026-11-01T08:00:00Z",
        "last": "2026-11-09T08:00:00Z",
        "people": [{"name": "Tove Lind", "articles": 1}],
        "places": [
            {"name": "Australia", "country": "AU", "articles": 2},
            {"name": "Hobart", "country": "AU", "articles": 2},
            {"name": "Lima", "country": "PE", "articles": 1},
        ],
    }  # fmt: skip
    assert [(one["title"], one["sentence"], one["reason"]) for one in articles] == [
        ("Report 9", ARTICLES[2][1], "same name, same body"),
        ("Report 5", "Adéle Marsh, the mayor, opened it with Tove Lind of Australia.", "same name, same body"),
        ("Report 1", "Mayor Adéle Marsh of Hobart blamed the fog, as Ms. Marsh does.", "first article with this person"),
    ]  # fmt: skip


def test_two_people_of_one_name_are_told_apart(told: Any) -> None:
    done = told("who", "john odera", "--json")
    pages = lines(done)
    assert {page["offices"][0]["body"] for page in pages} == {"Kenya", "Lima City Council"}
    assert [page["article_count"] for page in pages] == [1, 1]
    (note,) = done.stderr.splitlines()
    assert "Kenya" in note
    assert "Lima City Council" in note
    shown = told("who", "Odera").stdout
    assert shown.count("John Odera\n") == 2


def test_everything_of_a_place_is_told(told: Any) -> None:
    [page] = lines(told("where", "hobart", "--json"))
    assert [one["sentence"] for one in page.pop("articles")] == [
        "Hobart has a new quay.",
        "Mayor Adéle Marsh of Hobart blamed the fog, as Ms. Marsh does.",
    ]
    assert page == {
        "name": "Hobart", "forms": [], "kind": "city", "country": "AU", "admin1": "Tasmania",
        "lat": -42.88, "lon": 147.33, "article_count": 2, "mention_count": 2,
        "first": "2026-11-01T08:00:00Z", "last": "2026-11-05T08:00:00Z",
        "people": [{"name": MARSH, "articles": 2}, {"name": "Tove Lind", "articles": 1}],
        "places": [{"name": "Australia", "country": "AU", "articles": 1}],
        "officials": [{"name": MARSH, "articles": 2}], "inside": [], "months": {"2026-11": 2},
    }  # fmt: skip
    countries = [page["country"] for page in lines(told("where", "Lima", "--json"))]
    assert sorted(countries) == ["PE", "US"]


def test_a_country_tells_the_places_inside(told: Any) -> None:
    [page] = lines(told("where", "australia", "--json"))
    assert page["inside"] == [{"name": "Hobart", "articles": 2}]
    assert re.search(r"^  inside +Hobart \(2\)$", told("where", "Australia").stdout, re.MULTILINE)


def test_dossiers_as_documents(told: Any) -> None:
    markdown = told("who", MARSH, "--format", "markdown", "--limit", "2").stdout
    assert markdown.startswith("# Adéle Marsh\n")
    assert "  - Mayor, Hobart: 2026-11-01 to 2026-11-05, 2 articles\n" in markdown
    assert "### Report 9\n\nThe Example, 2026-11-09\n\n> Senator Adéle Marsh, once mayor" in markdown
    assert "Report 1\n" not in markdown
    page = told("where", "Lima", "--format", "html").stdout
    assert page.count("<h1>Lima</h1>") == 2
    assert "<dd>Ohio, United States (US)</dd>" in page
    [places] = lines(told("where", "Lima", "--format", "geojson"))
    assert [one["geometry"]["coordinates"] for one in places["features"]] == [
        [-77.03, -12.04],
        [-84.11, 40.74],
    ]
    assert told("who", MARSH, "--format", "geojson").returncode == 2


def test_a_person_reads_facts_and_sentences(told: Any) -> None:
    shown = told("who", MARSH, "--limit", "1").stdout
    assert "Mayor, Hobart: 2026-11-01 to 2026-11-05, 2 articles" in shown
    assert "in 3 articles, 4 times" in shown
    assert "Senator Adéle Marsh, once mayor" in shown
    assert "  [same name, same body]\n" in shown
    assert "blamed the fog" not in shown
    place = told("where", "Hobart").stdout
    assert "Tasmania, Australia (AU)" in place
    assert "-42.88, 147.33" in place


def test_an_unknown_or_unclear_name_is_one_line_that_helps(told: Any) -> None:
    for arguments, helps in (
        (("who", "Adele Marsch"), MARSH),
        (("who", "Nobody Inparticular"), "Nobody Inparticular"),
        (("where", "Hobbart"), "Hobart"),
        (("who", ""), "''"),
    ):
        done = told(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        (line,) = done.stderr.splitlines()
        assert helps in line


def test_articles_without_marks_are_told_of_and_annotated(reader: Any, tmp_path: Path) -> None:
    for name, text in (
        ("a", "Bridge reopens\n\nGovernor Ada Marsh of Tasmania met the builders in Hobart, Australia, on Monday."),
        ("b", "Ferry runs\n\nThe ferry ran again on Friday. Governor Ada Marsh of Tasmania was on board."),
    ):  # fmt: skip
        (tmp_path / f"{name}.txt").write_text(text)
        assert reader("import", str(tmp_path / f"{name}.txt")).returncode == 0
    before = reader("who", "Ada Marsh")
    assert before.returncode == 1
    assert "2 stored articles" in before.stderr

    assert reader("annotate", "--stored", "--limit", "1").returncode == 0
    assert "1 stored article has" in reader("who", "Ada Marsh").stderr
    done = reader("annotate", "--stored")
    assert (done.returncode, done.stdout) == (0, "")
    found = reader("who", "Ada Marsh", "--json")
    [page] = lines(found)
    assert found.stderr == ""
    assert (page["article_count"], page["official"]) == (2, True)
    assert {office["title"] for office in page["offices"]} == {"Governor"}
    assert lines(reader("where", "Hobart", "--json"))[0]["country"] == "AU"


def test_annotating_may_be_stopped_and_goes_on(reader: Any, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library")
    feed = library.feed_for("https://news.example/feed", "The Example")
    dates = [datetime(2026, 11, 1 + number, tzinfo=UTC) for number in range(20)]
    text = "Governor Ada Marsh of Tasmania spoke in Hobart. " * 300
    entries = [Entry(f"{n}", f"{n}", published=at, document=Document(text)) for n, at in enumerate(dates)]
    library.store(feed, entries, dates[-1])
    command = [
        sys.executable,
        "-m",
        "reader",
        "--data-dir",
        str(tmp_path / "library"),
        "annotate",
        "--stored",
    ]
    # A run of the tests in the background would hand down that SIGINT is ignored.
    obey = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=obey)
    deadline = monotonic() + 60
    while library.pages.unmarked() == len(entries):
        assert monotonic() < deadline
        sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "goes on" in words
    assert "Traceback" not in words
    left = library.pages.unmarked()
    assert 0 < left < len(entries)
    assert reader("annotate", "--stored", "--limit", "1").returncode == 0
    assert library.pages.unmarked() == left - 1
    library.close()


def test_stored_goes_with_no_file_and_limit_with_stored_only(reader: Any) -> None:
    for arguments in (("--stored", "text.txt"), ("--limit", "3"), ("--stored", "--limit", "-1")):
        assert reader("annotate", *arguments).returncode == 2
