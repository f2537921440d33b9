"""`reader note`, `notes`, `tag`, `tags` and `searches` as processes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def keys(reader: Any, tmp_path: Path) -> list[str]:
    for name, text in (
        ("quay", "The quay of Lund was opened.\n\nNobody came."),
        ("fog", "Fog.\n\nIt stayed."),
    ):
        (tmp_path / f"{name}.txt").write_text(text)
    assert reader("import", str(tmp_path / "quay.txt"), str(tmp_path / "fog.txt")).returncode == 0
    found = lines(reader("list", "--json").stdout)
    return [next(row["id"] for row in found if word in row["title"].lower()) for word in ("quay", "fog")]


def lines(output: str) -> list[Any]:
    return [json.loads(line) for line in output.splitlines()]


def test_notes_are_written_listed_changed_and_removed(reader: Any, keys: list[str]) -> None:
    quay, fog = keys
    assert reader("note", quay[:6], "Who paid?", "--on", "Nobody").returncode == 0
    assert reader("note", fog, "Thick").returncode == 0
    thick, paid = lines(reader("notes", "--json").stdout)
    assert (thick["article"], thick["text"], thick["span"]) == (fog, "Thick", None)
    assert (paid["text"], paid["quote"]) == ("Who paid?", "Nobody")
    shown = json.loads(reader("show", quay, "--json").stdout)
    start, end = shown["notes"][0]["span"]
    assert shown["text"][start:end] == "Nobody"
    assert lines(reader("notes", "on", fog, "--json").stdout) == [thick]

    assert reader("notes", "change", thick["id"][:6], "Very thick").returncode == 0
    assert "Very thick" in reader("notes").stdout
    assert reader("notes", "remove", paid["id"]).returncode == 0
    assert [note["text"] for note in lines(reader("notes", "--json").stdout)] == ["Very thick"]


MISTAKES = [
    (("note", "{quay}", "what?", "--on", "Somebody"), "does not stand in the text"),
    (("note", "{quay}", " "), "needs some words"),
    (("note", "ffff", "what?"), "no article"),
    (("notes", "remove", "12345"), "no one note"),
    (("tag", "{quay}"), "say which"),
    (("tag", "+budget"), "say which"),
    (("tag", "{quay}", "+"), "no tag"),
    (("tag", "{quay}", "ffff", "+budget"), "no article"),
    (("searches", "save", "port", "(quay"), "not closed"),
    (("searches", "remove", "port"), "no search"),
    (("list", "--saved", "port"), "no search"),
]


def test_a_mistake_is_told_in_one_line_and_changes_nothing(reader: Any, keys: list[str]) -> None:
    for arguments, says in MISTAKES:
        done = reader(*(word.format(quay=keys[0]) for word in arguments))
        assert done.returncode in (1, 2), arguments
        assert done.stdout == ""
        [line] = done.stderr.splitlines()
        assert says in line
    assert reader("tags", "--json").stdout == reader("notes", "--json").stdout == ""


def test_tags_are_given_and_taken(reader: Any, keys: list[str], tmp_path: Path) -> None:
    quay, fog = keys
    done = reader("tag", quay[:8], fog, "+budget", "+old news", "--data-dir", str(tmp_path / "library"))
    assert done.stdout == f"{quay}  budget, old news\n{fog}  budget, old news\n"
    assert reader("tag", fog, "-Old news", "+weather").returncode == 0
    assert lines(reader("tags", "--json").stdout) == [
        {"tag": "budget", "articles": 2},
        {"tag": "old news", "articles": 1},
        {"tag": "weather", "articles": 1},
    ]
    assert json.loads(reader("show", fog, "--json").stdout)["tags"] == ["budget", "weather"]


def test_a_saved_search_is_listed_and_used(reader: Any, keys: list[str]) -> None:
    assert reader("searches", "save", "Port", "quay OR harbour").returncode == 0
    assert lines(reader("searches", "--json").stdout) == [{"name": "Port", "query": "quay OR harbour"}]
    assert [row["id"] for row in lines(reader("list", "--saved", "port", "--json").stdout)] == [keys[0]]
    assert reader("list", "--saved", "port", "--search", "fog", "--json").stdout == ""
    assert "stood for" in reader("searches", "save", "port", "fog").stderr
    assert reader("searches", "rename", "port", "Weather").returncode == 0
    assert [row["id"] for row in lines(reader("list", "--saved", "weather", "--json").stdout)] == [keys[1]]
    assert reader("searches", "remove", "weather").returncode == 0
    assert reader("searches").stdout == ""
