"""`reader config`: the settings, explained, checked and changed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.terminal import CONFIG, DONE, FAILED, Commands, print_text, say

if TYPE_CHECKING:
    from reader.settings import Settings


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser(
        "config", help="show, check and change the settings", description="Print every setting, explained."
    )
    told = parser.add_mutually_exclusive_group()
    told.add_argument("--path", action="store_true", help="print where the settings file is")
    told.add_argument("--check", action="store_true", help="say what is wrong with it")
    parser.set_defaults(command=_config)
    actions = parser.add_subparsers(title="actions", metavar="ACTION")
    change = actions.add_parser("set", help="change one setting in the file")
    change.add_argument("key", metavar="KEY", help="such as width, or keys.next-mark")
    change.add_argument("value", metavar="VALUE")
    change.set_defaults(command=_set)
    for one in (parser, change):
        one.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=CONFIG)


def _config(given: argparse.Namespace) -> int:
    from reader.settings_file import read_settings
    from reader.tui.keymap import keymap_of

    path = _path(given)
    if given.path:
        print_text(str(path))
        return DONE
    read = read_settings(path)
    problems = [*read.problems, *keymap_of(read)[1]]
    for problem in problems:
        say(str(problem))
    if not given.check:
        print_text(_explained(read.settings), end="")
        return DONE
    if not problems:
        print_text(f"{path}: " + ("all is well" if path.exists() else "not there; the defaults hold"))
    return FAILED if problems else DONE


def _explained(settings: Settings) -> str:
    from reader.settings_file import documented
    from reader.tui.actions import ACTIONS
    from reader.tui.keymap import written

    return documented(settings, ((action.id, written(action), action.help) for action in ACTIONS))


def _set(given: argparse.Namespace) -> int:
    from reader.services.configuring import change_setting
    from reader.settings_file import read_settings
    from reader.tui.keymap import check_keys

    path = _path(given)
    read = read_settings(path)
    if given.key.startswith("keys."):
        check_keys(read, given.key.removeprefix("keys."), given.value)
    change_setting(path, given.key, given.value, new_file=_explained(read.settings))
    print_text(f"{path}: {given.key} is set")
    return DONE


def _path(given: argparse.Namespace) -> Path:
    from reader.config import settings_path

    return settings_path(given.config)
