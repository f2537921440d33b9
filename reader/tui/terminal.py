"""What the terminal can show: colours, and signs beyond ASCII."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from typing import NamedTuple

_MANY_COLOURS = ("truecolor", "24bit")


class Terminal(NamedTuple):
    """What to leave out: all colours, colours beyond the terminal's own 16, signs beyond ASCII."""

    no_colour: bool = False
    few_colours: bool = False
    ascii: bool = False


def terminal_of(environment: Mapping[str, str]) -> Terminal:
    """The terminal that the environment speaks of.

    NO_COLOR as https://no-color.org has it; few colours where Rich, which writes them, would write only
    the 16 of the terminal: without COLORTERM and with a TERM that promises no more.
    """
    return Terminal("NO_COLOR" in environment, _has_few_colours(environment), not _speaks_utf8(environment))


def _has_few_colours(environment: Mapping[str, str]) -> bool:
    chosen = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if chosen != "auto":
        return chosen == "standard"
    if sys.platform == "win32" or environment.get("COLORTERM", "").strip().lower() in _MANY_COLOURS:
        return False
    term = environment.get("TERM", "").strip().lower()
    return term.rpartition("-")[2] not in ("256color", "kitty")


def _speaks_utf8(environment: Mapping[str, str]) -> bool:
    """By the locale as POSIX has it: the first of these that is set. Where none is, UTF-8 is the rule."""
    names = ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    if locale in ("C", "POSIX"):
        return False
    codeset = locale.partition(".")[2].partition("@")[0]
    try:
        return not codeset or codecs.lookup(codeset).name == "utf-8"
    except LookupError:
        return True
