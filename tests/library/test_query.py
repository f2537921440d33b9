"""Queries: what they mean, and that nothing typed breaks out of them."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.library.query import DEEPEST, MOST_TERMS, parse
from reader.library.tree import All, Any, Dated, InFeed, Is, Names, Node, Not, Words, to_fts

PIECES = ["a", "mayor", "Zürich", "新聞", '"', "(", ")", "-", "*", " OR ", "OR", "AND", "NOT", "NEAR(", "title:", "who:", "is:read", "after:2020", "feed:\"", "^",
          "{", "}", "+", ":", " ", "\0", "\ud800", "\n", "'", ";", "--", "%", "\u202e", "e\u0301", "1", ",", "?1"]  # fmt: skip
TYPED = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("", All(())),
        ("  ...  ", All(())),
        ("a b ", All((Words("a"), Words("b")))),
        ("mayor", Words("mayor", prefix=True)),
        ("may", Words("may")),
        ("may*", Words("may", prefix=True)),
        ("mayor ", Words("mayor")),
        ("vice-mayor ", Words("vice-mayor")),
        ('"a b" c', All((Words("a b"), Words("c")))),
        ('"new town', Words("new town", prefix=True)),
        ("-a", All((Not(Words("a")),))),
        ("a - b", All((Words("a"), Words("b")))),
        ("-(a OR b)", All((Not(Any((Words("a"), Words("b")))),))),
        ("a OR b c", Any((Words("a"), All((Words("b"), Words("c")))))),
        ("(a OR b) c", All((Any((Words("a"), Words("b"))), Words("c")))),
        ("OR a OR", Words("a")),
        ("or ", Words("or")),
        ("()", All(())),
        ("12:30 ", Words("12:30")),
        ("https://a.example ", Words("https://a.example")),
        ("Budget: next ", All((Words("Budget:"), Words("next")))),
        ("title:budget ", Words("budget", title=True)),
        ('title:"the budg', Words("the budg", prefix=True, title=True)),
        ("feed:Times", InFeed("Times")),
        ('who:"Ann Lee" x', All((Names("person", "Ann Lee"), Words("x")))),
        ("who:Chen", Names("person", "Chen", prefix=True)),
        ("-where:Lund ", All((Not(Names("place", "Lund")),))),
        ("is:UNREAD", Is("unread")),
        ("after:1970-01-02", Dated(since=86400)),
        ("before:1970-02", Dated(until=31 * 86400)),
        ("after:1971", Dated(since=365 * 86400)),
        ("is:read OR is:bookmarked", Any((Is("read"), Is("bookmarked")))),
    ],
)
def test_what_a_query_means(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("a who:", 2),
        ("a titel:b", 2),
        ("is:new", 0),
        ("x is:", 2),
        ("after:soon", 0),
        ("before:2026-02-31", 0),
        ("after:0000", 0),
        ("a (b", 2),
        ("a) b", 1),
        ("(" * (DEEPEST + 1), DEEPEST),
        ("a " * (MOST_TERMS + 1), 2 * MOST_TERMS),
    ],
)
def test_a_mistake_has_a_position(query: str, position: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position


@settings(max_examples=500, deadline=None)
@given(TYPED)
def test_nothing_typed_breaks_the_search(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError as error:
        tree, mistake = All(()), error.position
    else:
        mistake = 0
    assert 0 <= mistake <= max(0, len(query) - 1)
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE search USING fts5(title, text)")
    for expression in expressions(tree):
        connection.execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,)).fetchall()
    connection.close()


@given(
    st.text(alphabet=st.characters(categories=("L", "N", "P", "S", "Z")), max_size=30).filter(
        lambda t: '"' not in t and any(map(str.isalnum, t))
    )
)
def test_a_quotation_finds_the_text_it_was_taken_from(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE search USING fts5(text, tokenize='unicode61 remove_diacritics 2')"
    )
    connection.execute("INSERT INTO search VALUES (?)", (text,))
    tokens = connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", ('"' + text + '"',))
    found_raw = tokens.fetchone()[0]
    expression = to_fts(parse(f'"{text}"'))
    if found_raw:
        assert expression is not None
        assert connection.execute("SELECT 1 FROM search WHERE search MATCH ?", (expression,)).fetchone()
    connection.close()


def expressions(node: Node) -> list[str]:
    """Every FTS5 expression that a search would use."""
    whole = to_fts(node)
    if whole is not None:
        return [whole]
    match node:
        case InFeed() | Names() | Is() | Dated():
            return []
        case Not(item):
            return expressions(item)
        case All(items) | Any(items):
            return [expression for item in items for expression in expressions(item)]
    raise AssertionError(f"no expression for {node}")
