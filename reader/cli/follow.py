"""`reader follow`, `mute`, `unfollow` and `watched`: whom and what to look out for."""

from __future__ import annotations

import argparse

from reader.cli.terminal import DONE, Commands, open_library, print_json, print_text, say
from reader.model import WatchedKind

KINDS = [kind.value for kind in WatchedKind]


def add_commands(commands: Commands) -> None:
    for name, what in (
        ("follow", "look out for a person, an office, a body or a place"),
        ("mute", "hide articles that name a person, an office, a body or a place"),
        ("unfollow", "follow or mute it no more"),
    ):
        parser = commands.add_parser(name, help=what, description=what)
        parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
        parser.add_argument("name", metavar="NAME", help="as the articles name it")
        parser.set_defaults(command={"follow": _follow, "mute": _mute, "unfollow": _unfollow}[name])
    parser = commands.add_parser("watched", help="what you follow and mute, and how many articles name it")
    parser.add_argument("--json", action="store_true", help="one JSON line each")
    parser.set_defaults(command=_watched)


def _follow(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.watching.follow(WatchedKind(given.kind), given.name)
        print_text(f"followed {given.name}; `reader list --followed` shows the articles")
    return DONE


def _mute(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.watching.mute(WatchedKind(given.kind), given.name)
        print_text(f"muted {given.name}; `reader list --search is:muted` shows what is hidden")
    return DONE


def _unfollow(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        library.watching.forget(WatchedKind(given.kind), given.name)
    return DONE


def _watched(given: argparse.Namespace) -> int:
    with open_library(given) as library:
        counts = library.watching.counts()
    if not counts and not given.json:
        say("nobody and nothing is followed; `reader follow person NAME` follows somebody")
    for one, count in counts.items():
        if given.json:
            line = {"kind": one.kind.value, "name": one.name, "muted": one.muted, "articles": count}
            print_json(line)
        else:
            print_text(f"{count:>6}  {'muted' if one.muted else 'followed':<8}  {one.kind.value} {one.name}")
    return DONE
