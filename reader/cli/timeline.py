"""`reader timeline`: how many articles a search finds, day by day, week by week or month by month."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.terminal import DONE, MISUSED, Commands, open_library, print_json, print_text, say

if TYPE_CHECKING:
    from reader.library.timeline import Bar

PERIODS = ("day", "week", "month")  # as in timeline.Period
WIDTH = 40  # cells of the longest bar


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser("timeline", help="how many articles a search finds, period by period")
    parser.add_argument("query", metavar="QUERY", help='as for `reader list --search`; "" for all articles')
    parser.add_argument("--by", choices=PERIODS, default="week", help="how long a period is (week)")
    parser.add_argument("--json", action="store_true", help="one JSON line per period")
    parser.set_defaults(command=_timeline)


def _timeline(given: argparse.Namespace) -> int:
    from reader.cli.mistakes import understood

    if not understood(given.query):
        return MISUSED
    from reader.library.timeline import Period
    from reader.model import View

    with open_library(given) as library:
        bars = library.timelines.of_view(View(search=given.query), Period(given.by))
        if not bars and not given.json:
            say("nothing is found")
        if given.json:
            for bar in bars:
                print_json(_bar_json(bar))
        else:
            _draw(bars)
    return DONE


def _bar_json(bar: Bar) -> dict[str, object]:
    return {
        "start": bar.start.isoformat(),
        "articles": bar.articles,
        "people": [{"name": name, "articles": count} for name, count in bar.people],
        "places": [{"name": name, "articles": count} for name, count in bar.places],
    }


def _draw(bars: Sequence[Bar]) -> None:
    most = max((bar.articles for bar in bars), default=0)
    digits = len(str(most))
    for bar in bars:
        cells = -(-bar.articles * WIDTH // most) if most else 0
        names = ", ".join(name for name, _ in (*bar.people, *bar.places))
        line = f"{bar.start.isoformat()}  {bar.articles:>{digits}}  {'█' * cells:<{WIDTH}}  {names}"
        print_text(line.rstrip())
