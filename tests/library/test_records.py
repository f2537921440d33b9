"""Records: documents with a key of their own, kept in one TinyDB file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB

from reader.library.state import State

KEYS = st.sampled_from(["a", "b", "c", "d"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.lists(st.tuples(KEYS, st.integers()), max_size=4)),
        st.tuples(st.just("add"), st.lists(st.tuples(KEYS, st.integers()), max_size=4)),
        st.tuples(st.just("remove"), st.lists(st.tuples(KEYS, st.integers()), max_size=4)),
    ),
    max_size=8,
)


@given(steps=STEPS)
def test_records_are_what_a_dictionary_would_be(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[tuple[str, int]]]]
) -> None:
    folder = tmp_path_factory.mktemp("state")
    state, wanted = State(folder), dict[str, int]()
    for step, items in steps:
        documents = [{"id": key, "value": value} for key, value in items]
        if step == "put":
            state.corrections.put(documents)
            wanted |= dict(items)
        elif step == "add":
            added = state.corrections.add(documents)
            new = {key: value for key, value in dict(items).items() if key not in wanted}
            assert set(added) == set(new)
            wanted |= new
        else:
            gone = state.corrections.remove([key for key, _ in items])
            assert {document["id"] for document in gone} == {key for key, _ in items} & set(wanted)
            wanted = {key: value for key, value in wanted.items() if key not in dict(items)}
        assert {key: document["value"] for key, document in state.corrections.documents.items()} == wanted
    state.close()
    again = State(folder)
    assert {key: document["value"] for key, document in again.corrections.documents.items()} == wanted
    again.close()


def test_the_stock_package_opens_records(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.searches.put([{"name": "Lund", "query": "where:Lund"}])
    state.close()
    assert TinyDB(tmp_path / "searches.json").table("searches").all() == [
        {"name": "Lund", "query": "where:Lund"}
    ]


def test_another_program_is_noticed(tmp_path: Path) -> None:
    one, other = State(tmp_path), State(tmp_path)
    one.watched.put([{"id": "x", "muted": False}])
    other.refresh()
    assert other.watched.documents == {"x": {"id": "x", "muted": False}}
    one.close()
    other.close()
