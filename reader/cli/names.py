"""`reader who` and `reader where`: everything stored about a person or a place."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.terminal import DONE, Commands, natural, open_library, print_json, print_text, say

if TYPE_CHECKING:
    from reader.library.pages import PersonPage, PlacePage

ARTICLES = 20
FORMS = ("text", "markdown", "html")


def add_commands(commands: Commands) -> None:
    for command, what in (("who", "a person"), ("where", "a place")):
        parser = commands.add_parser(command, help=f"everything stored about {what}")
        parser.add_argument("name", metavar="NAME", help="the name, or a part of it that no other name has")
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help=f"one JSON line for {what} of this name")
        forms = FORMS if command == "who" else (*FORMS, "geojson")
        form.add_argument("--format", choices=forms, default="text", help="a document of its own")
        parser.add_argument(
            "--limit",
            metavar="N",
            type=natural,
            default=ARTICLES,
            help=f"at most N articles ({ARTICLES})",
        )
        parser.set_defaults(command=_who if command == "who" else _where)


def _who(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        tell_unmarked(library.pages.unmarked())
        return _show(given, library.pages.people(given.name, given.limit))


def _where(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        tell_unmarked(library.pages.unmarked())
        return _show(given, library.pages.places(given.name, given.limit))


def _show(given: argparse.Namespace, pages: Sequence[PersonPage | PlacePage]) -> int:
    from reader.services.dossiers import page_json, page_text, told_apart

    if len(pages) > 1:
        say(f"{len(pages)} for {given.name!r}: " + "; ".join(told_apart(page) for page in pages))
    if not given.json and given.format != "text":
        return _document(given.format, pages)
    for number, page in enumerate(pages):
        if given.json:
            print_json(page_json(page))
        else:
            print_text(("\n" if number else "") + page_text(page), end="")
    return DONE


def _document(form: str, pages: Sequence[PersonPage | PlacePage]) -> int:
    from reader.library.pages import PlacePage
    from reader.services import dossier_forms

    if form == "geojson":
        print_json(dossier_forms.places_geojson(page for page in pages if isinstance(page, PlacePage)))
    elif form == "markdown":
        print_text(dossier_forms.pages_markdown(pages), end="")
    else:
        print_text(dossier_forms.pages_html(pages), end="")
    return DONE


def tell_unmarked(count: int) -> None:
    if count:
        articles = "1 stored article has" if count == 1 else f"{count} stored articles have"
        say(f"{articles} no marks yet and cannot be found here; `reader annotate --stored` makes them")
