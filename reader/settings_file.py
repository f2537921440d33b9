"""The settings file: read with every mistake named by its line, documented, and changed in place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import SettingsError
from reader.settings import DEFAULTS, KEYS, SETTINGS, Choice, Settings

if TYPE_CHECKING:
    from reader.settings import Value

LARGEST = 200_000
"""Bytes of a settings file; a larger one is something else."""
LONGEST = 60
"""Signs of a wrong name that are repeated."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a settings file says: what it sets well, the defaults for the rest, and what is wrong."""

    path: Path
    settings: Settings = DEFAULTS
    problems: tuple[SettingsError, ...] = ()
    text: str = ""

    def wrong(self, key: tuple[str, ...], words: str) -> SettingsError:
        """A mistake at a key of the file, with its line."""
        from reader.toml_lines import line_of

        return SettingsError(f"{self.path.name} line {line_of(self.text, key)}: {words}")


def read_settings(path: Path) -> Read:
    """The settings of a file; the defaults when it is not there. Raises nothing: see `problems`."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return Read(path)
    except OSError as error:
        return _unreadable(path, f"cannot be read: {error.strerror or error}")
    if len(content) > LARGEST:
        return _unreadable(path, "is too large for a settings file")
    try:
        return _read(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _unreadable(path, "is not UTF-8")


def documented(settings: Settings, actions: Iterable[tuple[str, str, str]] = ()) -> str:
    """A settings file with every setting, its meaning and its default; those with another value are set.

    `actions` are the names of what keys do, their keys and what they are for.
    """
    from reader.toml_lines import encoded

    parts = ["# Settings of Reader. Whatever is left out or behind a # is as it says here.\n"]
    for setting in SETTINGS.values():
        comment = "\n".join(f"# {line}" for line in setting.meaning.split("\n"))
        bounds = setting.kind.words[0].upper() + setting.kind.words[1:]
        value = getattr(settings, setting.name)
        parts.append(f"{comment}\n{_folded(bounds)}\n# {setting.key} = {encoded(setting.default)}\n")
        if value != setting.default:
            parts[-1] += f"{setting.key} = {encoded(value)}\n"
    keys = "".join(_documented_key(settings, *action) for action in actions)
    parts.append(f'# Keys of your own, with commas between them; "" for none.\n[{KEYS}]\n{keys}')
    return "\n".join(parts)


def with_setting(text: str, key: str, word: str) -> str:
    """The text of a settings file with one setting changed, by its key (`keys.next-mark` for a key) and
    the word that a person gave. Raises SettingsError for unknown keys and wrong values."""
    from reader.toml_lines import changed

    path: tuple[str, ...] = (key,)
    value: Value | None
    table, _, action = key.partition(".")
    if table == KEYS and action:
        path, value = (KEYS, action), word
    elif key in SETTINGS:
        value = SETTINGS[key].kind.read(word)
        if value is None:
            raise SettingsError(_wrong_value(key, word))
    else:
        raise SettingsError(_unknown(key))
    try:
        return changed(text, path, value)
    except ValueError:
        raise SettingsError(
            f"{key} cannot be set without changing other lines; `reader config --path` names the file to edit"
        ) from None


def nearest(name: str, names: Iterable[str]) -> str:
    """ "; did you mean 'width'?" when one of the names is like this one, else nothing."""
    from difflib import get_close_matches

    near = get_close_matches(name[:LONGEST].lower().replace("_", "-"), list(names), 1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _unreadable(path: Path, words: str) -> Read:
    return Read(path, problems=(SettingsError(f"{path.name} {words}; the defaults hold"),))


def _read(path: Path, text: str) -> Read:
    import tomllib

    text = text.replace("\r\n", "\n")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return _unreadable(path, f"cannot be understood: {error}")
    unchecked = Read(path, text=text)
    good: dict[str, Any] = {}
    problems: list[SettingsError] = []
    for key, value in data.items():
        if key == KEYS:
            good[KEYS] = _keys(unchecked, value, problems)
        elif key not in SETTINGS:
            problems.append(unchecked.wrong((key,), _unknown(key)))
        elif not SETTINGS[key].kind.accepts(value):
            problems.append(unchecked.wrong((key,), _wrong_value(key, value)))
        else:
            good[SETTINGS[key].name] = tuple(value) if isinstance(value, list) else value
    return Read(path, Settings(**good), tuple(problems), text)


def _keys(read: Read, table: object, problems: list[SettingsError]) -> dict[str, str]:
    if not isinstance(table, dict):
        problems.append(read.wrong((KEYS,), f"{KEYS} must be a table: [{KEYS}] and a line for each action"))
        return {}
    good = {}
    for action, keys in table.items():
        if isinstance(keys, str):
            good[action] = keys
        else:
            problems.append(read.wrong((KEYS, action), f'{action} must be keys in quotes, such as "ctrl+n"'))
    return good


def _unknown(key: str) -> str:
    return f"no setting is called {key[:LONGEST]!r}{nearest(key, [*SETTINGS, KEYS])}"


def _wrong_value(key: str, value: object) -> str:
    kind = SETTINGS[key].kind
    if isinstance(kind, Choice) and isinstance(value, str) and (near := nearest(value, kind.values)):
        return f"{key} cannot be {value[:LONGEST]!r}{near}"
    return f"{key} must be {kind.words}"


def _folded(words: str, width: int = 100) -> str:
    from textwrap import fill

    return fill(words + ".", width, initial_indent="# ", subsequent_indent="# ")


def _documented_key(settings: Settings, name: str, keys: str, about: str) -> str:
    from reader.toml_lines import encoded

    line = f"# {f'{name} = {encoded(keys)}':<44} # {about}\n"
    own = settings.keys.get(name)
    return line if own is None else f"{line}{name} = {encoded(own)}\n"
