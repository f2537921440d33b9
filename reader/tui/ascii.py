"""Drawing with ASCII alone: every other sign becomes one that is like it, as wide as it was."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LIKE = {
    **dict.fromkeys("─╌┄┈‐‑‒–—―−╴╶", "-"),
    **dict.fromkeys("━╍┅┉═╸╺", "="),
    **dict.fromkeys("│┃╎╏┆┇┊┋║▌▐▏▎▍▊▋▉▕", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+"),
    **dict.fromkeys("▔▀", '"'),
    **dict.fromkeys("▁▂▃▄▅▆▇", "_"),
    **dict.fromkeys("█▓■◆◼", "#"),
    **dict.fromkeys("▒░▪▫□◇◻", ":"),
    **dict.fromkeys("●•◦○◉∙⬤✓✔", "*"),
    **dict.fromkeys("★☆", "+"),
    **dict.fromkeys("·…‥․", "."),
    **dict.fromkeys("→▶▸►❯›»⇒⏵", ">"),
    **dict.fromkeys("←◀◂◄❮‹«⇐⏴", "<"),
    **dict.fromkeys("↑▲▴⏶", "^"),
    **dict.fromkeys("↓▼▾⏷", "v"),
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    "×": "x",
    "÷": "/",
    "ß": "s",
    "æ": "e",
    "Æ": "E",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "þ": "p",
    "Þ": "P",
    "ı": "i",
    "œ": "e",
    "Œ": "E",
    "✗": "x",
    "✘": "x",
    "⌫": "<",
    "⏎": "<",
    "€": "E",
    "£": "L",
}


def in_ascii(text: str) -> str:
    """The text in as many cells, all ASCII; "?" for each cell of what is like nothing."""
    return text if text.isascii() else _in_ascii(text)


class AsciiFilter(LineFilter):
    """Applied to every line that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]


@lru_cache(2048)
def _in_ascii(text: str) -> str:
    drawn = "".join(map(_like, text))
    # Emoji made of several signs are narrower than their parts.
    return drawn if len(drawn) == cell_len(text) else drawn[: cell_len(text)].ljust(cell_len(text))


@lru_cache(4096)
def _like(sign: str) -> str:
    if sign.isascii():
        return sign
    width = get_character_cell_size(sign)
    like = _LIKE.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    if len(like) == width or not width:
        return like if width else ""
    return like[:width].ljust(width) if like and width > 1 else "?" * width
