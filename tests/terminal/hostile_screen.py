"""Runs the screen over articles whose every text is the first argument: python -m tests.terminal.hostile_screen WORDS
WORDS is a Python string literal, for a command line holds no NUL."""

from __future__ import annotations

import ast
import sys
from dataclasses import replace

from reader.model import Article, Block, BlockKind, Document, Link, Person, Place, Title, View
from reader.tui.app import ReaderApp, now
from reader.tui.services import Services
from tests.tui.shelf import MemoryShelf, generated_article, generated_row

MARKER = "First in the list"
LAST_WORDS = "the end"


def hostile(words: str) -> Article:
    """An article in which everything that a source gives is `words`."""
    text = f"{words}\n\n{words}\n\n{LAST_WORDS}"
    half = len(words)
    document = Document(
        text,
        (
            Block(BlockKind.ITEM, 0, half, 1, words),
            Block(BlockKind.CODE, half + 2, 2 * half + 2),
            Block(BlockKind.PARAGRAPH, 2 * half + 4, len(text)),
        ),
        (Link(0, max(half, 1), f"https://a.example/{words}"),),
    )
    row = replace(
        generated_row(0, 9), title=f"{MARKER} {words}", source=words, url=f"https://a.example/{words}"
    )
    article = replace(generated_article(row), author=words, entry_id=words, document=document)
    assert article.annotations is not None
    names = replace(
        article.annotations,
        people=(Person(words, ((0, half),), True, (Title(words, words),)),),
        places=(Place(words, ((half + 2, 2 * half + 2),), words, words, words),),
        note=words,
    )
    return replace(article, annotations=names)


def main() -> None:
    words = ast.literal_eval(sys.argv[1])
    shelf = MemoryShelf(9)
    shelf.put(hostile(words))
    shelf.broken = words  # so that marks fail with it as the reason
    ReaderApp(Services(shelf), shelf.first_rows(View(), 100), now=now).run()


if __name__ == "__main__":
    main()
