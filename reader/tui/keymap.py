"""Keys of the person's own: from the settings to what Textual calls them, with every mistake named.

Imports nothing of Textual, so that `reader config --check` is quick.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reader.errors import SettingsError
from reader.settings import KEYS
from reader.settings_file import nearest
from reader.tui.actions import ACTIONS, Where

if TYPE_CHECKING:
    from reader.settings_file import Read
    from reader.tui.actions import Action

NO_KEY = "none"
"""A key that no keyboard has: Textual leaves a binding as it is when it is given no key at all."""
MODIFIERS = ("alt", "ctrl", "shift")
_PLAIN = "enter escape space tab backspace delete insert home end pageup pagedown up down left right"
_NAMED = {
    **{name: name for name in (*_PLAIN.split(), *(f"f{number}" for number in range(1, 25)))},
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "return": "enter",
    "backtab": "shift+tab",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
_OTHER_SIGNS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_TAKEN = {
    "ctrl+i": "is Tab to a terminal",
    "ctrl+m": "is Enter to a terminal",
    "ctrl+left_square_bracket": "is Escape to a terminal",
    "ctrl+q": "always leaves Reader",
    "ctrl+c": "always copies",
}
_ACTIONS = {action.id: action for action in ACTIONS}
_PANES = frozenset({Where.LIST, Where.ARTICLE, Where.NAMES})


def keymap_of(read: Read) -> tuple[dict[str, str], list[SettingsError]]:
    """The keys that differ from the registry's, by the name of the action and as Textual spells them;
    and what is wrong with the others, which are left out."""
    keymap: dict[str, str] = {}
    problems: list[SettingsError] = []
    for name, keys in read.settings.keys.items():
        try:
            keymap[name] = _understood(name, keys)
        except ValueError as error:
            problems.append(read.wrong((KEYS, name), str(error)))
    while clash := next(_clashes(keymap), None):
        name, words = clash
        del keymap[name]
        problems.append(read.wrong((KEYS, name), words))
    return keymap, problems


def check_keys(read: Read, name: str, keys: str) -> None:
    """Raises SettingsError when an action cannot have these keys beside the others that are set."""
    keymap = keymap_of(read)[0]
    try:
        keymap[name] = _understood(name, keys)
    except ValueError as error:
        raise SettingsError(str(error)) from None
    if words := dict(_clashes(keymap)).get(name):
        raise SettingsError(words)


def spelled(keys: str) -> str:
    """Keys with commas between them as Textual spells them: "Ctrl+N, ]" is "ctrl+n,right_square_bracket".
    Raises ValueError with what is wrong in words."""
    if not keys.strip():
        return NO_KEY
    if keys.strip() == ",":
        return "comma"
    return ",".join(dict.fromkeys(_spelled(key.strip()) for key in keys.split(",")))


def shown(key: str) -> str:
    """A key of Textual's as one would write it: "]", "Ctrl+X", "PgDn"."""
    *modifiers, name = key.split("+")
    sign = _SIGNS.get(name) or (name if len(name) == 1 else name.capitalize())
    if modifiers and len(sign) == 1:
        sign = sign.upper()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), sign])


def shown_keys(action: Action, keymap: Mapping[str, str]) -> str:
    """The keys of an action as one would write them, "" when the person took them away."""
    keys = keymap.get(action.id, action.keys).split(",")
    return " ".join(shown(key) for key in keys if key != NO_KEY)


def written(action: Action) -> str:
    """The keys of the registry as one writes them in the settings: "?,f1"."""
    return ",".join(_SIGNS.get(key, key) if key not in _NAMED else key for key in action.keys.split(","))


def _spelled(key: str) -> str:
    if not key:
        raise ValueError('between two commas there must be a key; the comma itself is "comma"')
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    modifiers = sorted({modifier.lower() for modifier in modifiers})
    if wrong := [modifier for modifier in modifiers if modifier not in MODIFIERS]:
        raise ValueError(f"no key is called {key!r}; before the + stand ctrl, alt or shift, not {wrong[0]!r}")
    spelled = _named(name, key)
    if modifiers == ["shift"] and len(spelled) == 1:
        return spelled.upper()
    whole = "+".join([*modifiers, spelled.lower() if modifiers else spelled])
    if whole in _TAKEN:
        raise ValueError(f"{shown(whole)} {_TAKEN[whole]}")
    return whole


def _named(name: str, key: str) -> str:
    if len(name) == 1 and name.isprintable():
        return name if name.isalnum() else _name_of(name)
    named = _NAMED.get(name.lower()) or (name.lower() if name.lower() in _SIGNS else None)
    if named is None:
        raise ValueError(f"no key is called {key!r}{nearest(name, [*_NAMED, *_SIGNS])}")
    return named


def _name_of(sign: str) -> str:
    name = unicodedata.name(sign, "space").lower().replace("-", "_").replace(" ", "_")
    return _OTHER_SIGNS.get(name, name)


_SIGNS = {_name_of(sign): sign for sign in map(chr, range(33, 127)) if not sign.isalnum()} | {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def _understood(name: str, keys: str) -> str:
    if name not in _ACTIONS:
        raise ValueError(f"no action is called {name!r}{nearest(name, _ACTIONS)}")
    return spelled(keys)


def _clashes(keymap: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Actions of the keymap whose key does something else in the same place: name, what is wrong."""
    for name, keys in keymap.items():
        mine = set(keys.split(",")) - {NO_KEY}
        for other in ACTIONS:
            if other.id == name or not _meet(_ACTIONS[name].where, other.where):
                continue
            for key in sorted(mine.intersection(keymap.get(other.id, other.keys).split(","))):
                yield name, f"{shown(key)} is the key of {other.id} already"


def _meet(one: Where, other: Where) -> bool:
    """Whether keys of both places work at the same time."""
    return one is other or (Where.ANYWHERE in (one, other) and bool({one, other} & _PANES))
