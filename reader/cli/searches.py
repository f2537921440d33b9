"""`reader searches`: saved searches."""

from __future__ import annotations

import argparse

from reader.cli.terminal import DONE, Commands, open_library, print_json, print_text, say, take_data_dir


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("searches", help="your saved searches")
    parser.add_argument("--json", action="store_true", help="one JSON line per search")
    parser.set_defaults(command=_list)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    save = actions.add_parser("save", help="give a query a name, `reader list --saved NAME` shows it")
    save.add_argument("name", metavar="NAME")
    save.add_argument("query", metavar="QUERY", help="as for `reader list --search`")
    save.set_defaults(command=_save)
    rename = actions.add_parser("rename", help="give a saved search another name")
    rename.add_argument("name", metavar="NAME")
    rename.add_argument("new", metavar="NEW")
    rename.set_defaults(command=_rename)
    remove = actions.add_parser("remove", help="forget a saved search")
    remove.add_argument("name", metavar="NAME")
    remove.set_defaults(command=_remove)
    take_data_dir(actions)


def _list(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        saved = library.searches.all()
    if not saved and not given.json:
        say("no search is saved; `reader searches save NAME QUERY` saves one")
    for search in saved:
        if given.json:
            print_json({"name": search.name, "query": search.query})
        else:
            print_text(f"{search.name}: {search.query}")
    return DONE


def _save(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        before = library.searches.save(given.name, given.query)
    if before is not None:
        say(f"{before.name!r} stood for {before.query!r} until now")
    return DONE


def _rename(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.searches.rename(given.name, given.new)
    return DONE


def _remove(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.searches.remove(given.name)
    return DONE
