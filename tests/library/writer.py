"""A program to be killed: it changes a library without pause and says what has been acknowledged.

`python writer.py FOLDER NAME KINDS`: one JSON line on standard output for each call that returned. KINDS
are letters: (s)tore, mark as (r)ead, (b)ookmark, write a (n)ote, (t)ag, (a)nnotate.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from reader.library.articles import text_hash
from reader.library.library import Library
from reader.model import (
    Annotations,
    Block,
    BlockKind,
    Document,
    Entry,
    Feed,
    Marking,
    Person,
    View,
)


def entry(entry_id: str) -> Entry:
    text = f"A long text about {entry_id}. " * 40
    return Entry(
        entry_id, f"Title {entry_id}", document=Document(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))
    )


def main(folder: Path, name: str, kinds: str) -> None:
    library = Library.open(folder)
    feed = library.feed_for(f"https://{name}.example/feed", name)
    for number in count():
        kind = kinds[number % len(kinds)]
        say(kind, change(library, feed, kind, f"{name} {number}"))


def change(library: Library, feed: Feed, kind: str, name: str) -> list[str]:
    """One call of the library; gives what must be there from now on."""
    if kind == "s":
        entries = [entry(f"{name} {n}") for n in range(3)]
        library.store(feed, entries, datetime.now(UTC))
        return [one.entry_id for one in entries]
    keys = [row.key for row in library.first_rows(View(unread=kind == "r", feed_id=feed.id), 2)]
    match kind:
        case "r":
            library.mark(keys, Marking(read=True))
        case "b":
            library.mark(keys, Marking(bookmarked=True))
        case "n":
            return [library.notes.add(key, f"A note on {key}.").id for key in keys]
        case "t":
            library.tags.tag(keys, [name])
        case "a":
            return [key for key in keys if annotate(library, key)]
    return keys


def annotate(library: Library, key: str) -> bool:
    text = library.article(key).document.text
    given = Annotations((Person("A Long", ((0, 6),)),), engine="one")
    return bool(library.annotate(key, text_hash(text), given))


def say(kind: str, done: list[str]) -> None:
    print(json.dumps([kind, done]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
