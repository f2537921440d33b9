"""`reader backup` and `reader restore`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.terminal import DONE, Commands, print_text, say

if TYPE_CHECKING:
    from reader.library.backup import Contents


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser(
        "backup",
        help="write what you did into one file, and the articles too when asked",
        description="Write the state, the settings and, with --articles, the archive into one zip file.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--articles", action="store_true", help="the archive of articles too")
    parser.add_argument("--force", action="store_true", help="replace the file if there is one")
    parser.set_defaults(command=_backup)
    parser = commands.add_parser(
        "restore",
        help="bring back what a backup holds",
        description="Put the state and the settings of a backup in the place of the present ones, which are"
        " put aside, and add its articles to those that are stored.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="only check the backup and say what it holds")
    parser.set_defaults(command=_restore)


def _backup(given: argparse.Namespace) -> int:
    from reader.config import library_path, settings_path
    from reader.library.backup import back_up

    target = Path(given.file)
    contents = back_up(
        library_path(given.data_dir),
        target,
        settings=settings_path(getattr(given, "config", None)),
        articles=given.articles,
        overwrite=given.force,
    )
    size = target.stat().st_size / 1e6
    with_articles = "with the articles" if contents.has_articles else "without the articles"
    print_text(
        f"{target}: {len(contents.files)} files, {with_articles}, {size:.1f} MB, read back and compared"
    )
    return DONE


def _restore(given: argparse.Namespace) -> int:
    from reader.config import library_path, settings_path
    from reader.library.backup import verify
    from reader.library.restoring import restore

    if given.dry_run:
        contents = verify(Path(given.file))
        print_text(f"{given.file}: sound, made on {contents.made}, {_holding(contents)}")
        return DONE
    settings = settings_path(getattr(given, "config", None))
    done = restore(Path(given.file), library_path(given.data_dir), settings=settings)
    told = f", {done.added} article{'' if done.added == 1 else 's'} added" if done.added else ""
    print_text(f"restored what was backed up on {done.made}{told}")
    for path in done.aside:
        say(f"what was there before is in {path}")
    return DONE


def _holding(contents: Contents) -> str:
    count = len(contents.files)
    files = f"{count} file{'' if count == 1 else 's'}"
    return f"{files}, {'with' if contents.has_articles else 'without'} the articles"
