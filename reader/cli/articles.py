"""`reader list`, `show` and `mark`: the stored articles."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reader.cli.terminal import (
    DONE,
    MISUSED,
    Commands,
    failed,
    natural,
    open_library,
    print_json,
    print_text,
    say,
)
from reader.errors import ReaderError

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.model import Article, ArticleRow

ROWS_AT_ONCE = 500
ORDERS = ("newest", "oldest", "title", "source", "best")  # as in model.Sort


def add_commands(commands: Commands) -> None:
    for add in (_add_list, _add_show, _add_mark):
        add(commands)


def _add_list(commands: Commands) -> None:
    parser = commands.add_parser("list", help="list stored articles, newest first")
    parser.add_argument("--json", action="store_true", help="one JSON line per article")
    parser.add_argument("--unread", action="store_true", help="only unread articles")
    parser.add_argument("--bookmarked", action="store_true", help="only bookmarked articles")
    parser.add_argument("--followed", action="store_true", help="only those that name what you follow")
    parser.add_argument("--search", metavar="Q", default="", help='words, "a phrase", -without')
    parser.add_argument("--saved", metavar="NAME", help="what a saved search finds")
    parser.add_argument("--sort", choices=ORDERS, default=ORDERS[0], help="best: of a search")
    parser.add_argument("--limit", metavar="N", type=natural, help="at most N articles")
    parser.set_defaults(command=_list)


def _list(given: argparse.Namespace) -> int:
    if given.search:
        from reader.cli.mistakes import understood

        if not understood(given.search):
            return MISUSED
    with open_library(given) as library:
        if library.is_empty and not given.json:
            say("nothing is stored yet; `reader import URL` stores a feed")
        for row in _listed(library, given):
            _print_row(row, given.json)
    return DONE


def _print_row(row: ArticleRow, as_json: bool) -> None:
    if as_json:
        from reader.services.exporting import row_json

        print_json(row_json(row))
    else:
        print_text(_row_line(row))


def _listed(library: Library, given: argparse.Namespace) -> Iterator[ArticleRow]:
    from reader.model import Sort, View

    search = given.search
    if given.saved is not None:
        search = f"({library.searches.named(given.saved).query}) {search}"
    view = View(
        unread=given.unread,
        bookmarked=given.bookmarked,
        followed=given.followed,
        search=search,
        sort=Sort(given.sort),
    )
    if given.limit is not None and given.limit <= ROWS_AT_ONCE:
        yield from library.first_rows(view, given.limit)
        return
    rowids = library.rowids(view)[: given.limit]
    for start in range(0, len(rowids), ROWS_AT_ONCE):
        yield from library.rows(rowids[start : start + ROWS_AT_ONCE])


def _row_line(row: ArticleRow) -> str:
    unread = " " if row.read else "●"
    bookmark = "★" if row.bookmarked else " "
    return f"{row.key}  {row.published:%Y-%m-%d}  {unread}{bookmark} {row.title} ({row.source})"


def _add_show(commands: Commands) -> None:
    parser = commands.add_parser("show", help="print one article")
    parser.add_argument("id", metavar="ID", help="as `reader list` gives it, or its first digits")
    parser.add_argument("--feed-version", action="store_true", help="the feed's own text, not its page's")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="everything, with officials, people and places")
    form.add_argument("--format", choices=("text", "markdown", "html"), default="text")
    parser.set_defaults(command=_show)


def _show(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        article = library.article(given.id)
        if given.feed_version:
            article = library.versions.of_feed(article)
        if given.json:
            print_json(whole_json(library, article))
        else:
            print_text(in_form(library, article, given.format), end="")
    return DONE


def whole_json(library: Library, article: Article) -> dict[str, Any]:
    """Everything about an article: its text, who and where, tags and notes."""
    from reader.cli.notes import written_json
    from reader.services.annotating import annotated
    from reader.services.exporting import article_json

    return article_json(article, annotated(library, article)) | written_json(library, article)


def in_form(library: Library, article: Article, form: str) -> str:
    """An article as text, markdown or html, with tags and notes."""
    from reader.services import exporting, markdown

    kept = exporting.Kept(article.row.tags, tuple(library.notes.of(article.row.key)))
    forms = {"text": exporting.article_text, "markdown": markdown.article_markdown}
    return forms.get(form, exporting.article_html)(article, kept)


def _add_mark(commands: Commands) -> None:
    parser = commands.add_parser("mark", help="mark articles read, unread, bookmarked or not")
    parser.add_argument("ids", metavar="ID", nargs="+")
    read = parser.add_mutually_exclusive_group()
    read.add_argument("--read", dest="read", action="store_const", const=True)
    read.add_argument("--unread", dest="read", action="store_const", const=False)
    bookmark = parser.add_mutually_exclusive_group()
    bookmark.add_argument("--bookmark", dest="bookmarked", action="store_const", const=True)
    bookmark.add_argument("--unbookmark", dest="bookmarked", action="store_const", const=False)
    parser.set_defaults(command=_mark, several="ids")


def _mark(given: argparse.Namespace) -> int:
    from reader.model import Marking

    marking = Marking(read=given.read, bookmarked=given.bookmarked)
    if marking == Marking():
        return failed("say what to mark: --read, --unread, --bookmark or --unbookmark", MISUSED)
    with open_library(given) as library:
        keys, status = [], DONE
        for name in given.ids:
            try:
                keys.append(library.article(name).row.key)
            except ReaderError as error:
                status = failed(str(error))
        library.mark(keys, marking)
    return status
