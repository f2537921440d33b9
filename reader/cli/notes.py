"""`reader note`, `notes`, `tag` and `tags`: what the person wrote about articles."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.terminal import (
    DONE,
    MISUSED,
    Commands,
    failed,
    open_library,
    print_json,
    print_text,
    say,
    take_data_dir,
)

if TYPE_CHECKING:
    from reader.annotations_json import Json
    from reader.library.library import Library
    from reader.model import Article, Note


def add_commands(commands: Commands) -> None:
    for add in (_add_note, _add_notes, _add_tag, _add_tags):
        add(commands)


# --- notes ------------------------------------------------------------------------------------


def _add_note(commands: Commands) -> None:
    parser = commands.add_parser("note", help="write a note on an article, or on a passage of it")
    parser.add_argument("id", metavar="ID", help="of the article")
    parser.add_argument("text", metavar="TEXT", help="the note")
    parser.add_argument("--on", metavar="WORDS", help="the passage of the text that it is about")
    parser.set_defaults(command=_note)


def _note(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        article = library.article(given.id)
        span = None
        if given.on is not None:
            start = article.document.text.find(given.on) if given.on else -1
            if start < 0:
                return failed(f"{given.on!r} does not stand in the text of {article.row.key}")
            span = (start, start + len(given.on))
        note = library.notes.add(article.row.key, given.text, span)
        print_text(f"{note.id}  noted on {article.row.title}")
    return DONE


def _add_notes(commands: Commands) -> None:
    parser = commands.add_parser("notes", help="your notes, the newest first")
    parser.add_argument("--json", action="store_true", help="one JSON line per note")
    parser.set_defaults(command=_notes, id=None)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    one = actions.add_parser("on", help="the notes on one article")
    one.add_argument("id", metavar="ID", help="of the article")
    one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON line per note")
    one.set_defaults(command=_notes)
    change = actions.add_parser("change", help="write another text")
    change.add_argument("note", metavar="NOTE", help="as `reader notes` gives it, or its first digits")
    change.add_argument("text", metavar="TEXT")
    change.set_defaults(command=_change)
    remove = actions.add_parser("remove", help="remove a note")
    remove.add_argument("note", metavar="NOTE", help="as `reader notes` gives it, or its first digits")
    remove.set_defaults(command=_remove)
    take_data_dir(actions)


def _notes(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        notes = library.notes
        found = notes.all() if given.id is None else notes.of(library.article(given.id).row.key)
        if not found and not given.json:
            say("no note is kept; `reader note ID TEXT` writes one")
        for note in found:
            if given.json:
                print_json({"article": note.article} | note_json(note))
            else:
                print_text(f"{note.id}  {note.at:%Y-%m-%d}  {_title(library, note)}\n{_indented(note)}")
    return DONE


def _change(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.notes.change(library.notes.note(given.note).id, given.text)
    return DONE


def _remove(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.notes.remove(library.notes.note(given.note).id)
    return DONE


def _title(library: Library, note: Note) -> str:
    from reader.errors import NotStoredError

    try:
        return f"{library.article(note.article).row.title} ({note.article})"
    except NotStoredError:
        return f"an article that is not stored any more ({note.article})"


def _indented(note: Note) -> str:
    quote = [f"“{' '.join(note.quote.split())}”"] if note.quote else []
    return "\n".join(f"  {line}" for line in [*quote, *note.text.split("\n")])


# --- tags -------------------------------------------------------------------------------------


def _add_tag(commands: Commands) -> None:
    parser = commands.add_parser(
        "tag",
        help="give tags to articles and take tags from them",
        usage="reader tag [-h] [--data-dir DIR] ID... [+TAG]... [-TAG]...",
    )
    parser.add_argument(
        "words",
        metavar="ID... [+TAG]... [-TAG]...",
        nargs=argparse.REMAINDER,
        help="articles, tags to give and tags to take away",
    )
    parser.set_defaults(command=_tag)


def _tag(given: argparse.Namespace) -> int:
    # What begins with - is a tag here and no option, but for the one that every command has.
    options = argparse.ArgumentParser(prog="reader tag", add_help=False, allow_abbrev=False)
    options.add_argument("--data-dir", default=given.data_dir)
    given, words = options.parse_known_args(given.words)
    names = [word for word in words if word[0:1] not in ("+", "-")]
    add = [word[1:] for word in words if word.startswith("+")]
    remove = [word[1:] for word in words if word.startswith("-")]
    if not names or not (add or remove):
        return failed("say which articles and which tags: reader tag ID... +budget -old", MISUSED)
    with open_library(given) as library:
        keys = [library.article(name).row.key for name in names]
        library.tags.tag(keys, add, remove)
        for key in keys:
            print_text(f"{key}  {', '.join(library.tags.of(key)) or 'no tags'}")
    return DONE


def _add_tags(commands: Commands) -> None:
    parser = commands.add_parser("tags", help="your tags, and how many articles have each")
    parser.add_argument("--json", action="store_true", help="one JSON line per tag")
    parser.set_defaults(command=_tags)


def _tags(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        counts = library.tags.all()
    if not counts and not given.json:
        say("no article has a tag; `reader tag ID +budget` gives it one")
    for tag, count in counts.items():
        if given.json:
            print_json({"tag": tag, "articles": count})
        else:
            print_text(f"{count:>6}  {tag}")
    return DONE


# --- for `reader show --json` -----------------------------------------------------------------


def note_json(note: Note) -> Json:
    """A note for programs; `span` is a pair of code-point offsets into the text, or null."""
    from reader.services.exporting import iso_utc

    return {
        "id": note.id,
        "text": note.text,
        "span": list(note.span) if note.span else None,
        "quote": note.quote,
        "at": iso_utc(note.at),
    }


def written_json(library: Library, article: Article) -> Json:
    """What the person wrote about an article; the passages where they stand in the text now."""
    from dataclasses import replace

    from reader.library.noting import located

    text = article.document.text
    notes = [replace(note, span=located(note, text)) for note in library.notes.of(article.row.key)]
    return {"tags": list(article.row.tags), "notes": [note_json(note) for note in notes]}
