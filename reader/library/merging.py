"""Merging two versions of a state file, mark by mark.

The outcome does not depend on which version is which, on the order in which several are merged, or on
how often: every computer that shares a folder comes to the same bytes. For that it is a join in the
algebraic sense (Shapiro et al. 2011, "Conflict-free Replicated Data Types", state-based).

Read marks: what one version has marked is marked. Documents with a key: what one version has is there;
where both have it the one that was changed later ("changed", else "at") wins, and of two of the same
time each field that is not empty. So a removal that the other version does not know of is undone: it
cannot be told from an addition that this version does not know of, and removing again is one key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.library.moments import moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from reader.library.statefile import Json, Table, Tables


def merged(one: Tables, other: Tables, key: str) -> Tables:
    """Two versions of a file whose documents have the field `key`; "" for a month of read marks."""
    names = sorted({*one, *other})
    return {name: _merged_table(name, one.get(name, {}), other.get(name, {}), key) for name in names}


def _merged_table(name: str, one: Table, other: Table, key: str) -> Table:
    return merged_documents(one, other, key) if key or name != "read" else merged_days(one, other)


def merged_days(one: Table, other: Table) -> Table:
    """Two tables of read marks: {"20261123": {"day": "2026-11-23", "ids": [...]}}."""
    return {
        number: _merged_day(one.get(number), other.get(number)) for number in sorted({*one, *other}, key=int)
    }


def merged_documents(one: Table, other: Table, key: str) -> Table:
    """Two tables of documents that have a key of their own, by time and key, numbered anew. What has no
    key is kept too."""
    keyed: dict[str, Json] = {}
    loose: dict[str, Json] = {}
    for document in [*one.values(), *other.values()]:
        name = document.get(key)
        if not isinstance(name, str):
            loose[_canonical(document)] = document
        else:
            keyed[name] = _joined(keyed[name], document) if name in keyed else document
    ordered = sorted(keyed.items(), key=lambda item: (moment_of(item[1].get("at")), item[0]))
    documents = [document for _, document in ordered] + [loose[name] for name in sorted(loose)]
    return {str(number): document for number, document in enumerate(documents, start=1)}


def _merged_day(one: Json | None, other: Json | None) -> Json:
    versions = [day for day in (one, other) if day is not None]
    rest = _by_field(versions)
    ids = {str(name) for day in versions for name in _ids(day)}
    return rest | {"ids": sorted(ids)}


def _ids(day: Json) -> Iterable[object]:
    found = day.get("ids")
    return found if isinstance(found, list) else ()


def _joined(one: Json, other: Json) -> Json:
    since, until = _changed(one), _changed(other)
    if since != until:
        return one if since > until else other
    return _by_field([one, other])


def _by_field(versions: list[Json]) -> Json:
    """Each field as the version has it whose value is the greatest: empty ones are the least."""
    names = sorted({name for version in versions for name in version})
    return {
        name: max((version[name] for version in versions if name in version), key=_rank) for name in names
    }


def _rank(value: object) -> tuple[bool, str]:
    return value not in (None, "", 0, False, []), _canonical(value)


def _changed(document: Json) -> datetime:
    return max(moment_of(document.get("changed")), moment_of(document.get("at")))


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True)
