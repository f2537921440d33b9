"""`reader check`: verify what is stored and mend what can be mended."""

from __future__ import annotations

import argparse

from reader.cli.terminal import DONE, FAILED, Commands, print_json, print_text


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("check", help="verify what is stored, and mend it when asked")
    parser.add_argument(
        "--mend", action="store_true", help="mend what can be mended; damaged files are put aside"
    )
    parser.add_argument("--json", action="store_true", help="one JSON line per finding")
    parser.set_defaults(command=_check)


def _check(given: argparse.Namespace) -> int:
    from reader.config import library_path
    from reader.library.check import check

    folder = library_path(given.data_dir)
    findings = check(folder, mend=given.mend)
    for finding in findings:
        if given.json:
            print_json({"what": finding.what, "remedy": finding.remedy or None, "mended": finding.mended})
        else:
            print_text(finding.what)
            if finding.remedy:
                print_text(f"  {'mended' if finding.mended else '`reader check --mend`'}: {finding.remedy}")
    if not findings and not given.json:
        print_text(f"{folder}: all is well")
    return DONE if all(finding.mended for finding in findings) else FAILED
