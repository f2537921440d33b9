"""Programs that paint.py times: python -m tests.bench.screens bare | counter | shelf COUNT"""

from __future__ import annotations

import sys
from dataclasses import replace

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static

READY = "ready-to-read"
LONG = "Opening words of a long article"


class Bare(App[None]):
    """What Textual itself needs to paint one line."""

    def compose(self) -> ComposeResult:
        yield Static(READY)


class Counter(App[None]):
    """What Textual itself needs to paint one line anew after a key."""

    BINDINGS = [Binding("j", "count", "Count")]  # noqa: RUF012 - as Textual declares it
    count = 0

    def compose(self) -> ComposeResult:
        yield Static(READY)

    def action_count(self) -> None:
        self.count += 1
        self.query_one(Static).update(f"{READY} {self.count}")


def shelf_app(count: int) -> App[None]:
    """The screen over so many articles in memory, the second one of 5,000 words with 300 marks."""
    from reader.model import Annotations, Block, BlockKind, Document, Person, View
    from reader.tui.app import ReaderApp, now
    from reader.tui.services import Services
    from tests.tui.shelf import MemoryShelf, generated_article, generated_row

    words = ["Calder" if number % 16 == 8 else f"word{number % 97}" for number in range(4_800)]
    paragraphs = [" ".join(words[start : start + 80]) for start in range(0, len(words), 80)]
    paragraphs.insert(0, LONG)
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    spans = tuple((at, at + 6) for at in range(len(text)) if text.startswith("Calder", at))
    assert len(spans) == 300
    shelf = MemoryShelf(count)
    row = replace(generated_row(1, count), title="A long one")
    shelf.put(
        replace(
            generated_article(row),
            document=Document(text, tuple(blocks)),
            annotations=Annotations((Person("Calder", spans, True),)),
        )
    )
    return ReaderApp(Services(shelf), shelf.first_rows(View(), 100), now=now)


def main() -> None:
    kind, *rest = sys.argv[1:]
    if kind == "bare":
        Bare().run()
    elif kind == "counter":
        Counter().run()
    else:
        shelf_app(int(rest[0])).run()


if __name__ == "__main__":
    main()
