"""A search that cannot be understood, told with the place of the mistake."""

from __future__ import annotations

import sys

from reader.cli.columns import cells
from reader.cli.terminal import say
from reader.errors import QueryError
from reader.text.clean import clean


def understood(query: str) -> bool:
    """Whether a query can be; if not, what is wrong with it is said, with the place."""
    from reader.library.query import parse

    try:
        parse(query)
    except QueryError as error:
        say(f"the search cannot be understood: {error}")
        _point(" ".join(query.split("\n")), error.position)
        return False
    return True


def _point(query: str, position: int) -> None:
    if sys.stderr:
        before = cells(clean(query[:position]))
        print(f"  {clean(query)}\n  {' ' * before}^", file=sys.stderr)
