"""Folders of feeds, kept as a path: "World/Asia". A slash inside a name is written "\\/"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.feeds.limits import MAX_NAME
from reader.text.clean import clean_line

MAX_DEPTH = 20

_NAME = re.compile(r"(?:[^/\\]|\\.?)+")
_ESCAPED = re.compile(r"\\(.)")
_SIGNIFICANT = re.compile(r"[/\\]")


def folder_names(path: str) -> tuple[str, ...]:
    """The names along a path, outermost first; () for no folder."""
    names = (clean_line(_ESCAPED.sub(r"\1", name), MAX_NAME) for name in _NAME.findall(path))
    return tuple(name for name in names if name)[:MAX_DEPTH]


def folder_path(names: Iterable[str]) -> str:
    """The path of folders inside one another; "" for no folder. Names are cleaned, empty ones dropped."""
    cleaned = (clean_line(name, MAX_NAME) for name in names)
    return "/".join([_SIGNIFICANT.sub(r"\\\g<0>", name) for name in cleaned if name][:MAX_DEPTH])
