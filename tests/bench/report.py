"""The one table of all figures, in Markdown: each beside a baseline measured in the same run."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from importlib.metadata import version


def machine() -> str:
    """What the figures were measured on, in one line."""
    parts = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in ("textual", "tinydb", "feedparser", "onnxruntime")),
    )
    return ", ".join(part for part in parts if part)


def start() -> None:
    """The machine, and the head of the table."""
    print(f"{machine()}\n")
    print("| what | ms | p99 | baseline ms | times | the baseline is |")
    print("|---|---|---|---|---|---|", flush=True)


def figure(what: str, measured: float, base: float, baseline: str, p99: float | None = None) -> None:
    """One row, in milliseconds."""
    tail = "" if p99 is None else f"{p99:.2f}"
    print(
        f"| {what} | {measured:.2f} | {tail} | {base:.2f} | {measured / base:.2f} | {baseline} |", flush=True
    )


def figures(what: str, measured: Sequence[float], raw: Sequence[float], baseline: str) -> None:
    """One row of medians, with the 99th percentile."""
    p99 = statistics.quantiles(measured, n=100)[98] if len(measured) > 1 else measured[0]
    figure(what, statistics.median(measured), statistics.median(raw), baseline, p99)


def plain(what: str, value: float, unit: str, base: float | None = None, baseline: str = "") -> None:
    """One row of something else than time."""
    ratio = "" if base is None else f"{value / base:.2f}"
    beside = "" if base is None else f"{base:.2f} {unit}"
    print(f"| {what} | {value:.2f} {unit} | | {beside} | {ratio} | {baseline} |", flush=True)
