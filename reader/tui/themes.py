"""Reader's own themes, light and dark, and the colours that the marks have in every theme.

Every colour of text has a contrast of 4.5:1 or more against the background (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from reader.tui.terminal import Terminal

DARK = "reader-dark"
LIGHT = "reader-light"
ANSI_DARK = "ansi-dark"
ANSI_LIGHT = "ansi-light"

_DARK_COLOURS = {
    "official": "#ecb65c",
    "person": "#b9b3f2",
    "place": "#6ecbb3",
    "muted": "#949ba6",
    "heading": "#f2efe8",
    "link": "#82b6ee",
    "row-selected": "#2a3340",
    "row-resting": "#20262e",
    "mark-current": "#ecb65c",
    "mark-current-text": "#15181d",
    "rule": "#343c48",
    "scrollbar": "#343c48",
    "scrollbar-hover": "#4a5564",
    "scrollbar-active": "#82b6ee",
    "scrollbar-background": "#15181d",
    "scrollbar-background-hover": "#15181d",
    "scrollbar-background-active": "#15181d",
    "scrollbar-corner-color": "#15181d",
}
_LIGHT_COLOURS = {
    "official": "#8a4a00",
    "person": "#5b3fa6",
    "place": "#00695b",
    "muted": "#676259",
    "heading": "#1b1a17",
    "link": "#1b5ca8",
    "row-selected": "#dce6f2",
    "row-resting": "#efebe2",
    "mark-current": "#8a4a00",
    "mark-current-text": "#fbf9f4",
    "rule": "#cfc9bc",
    "scrollbar": "#cfc9bc",
    "scrollbar-hover": "#a8a193",
    "scrollbar-active": "#1b5ca8",
    "scrollbar-background": "#fbf9f4",
    "scrollbar-background-hover": "#fbf9f4",
    "scrollbar-background-active": "#fbf9f4",
    "scrollbar-corner-color": "#fbf9f4",
}
_ANSI_COLOURS = {
    "official": "ansi_yellow",
    "person": "ansi_magenta",
    "place": "ansi_cyan",
    "muted": "ansi_default",
    "heading": "ansi_default",
    "link": "ansi_blue",
    "row-selected": "ansi_default",
    "row-resting": "ansi_default",
    "mark-current": "ansi_default",
    "mark-current-text": "ansi_default",
    "rule": "ansi_default",
}

THEMES = (
    Theme(
        name=DARK,
        primary="#82b6ee",
        secondary="#6ecbb3",
        accent="#ecb65c",
        warning="#ecb65c",
        error="#f28b82",
        success="#8ccf8a",
        foreground="#d9d6cf",
        background="#15181d",
        surface="#15181d",
        panel="#20262e",
        dark=True,
        variables=_DARK_COLOURS,
    ),
    Theme(
        name=LIGHT,
        primary="#1b5ca8",
        secondary="#00695b",
        accent="#8a4a00",
        warning="#8a4a00",
        error="#b3261e",
        success="#22692c",
        foreground="#2e2c28",
        background="#fbf9f4",
        surface="#fbf9f4",
        panel="#efebe2",
        dark=False,
        variables=_LIGHT_COLOURS,
    ),
)


def colours_for(theme: Theme) -> dict[str, str]:
    """The colours of marks and rows in a theme that does not name them itself."""
    if theme.ansi:
        return _ANSI_COLOURS
    return _DARK_COLOURS if theme.dark else _LIGHT_COLOURS


def theme_for(chosen: str, terminal: Terminal) -> Theme:
    """The theme that shows best what was chosen: where the terminal has few colours, or is to show none,
    its own take the place of others."""
    if terminal.no_colour:
        return BUILTIN_THEMES[ANSI_DARK]
    theme = BUILTIN_THEMES.get(chosen) or next(own for own in THEMES if own.name == chosen)
    if terminal.few_colours and not theme.ansi:
        return BUILTIN_THEMES[ANSI_DARK if theme.dark else ANSI_LIGHT]
    return theme
