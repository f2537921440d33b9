"""`reader correct` and `reader corrections`: what the engine got wrong about names."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.terminal import (
    DONE,
    FAILED,
    Commands,
    failed,
    natural,
    open_library,
    print_json,
    print_text,
    say,
    take_data_dir,
)
from reader.model import Correction, Status, Title, Wrong

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Place

EVERYWHERE = "only in these articles (without it in all)"


def add_commands(commands: Commands) -> None:
    _add_correct(commands)
    _add_corrections(commands)


# --- saying what is right ---------------------------------------------------------------------


def _add_correct(commands: Commands) -> None:
    parser = commands.add_parser("correct", help="say what the marks got wrong; it counts everywhere at once")
    kinds = parser.add_subparsers(title="what was wrong", metavar="WHAT", required=True)
    _kind(kinds, Wrong.NAME, "not-name", "NAME is no person and no place")
    _kind(kinds, Wrong.OFFICIAL, "not-official", "NAME holds no public office")
    office = _kind(kinds, Wrong.OFFICE, "official", "NAME holds this office")
    office.add_argument("title", metavar="TITLE", help="such as minister")
    office.add_argument("--body", default="", help="such as Ministry of Health")
    office.add_argument("--status", choices=[status.value for status in Status], default=Status.CURRENT.value)
    same = _kind(kinds, Wrong.SAME, "same", "NAME is the same person as OTHER, whatever the offices are")
    same.add_argument("other", metavar="OTHER", help="NAME once more: all who bear it are one person")
    two = _kind(kinds, Wrong.TWO, "two", "in these articles NAME is somebody else")
    two.add_argument("--as", dest="other", default="", metavar="WORD", help="tells a third person apart")
    place = _kind(kinds, Wrong.PLACE, "place", "NAME is another place; without --pick, those to choose from")
    place.add_argument(
        "--pick", metavar="N", type=natural, help="the number of the place; 0 for none of them"
    )
    place.add_argument("--of", metavar="PLACE", help="choose among the places of this name instead")
    span = _kind(kinds, Wrong.SPAN, "span", "INSTEAD should have been marked, not NAME")
    span.add_argument(
        "instead", metavar="INSTEAD", help="the words of the text, which hold NAME or a part of it"
    )
    take_data_dir(kinds)


def _kind(kinds: Commands, what: Wrong, name: str, tells: str) -> Any:
    parser = kinds.add_parser(name, help=tells, description=tells)
    parser.add_argument("name", metavar="NAME")
    listed = {"required": True, "help": "in these articles"} if what is Wrong.TWO else {"help": EVERYWHERE}
    parser.add_argument("--in", dest="ids", metavar="ID", nargs="+", default=[], **listed)
    parser.set_defaults(command=_correct, what=what)
    return parser


def _correct(given: argparse.Namespace) -> int:
    from reader.services.correcting import finish

    if given.what is Wrong.PLACE and given.pick is None:
        return _tell_places(given)
    with open_library(given) as library:
        said = library.corrections.add(_correction(library, given))
        finish(library)
        print_text(f"{said.id}  {in_words(said)}")
    return DONE


def _correction(library: Library, given: argparse.Namespace) -> Correction:
    keys = tuple(library.article(name).row.key for name in given.ids)
    plain = Correction(given.what, given.name, keys)
    match given.what:
        case Wrong.OFFICE:
            title = Title(given.title, given.body, Status(given.status))
            return replace(plain, title=title)
        case Wrong.SAME | Wrong.TWO:
            return replace(plain, other=given.other)
        case Wrong.PLACE:
            return replace(plain, place=_picked(given.of or given.name, given.pick))
        case Wrong.SPAN:
            return replace(plain, other=given.instead, shift=_shift(given.name, given.instead))
    return plain


def _shift(name: str, instead: str) -> int:
    """Where the right words begin, as seen from the wrong ones."""
    from reader.errors import LibraryError

    if name in instead:
        return -instead.index(name)
    if instead in name:
        return name.index(instead)
    raise LibraryError(f"{instead!r} must hold {name!r} or be a part of it")


def _picked(name: str, number: int) -> Place:
    """The place of this number, counted from 1; 0 for one that is not known."""
    from reader.errors import LibraryError
    from reader.model import Place
    from reader.services.correcting import place_candidates

    if number == 0:
        return Place(name, ())
    found = place_candidates(name)
    if number > len(found):
        raise LibraryError(f"there are {len(found)} places of this name; without --pick they are listed")
    return found[number - 1]


def _tell_places(given: argparse.Namespace) -> int:
    from reader.services.correcting import place_candidates

    found = place_candidates(given.of or given.name)
    for number, place in enumerate(found, start=1):
        print_text(f"{number:>3}  {place_in_words(place)}")
    say("choose one with --pick N, or none of them with --pick 0")
    return DONE if found else FAILED


# --- what was said ----------------------------------------------------------------------------


def _add_corrections(commands: Commands) -> None:
    parser = commands.add_parser("corrections", help="what you corrected, the newest first")
    parser.add_argument("--json", action="store_true", help="one JSON line per correction")
    parser.set_defaults(command=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    export = actions.add_parser("export", help="all of them as a file to pass on")
    export.add_argument("file", metavar="FILE", help="- for standard output")
    export.add_argument("--force", action="store_true", help="replace a file that is there")
    export.set_defaults(command=_export)
    imported = actions.add_parser("import", help="take in a file of corrections, all or none")
    imported.add_argument("file", metavar="FILE")
    imported.set_defaults(command=_import)
    remove = actions.add_parser("remove", help="take corrections back")
    remove.add_argument("ids", metavar="CORRECTION", nargs="+", help="as listed, or the first digits")
    remove.set_defaults(command=_remove)
    take_data_dir(actions)


def _list(given: argparse.Namespace) -> int:
    from reader.library.correction_documents import to_json

    with open_library(given) as library:
        said = library.corrections.all()
    if not said and not given.json:
        say("nothing is corrected; `reader correct --help` says what can be")
    for one in said:
        if given.json:
            print_json(to_json(one))
        else:
            day = f"{one.at:%Y-%m-%d}" if one.at else "no date"
            print_text(f"{one.id}  {day:<10}  {in_words(one)}")
    return DONE


def _export(given: argparse.Namespace) -> int:
    from reader.services.correcting import exported
    from reader.services.writing import write_file

    with open_library(given) as library:
        content = exported(library)
    if given.file == "-":
        print_text(content, end="")
        return DONE
    write_file(Path(given.file), content.encode(), overwrite=given.force)
    return DONE


def _import(given: argparse.Namespace) -> int:
    from reader.services.correcting import import_corrections

    with open_library(given) as library:
        new = import_corrections(library, given.file)
    print_text(f"{len(new)} new")
    return DONE


def _remove(given: argparse.Namespace) -> int:
    from reader.services.correcting import finish

    with open_library(given) as library:
        gone = library.corrections.remove([library.corrections.correction(name).id for name in given.ids])
        finish(library)
    return DONE if gone else failed("nothing was taken back")


# --- in words ---------------------------------------------------------------------------------


def in_words(one: Correction) -> str:
    """A correction in one line."""
    return f"{one.name}: {_says(one)} ({_where(one.articles)})"


def _says(one: Correction) -> str:
    match one.what:
        case Wrong.OFFICE if one.title:
            title = one.title
            office = ", ".join(part for part in (title.title, title.body) if part)
            return office if title.status is Status.CURRENT else f"{office} ({title.status.value})"
        case Wrong.SAME:
            return f"the same person as {one.other}"
        case Wrong.TWO:
            return "somebody else" + (f", {one.other}" if one.other else "")
        case Wrong.PLACE if one.place:
            return place_in_words(one.place) if one.place.kind else "a place that is not known"
        case Wrong.SPAN:
            return f"should have been {one.other}"
    return one.what.value


def _where(articles: Iterable[str]) -> str:
    keys = list(articles)
    return "everywhere" if not keys else f"in {', '.join(keys[:3])}" + (" ..." if len(keys) > 3 else "")


def place_in_words(place: Place) -> str:
    chain = [place.name, "" if place.admin1 == place.name else place.admin1, place.country]
    pin = "" if place.lat is None or place.lon is None else f" at {place.lat:.2f}, {place.lon:.2f}"
    return ", ".join(part for part in chain if part) + (f" ({place.kind})" if place.kind else "") + pin
