"""The keys to know in each pane, the most important first: names of actions and what to say of them."""

from __future__ import annotations

from reader.tui.actions import Where

_HELP = ("help", "help")
HINTS: dict[Where, tuple[tuple[str, str], ...]] = {
    Where.LIST: (
        ("list-open", "read"),
        ("next-unread", "next unread"),
        ("filter", "search"),
        ("toggle-bookmark", "bookmark"),
        ("import", "import"),
        ("views", "views"),
        _HELP,
    ),
    Where.ARTICLE: (
        ("next-mark", "next name"),
        ("article-open-mark", "who or where"),
        ("read-on", "read on"),
        ("open-original", "browser"),
        ("links", "links"),
        ("toggle-bookmark", "bookmark"),
        _HELP,
    ),
    Where.FILTER: (
        ("filter-go-to-list", "to the list"),
        ("filter-clear-filter", "ends the search"),
        ("help", "help"),
    ),
    Where.NAMES: (
        ("names-jump", "show"),
        ("names-open", "page"),
        ("names-go-to-article", "back"),
        _HELP,
    ),
}
