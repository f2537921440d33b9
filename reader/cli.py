"""The command line: a thin layer over the services."""

from __future__ import annotations


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 something failed, 2 wrong usage."""
    return 2
