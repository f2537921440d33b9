"""From the registry of actions to keys: bindings, what the help and the palette offer."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding

from reader.tui.actions import ACTIONS, Action, Where

_SIGNS = {
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "question_mark": "?",
    "slash": "/",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "f1": "F1",
    "ctrl+p": "Ctrl+P",
    "ctrl+r": "Ctrl+R",
    "ctrl+x": "Ctrl+X",
}


def shown_keys(action: Action) -> str:
    """The keys of an action as one would write them."""
    return " ".join(_SIGNS.get(key, key) for key in action.keys.split(","))


def actions_for(*wheres: Where) -> list[Action]:
    """The actions that work in these places, in the order of the registry."""
    return [action for action in ACTIONS if action.where in wheres]


def bindings_for(where: Where) -> list[Binding]:
    """The Textual bindings of one place."""
    return [_binding(action) for action in actions_for(where)]


def palette_actions() -> Iterable[Action]:
    """The actions that the command palette offers."""
    return (action for action in actions_for(Where.ANYWHERE) if action.palette)


def _binding(action: Action) -> Binding:
    return Binding(action.keys, action.name, action.title, show=False, tooltip=action.help, id=action.id)
