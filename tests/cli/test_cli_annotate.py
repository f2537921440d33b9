"""`reader annotate` as a process: text, JSON and JSON lines, offsets into the text as given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TEXT = (
    "Governor Ada Marsh of Tasmania met Foreign Minister Li Ming in Hobart, Australia. "
    "Marsh said the ferry would run again.\r\n\r\nLi left for Beijing 🛳 on Monday."
)


def named(text: str, entities: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {entity["name"]: [text[start:end] for start, end in entity["mentions"]] for entity in entities}


def test_json_gives_officials_with_titles_and_places_with_exact_offsets(reader: Any, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(TEXT.encode())
    answer = json.loads(reader("annotate", str(file), "--json").stdout)
    officials = named(TEXT, answer["officials"])
    assert officials["Ada Marsh"] == ["Ada Marsh", "Marsh"]
    assert officials["Li Ming"] == ["Li Ming", "Li"]
    places = named(TEXT, answer["places"])
    assert places["Beijing"] == ["Beijing"]
    assert {place["name"]: place["country"] for place in answer["places"]}["Hobart"] == "AU"


def test_a_person_reads_names_offices_and_places(reader: Any) -> None:
    shown = reader("annotate", "-", input="President Mary Okafor of Ghana spoke in Accra on Friday.")
    assert shown.returncode == 0
    assert "Mary Okafor" in shown.stdout
    assert "Accra" in shown.stdout


def test_json_lines_answer_each_line_and_report_the_bad_ones(reader: Any) -> None:
    lines = [
        '{"id": 7, "text": "Mayor Ana Ruiz spoke."}',
        "not json",
        "",
        '{"id": "b", "text": ""}',
        '{"text": 3}',
    ]
    done = reader("annotate", "--jsonl", input="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [7, "b"]
    assert [official["name"] for official in answers[0]["officials"]] == ["Ana Ruiz"]
    assert done.returncode == 1
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["line 2", "line 5"]


def test_another_language_has_no_marks_but_a_note(reader: Any) -> None:
    text = "Der Bundeskanzler hat am Montag in Berlin mit den Ministern über den Haushalt gesprochen und ist dann abgereist. Er wird am Freitag wieder in der Stadt sein."
    answer = json.loads(reader("annotate", "--json", input=text).stdout)
    assert (answer["officials"], answer["people"], answer["places"]) == ([], [], [])
    assert answer["note"] == "not in English"


def test_a_name_brings_no_control_character_to_the_terminal(reader: Any) -> None:
    text = "Mayor Jo\x9b31mhn Smith, Mayor Ann\u202e Miller and Mayor Zo\x7fe \U0001f6f3 Lane spoke in Paris."
    shown = reader("annotate", "--json", input=text)
    assert not set("\x7f\x9b\u202e") & set(shown.stdout)
    assert json.loads(shown.stdout)["officials"][0]["name"] in text
    (line,) = reader(
        "annotate", "--jsonl", input=json.dumps({"id": "\ud800", "text": text})
    ).stdout.splitlines()
    assert json.loads(line)["id"] == "\ud800"


def test_lines_nested_too_deeply_are_bad_lines_like_others(reader: Any) -> None:
    done = reader("annotate", "--jsonl", input="[" * 100_000 + '\n{"id": 1, "text": "Nothing."}\n')
    assert done.returncode == 1
    assert done.stderr == "reader: line 1: not JSON\n"
    assert json.loads(done.stdout)["id"] == 1


def test_input_that_is_no_text_is_one_line(reader: Any, tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x01")
    for name in ("binary", "missing"):
        done = reader("annotate", str(tmp_path / name))
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
