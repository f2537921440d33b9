"""TOML as lines: where each value stands, and one value changed with all else left as it is.

The standard library reads TOML but says nothing of lines. Here it is read statement by statement: a
statement ends at the first line with which it can be read.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A table's header or a value: its lines from `first` up to, not including, `end` (both from 0), the
    table it is in or opens, and what it sets there."""

    first: int
    end: int
    table: Path
    sets: Mapping[str, Any]

    @property
    def is_header(self) -> bool:
        return not self.sets


def statements(text: str) -> Iterator[Statement]:
    """The statements of TOML that can be read as a whole."""
    lines = text.split("\n")
    table: Path = ()
    first = 0
    while first < len(lines):
        if not (start := lines[first].strip()) or start.startswith("#"):
            first += 1
            continue
        end, data = _statement(lines, first)
        if start.startswith("["):
            table = _header(data)
            yield Statement(first, end, table, {})
        else:
            yield Statement(first, end, table, data)
        first = end


def line_of(text: str, path: Path) -> int:
    """The line, from 1, where the value or the table of this path begins; 1 when it is nowhere."""
    for statement in statements(text):
        if path == statement.table[: len(path)] or _sets(statement, path):
            return statement.first + 1
    return 1


def changed(text: str, path: Path, value: Any) -> str:
    """The text with another value at a path of a key, or of a table and a key; comments stay.

    A new value goes behind a comment that names it (`# width = 74`), else to the end of its table.
    Raises ValueError when that cannot be done without changing anything else.
    """
    statement = next((one for one in statements(text) if _sets(one, path)), None)
    new = f"{_key(path[-1])} = {encoded(value)}"
    result = _inserted(text, path, new) if statement is None else _replaced(text, statement, new)
    wanted = list(value) if isinstance(value, tuple) else value
    if tomllib.loads(result) != _with(tomllib.loads(text), path, wanted):
        raise ValueError
    return result


def encoded(value: Any) -> str:
    """A value in TOML: true, 74, "words", ["a", "list"]."""
    # What JSON writes of these is TOML as well, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _statement(lines: list[str], first: int) -> tuple[int, dict[str, Any]]:
    for end in range(first + 1, len(lines) + 1):
        try:
            return end, tomllib.loads("\n".join(lines[first:end]))
        except ValueError:
            continue
    raise ValueError


def _header(data: dict[str, Any]) -> Path:
    path: list[str] = []
    inner: Any = data
    while isinstance(inner, dict) and inner:
        name, inner = next(iter(inner.items()))
        path.append(name)
    return tuple(path)


def _sets(statement: Statement, path: Path) -> bool:
    inner: Any = statement.sets
    depth = len(statement.table)
    if statement.is_header or path[:depth] != statement.table or len(path) == depth:
        return False
    for name in path[depth:]:
        if not isinstance(inner, dict) or name not in inner:
            return False
        inner = inner[name]
    return True


def _replaced(text: str, statement: Statement, new: str) -> str:
    lines = text.split("\n")
    old = "\n".join(lines[statement.first : statement.end])
    return "\n".join([*lines[: statement.first], new + _comment_behind(old), *lines[statement.end :]])


def _comment_behind(statement: str) -> str:
    """The comment at the end of a statement, with the space before it."""
    whole = tomllib.loads(statement)
    place = statement.find("#")
    while place >= 0:
        try:
            if tomllib.loads(statement[:place]) == whole:
                value = statement[:place].rstrip()
                return statement[len(value) :]
        except ValueError:
            pass
        place = statement.find("#", place + 1)
    return ""


def _inserted(text: str, path: Path, new: str) -> str:
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    table, key = path[:-1], path[-1]
    begin, end = _extent(text, table, len(lines))
    if begin is None:
        lines += [*([""] if lines else []), f"[{_key(table[0])}]", new]
        return "\n".join(lines) + "\n"
    named = (n for n in range(begin, end) if _names(lines[n], key))
    place = next(named, None)
    if place is None:
        place = end - 1
        while place >= begin and not lines[place].strip():
            place -= 1
    lines.insert(place + 1, new)
    return "\n".join(lines) + "\n"


def _extent(text: str, table: Path, total: int) -> tuple[int | None, int]:
    """Where the lines of a table begin, None when it has no header, and where they end."""
    begin = None if table else 0
    for statement in statements(text):
        if not statement.is_header:
            continue
        if begin is not None:
            return begin, _above_comments(text, statement.first, begin)
        if statement.table == table:
            begin = statement.end
    return begin, total


def _above_comments(text: str, header: int, begin: int) -> int:
    """The comments right above a header belong to it."""
    lines = text.split("\n")
    while header > begin and lines[header - 1].lstrip().startswith("#"):
        header -= 1
    return header


def _names(line: str, key: str) -> bool:
    """Whether a line is a comment that shows how to set the key."""
    return line.startswith("#") and line[1:].split("=")[0].strip() == key and "=" in line


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if plain else encoded(name)


def _with(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    if len(path) == 1:
        return data | {path[0]: value}
    return data | {path[0]: _with(data.get(path[0], {}), path[1:], value)}
