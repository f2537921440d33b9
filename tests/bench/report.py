"""How every figure is printed: a name, milliseconds, and how many times its baseline that is."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version


def machine() -> str:
    """What the figures were measured on, in one line."""
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    parts = (
        f"{platform.machine()}, {os.cpu_count()} cores",
        load,
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Textual {version('textual')}",
    )
    return ", ".join(part for part in parts if part)


def heading(what: str, ratio: str) -> None:
    """What follows, and what its ratios are to."""
    print(f"{what:<62}{'ms':>10}{ratio:>20}", flush=True)


def report(name: str, measured: float, base: float) -> None:
    """One figure, in milliseconds."""
    print(f"{name:<62}{measured:>10.1f}{measured / base:>20.2f}", flush=True)
