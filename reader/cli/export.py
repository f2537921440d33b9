"""`reader export`: articles as files, and the index of people, offices and places."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
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
)

if TYPE_CHECKING:
    from reader.library.library import Library

ENDINGS = {"markdown": "md", "html": "html", "json": "json"}
KINDS = ("people", "offices", "places")


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("export", help="write articles to files, or the index of people and places")
    parser.add_argument("ids", metavar="ID", nargs="*", help="as `reader list` gives it")
    parser.add_argument("--search", metavar="Q", help="what this search finds")
    parser.add_argument("--format", choices=tuple(ENDINGS), default="markdown", help="of the articles")
    parser.add_argument(
        "--output", metavar="DIR", type=Path, help="folder for a file of each article, made if need be"
    )
    parser.add_argument("--force", action="store_true", help="replace files that are there")
    parser.add_argument(
        "--index",
        choices=("csv", "json", "geojson"),
        help="the index of these articles, of all when none are given, to standard output",
    )
    parser.add_argument("--of", choices=KINDS, action="append", help="only this part of the index")
    parser.set_defaults(command=_export)


def _export(given: argparse.Namespace) -> int:
    from reader.cli.mistakes import understood

    if given.search is not None and not understood(given.search):
        return MISUSED
    if given.index is None and given.output is None:
        return failed("say where the articles go: --output DIR; or what index is wanted: --index", MISUSED)
    if given.index is None and not given.ids and given.search is None:
        return failed('say which articles: ID..., or --search Q ("" for all)', MISUSED)
    if given.of and given.index in (None, "geojson"):
        return failed("--of is for --index csv and --index json", MISUSED)
    with open_library(given) as library:
        return _write_articles(library, given) if given.index is None else _print_index(library, given)


def _print_index(library: Library, given: argparse.Namespace) -> int:
    from reader.cli.names import tell_unmarked
    from reader.services import index_export

    tell_unmarked(library.pages.unmarked())
    among = None if not given.ids and given.search is None else _chosen(library, given)
    kinds = given.of or KINDS
    if given.index == "csv":
        print_text(index_export.index_csv(library.indexes, among, kinds), end="")
        return DONE
    if given.index == "json":
        told = index_export.index_json(library.indexes, among, kinds)
    else:
        told = index_export.index_geojson(library.indexes, among)
    print_json(told)
    return DONE


def _write_articles(library: Library, given: argparse.Namespace) -> int:
    from reader.cli.articles import ROWS_AT_ONCE, in_form, whole_json
    from reader.services.writing import make_folder, slug, write_file

    rowids, count = _chosen(library, given), 0
    make_folder(given.output)
    for start in range(0, len(rowids), ROWS_AT_ONCE):
        for row in library.rows(rowids[start : start + ROWS_AT_ONCE]):
            article = library.article(row.key)
            if given.format == "json":
                content = json.dumps(whole_json(library, article), ensure_ascii=False, indent=1) + "\n"
            else:
                content = in_form(library, article, given.format)
            name = f"{row.published:%Y-%m-%d}-{slug(row.title, 'article')}-{row.key[:8]}"
            path = given.output / f"{name}.{ENDINGS[given.format]}"
            write_file(path, content.encode("utf-8", "replace"), overwrite=given.force)
            count += 1
    say(f"{count} article{'' if count == 1 else 's'} written to {given.output}")
    return DONE


def _chosen(library: Library, given: argparse.Namespace) -> Sequence[int]:
    """The row ids of the articles named and of those found, each once. NotStoredError."""
    from reader.model import View

    named = [library.article(name).row.rowid for name in given.ids]
    found = [] if given.search is None else library.rowids(View(search=given.search))
    return list(dict.fromkeys([*named, *found]))
