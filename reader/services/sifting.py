"""The language of searches over articles that are in no archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.library import tree
from reader.library.query import parse
from reader.library.textindex import TextIndex, text_index

if TYPE_CHECKING:
    from reader.model import Article


def sifted(articles: Sequence[Article], query: str) -> set[int]:
    """The row ids of the articles that match a query; QueryError.

    People, places and offices are looked for as words: these articles have no marks to ask. None of
    them has notes or tags.
    """
    node = parse(query)
    with text_index() as index:
        index.add((article.row.rowid, article.row.title, article.document.text) for article in articles)
        return _Sieve(articles, index).matching(node)


class _Sieve:
    def __init__(self, articles: Sequence[Article], index: TextIndex) -> None:
        self._articles = articles
        self._index = index
        self._all = {article.row.rowid for article in articles}

    def matching(self, node: tree.Node) -> set[int]:
        match node:
            case tree.All(items):
                return self._all.intersection(*map(self.matching, items))
            case tree.Any(items):
                return set[int]().union(*map(self.matching, items))
            case tree.Not(item):
                return self._all - self.matching(item)
            case tree.Names(_, text, prefix) | tree.Office(text, prefix):
                return self.matching(tree.Words(text, prefix))
            case tree.Words():
                expression = tree.to_fts(node)
                return self._index.matching(expression) if expression else set()
        return {article.row.rowid for article in self._articles if _holds(node, article)}


def _holds(node: tree.Node, article: Article) -> bool:
    row = article.row
    match node:
        case tree.Is(state):
            states = {"read": row.read, "unread": not row.read, "bookmarked": row.bookmarked}
            return states.get(state, state == "full" and not article.summary_only)
        case tree.Dated(since, until):
            moment = row.published.timestamp()
            return (since is None or moment >= since) and (until is None or moment < until)
        case tree.Added(since):
            return article.added.timestamp() >= since
        case tree.InFeed(text) | tree.FromSource(text):
            return text.casefold() in row.source.casefold()
    return False
