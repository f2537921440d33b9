"""From the registry of actions to keys: bindings, what the help and the palette offer, hints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.binding import Binding

from reader.tui.actions import ACTIONS, Where
from reader.tui.keymap import shown_keys

if TYPE_CHECKING:
    from reader.tui.actions import Action

_BY_ID = {action.id: action for action in ACTIONS}
GAP = "   "
_KEY_OF = re.compile(r"\{([a-z-]+)\}")


@runtime_checkable
class Keyed(Protocol):
    """An application whose keys a person may have changed."""

    @property
    def keymap(self) -> Mapping[str, str]:
        """The keys that differ from the registry's, by the name of the action."""
        ...


def keymap_in(app: object) -> Mapping[str, str]:
    """The keys of the person's own in this application."""
    return app.keymap if isinstance(app, Keyed) else {}


def actions_for(*wheres: Where) -> list[Action]:
    """The actions that work in these places, in the order of the registry."""
    return [action for action in ACTIONS if action.where in wheres]


def bindings_for(where: Where) -> list[Binding]:
    """The Textual bindings of one place."""
    return [_binding(action) for action in actions_for(where)]


def palette_actions() -> Iterable[Action]:
    """The actions that the command palette offers."""
    return (action for action in actions_for(Where.ANYWHERE) if action.palette)


def begin_words(text: str, typed: str) -> bool:
    """Whether each of the words typed begins a word of the text."""
    words = text.lower().split()
    return all(any(word.startswith(start) for word in words) for start in typed.lower().split())


def hints(wanted: Sequence[tuple[str, str]], app: object) -> tuple[str, ...]:
    """Keys to know, from many to few: `wanted` are names of actions, each with what to say of it, the
    most important first. The last one stays to the end."""
    keymap = keymap_in(app)
    known = [hint for name, words in wanted if (hint := _hint(name, words, keymap))]
    return tuple(GAP.join([*known[:count], *known[-1:]]) for count in range(len(known) - 1, -1, -1))


def with_keys(words: str, app: object) -> str:
    """The program's own words, in which {name} stands for the first key of an action; its title does
    where the person has taken its keys away."""
    keymap = keymap_in(app)

    def named(found: re.Match[str]) -> str:
        action = _BY_ID[found[1]]
        keys = shown_keys(action, keymap)
        return keys.split()[0] if keys else f"“{action.title}”"

    return _KEY_OF.sub(named, words)


def _hint(name: str, words: str, keymap: Mapping[str, str]) -> str:
    keys = shown_keys(_BY_ID[name], keymap)
    return f"{keys.split()[0]} {words}" if keys else ""


def _binding(action: Action) -> Binding:
    return Binding(action.keys, action.name, action.title, show=False, tooltip=action.help, id=action.id)
