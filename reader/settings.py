"""What a person may choose: every setting once, with its default, its meaning and its bounds.

Written in one TOML file (`config.settings_path`), in which every setting may be left out. Read by
`settings_file.read_settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, NamedTuple, Protocol

OWN_THEMES = ("reader-dark", "reader-light")
THEMES = (
    *OWN_THEMES,
    *"textual-dark textual-light nord gruvbox catppuccin-mocha dracula tokyo-night monokai flexoki "
    "catppuccin-latte catppuccin-frappe catppuccin-macchiato solarized-light solarized-dark rose-pine "
    "rose-pine-moon rose-pine-dawn atom-one-dark atom-one-light ansi-dark ansi-light".split(),
)
"""The themes that can be chosen, by name: Reader's own, then Textual's."""

Value = bool | int | str | tuple[str, ...]


class Kind(Protocol):
    """What a setting may be; `words` says it to a person."""

    @property
    def words(self) -> str: ...
    def accepts(self, value: object) -> bool: ...
    def read(self, word: str) -> Value | None:
        """The value that a word of the command line means; None when it means none."""
        ...


class Choice(NamedTuple):
    values: tuple[str, ...]

    @property
    def words(self) -> str:
        return "one of " + ", ".join(f'"{value}"' for value in self.values)

    def accepts(self, value: object) -> bool:
        return value in self.values

    def read(self, word: str) -> Value | None:
        return word if word in self.values else None


class Number(NamedTuple):
    least: int
    most: int

    @property
    def words(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def accepts(self, value: object) -> bool:
        return type(value) is int and self.least <= value <= self.most

    def read(self, word: str) -> Value | None:
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None
        return number if self.accepts(number) else None


class Switch(NamedTuple):
    words: str = "true or false"

    def accepts(self, value: object) -> bool:
        return isinstance(value, bool)

    def read(self, word: str) -> Value | None:
        return {"true": True, "false": False}.get(word)


class Words(NamedTuple):
    words: str = 'a list of words, such as ["firefox", "--private-window"]'

    def accepts(self, value: object) -> bool:
        return isinstance(value, list) and all(isinstance(word, str) and word for word in value)

    def read(self, word: str) -> Value | None:
        return tuple(word.split())


def _chosen(default: Value, kind: Kind, meaning: str) -> Any:
    return field(default=default, metadata={"kind": kind, "meaning": meaning})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose, else the defaults."""

    theme: str = _chosen("reader-dark", Choice(THEMES), "The colours.")
    width: int = _chosen(74, Number(30, 200), "The widest line of an article, in columns.")
    marks: str = _chosen(
        "all",
        Choice(("all", "officials", "none")),
        "Which names an article shows marked at first: officials, other people and places; officials and\n"
        "places; none.",
    )
    sort: str = _chosen(
        "newest", Choice(("newest", "oldest", "source", "title")), "The order of the list at first."
    )
    fold_stories: bool = _chosen(
        True, Switch(), "Whether articles of the same story share a row of the list."
    )
    refresh_minutes: int = _chosen(
        30,
        Number(0, 10_080),
        "How often the screen looks for feeds whose time has come, in minutes; 0 is never by itself.",
    )
    ascii: str = _chosen(
        "auto",
        Choice(("auto", "on", "off")),
        "Whether to draw with ASCII signs alone; auto does so where the locale is not UTF-8.",
    )
    mouse: bool = _chosen(
        True, Switch(), "Whether the screen takes the mouse; otherwise the terminal keeps it, to select text."
    )
    browser: tuple[str, ...] = _chosen(
        (),
        Words(),
        "The program that opens links, and its arguments; the address follows them. Empty is the system's.",
    )
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys of actions: the keys, with commas between them, by the name of the action."""


class Setting(NamedTuple):
    """One setting as it stands in the file: its key, what it may be, what it means, its default."""

    key: str
    kind: Kind
    meaning: str
    default: Value

    @property
    def name(self) -> str:
        """The attribute of Settings."""
        return self.key.replace("-", "_")


def _setting(of: Field[Any]) -> Setting:
    return Setting(
        of.name.replace("_", "-"), of.metadata["kind"], of.metadata["meaning"], getattr(DEFAULTS, of.name)
    )


DEFAULTS = Settings()
SETTINGS = {
    setting.key: setting for setting in (_setting(one) for one in fields(Settings) if one.name != "keys")
}
"""Every setting but the table of keys, by its key in the file."""
KEYS = "keys"
