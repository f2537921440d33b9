"""`check`: finds what is wrong, mends what can be mended, deletes nothing."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.library.articles import text_hash
from reader.library.check import check
from reader.library.library import Library
from reader.library.statefile import encoded_file
from reader.model import Annotations, Document, Entry, Feed, Marking, Person, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STORED = 120


@pytest.fixture
def filled(library: Library, feed: Feed, entry: MakeEntry) -> Path:
    """The folder of a closed library with read, bookmarked and annotated articles."""
    library.store(
        feed,
        [
            entry(str(n), text=f"Number {n}. " * 200, published=NOON - timedelta(hours=n))
            for n in range(STORED)
        ],
        NOON,
    )
    rows = library.rows(library.rowids(View()))
    library.mark([row.key for row in rows[:60]], Marking(read=True))
    library.mark([row.key for row in rows[50:60]], Marking(bookmarked=True))
    for row in rows:
        text = library.article(row.key).document.text
        library.annotate(row.key, text_hash(text), Annotations((Person("Number", ((0, 6),)),), engine="one"))
    library.follow(feed.id)
    library.close()
    return library.folder


def archive(folder: Path) -> Path:
    return folder / "articles.sqlite3"


def run(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(archive(folder), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def whole(folder: Path) -> list[tuple[object, ...]]:
    """Everything a person would miss."""
    library = Library.open(folder)
    found: list[tuple[object, ...]] = [
        (row.key, row.title, row.published, row.read, row.bookmarked, article.document, article.annotations)
        for row in library.rows(library.rowids(View()))
        for article in [library.article(row.key)]
    ]
    library.close()
    return found


def test_a_sound_library_has_no_findings(filled: Path) -> None:
    before = {path: path.read_bytes() for path in filled.rglob("*.json")}
    assert check(filled) == check(filled, mend=True) == []
    assert {path: path.read_bytes() for path in filled.rglob("*.json")} == before


def test_a_damaged_state_file_is_found_and_mended(filled: Path) -> None:
    (path,) = (filled / "state" / "read").glob("*.json")
    path.write_bytes(path.read_bytes()[:-40])
    (finding,) = check(filled)
    assert str(path) in finding.what
    assert finding.remedy
    assert not finding.mended
    assert [one.mended for one in check(filled, mend=True)] == [True]
    assert check(filled) == []
    assert list(path.parent.glob("*.damaged-*"))


def test_a_search_index_that_does_not_fit_is_made_anew(filled: Path) -> None:
    run(filled, "INSERT INTO search(search) VALUES ('delete-all')")
    (finding,) = check(filled)
    assert "search index" in finding.what
    assert check(filled, mend=True)[0].mended
    assert check(filled) == []
    library = Library.open(filled)
    assert len(library.rowids(View(search="number"))) == STORED
    library.close()


def test_what_can_be_read_of_a_damaged_archive_is_saved(filled: Path, tmp_path: Path) -> None:
    """A page of the file is overwritten, one in seven in turn. Most of the articles come through each
    time, all of them unharmed but for lost texts, and every bookmarked one."""
    run(filled, "PRAGMA wal_checkpoint(TRUNCATE)")
    before = {one[0]: one for one in whole(filled)}
    sound = archive(filled).read_bytes()
    saved = []
    for page in range(1, len(sound) // 4096, 7):
        folder = tmp_path / str(page)
        shutil.copytree(filled, folder)
        archive(folder).write_bytes(sound[: page * 4096] + b"\xa5" * 4096 + sound[(page + 1) * 4096 :])
        if not check(folder, mend=True):
            continue  # a page that nothing uses
        assert check(folder) == []
        after = {one[0]: one for one in whole(folder)}
        assert {key for key, one in before.items() if one[4]} <= after.keys()
        for key, one in after.items():
            assert one[:5] == before[key][:5]
            assert one[5] in (before[key][5], Document())
        saved.append(sum(one[5] != Document() for one in after.values()))
    assert len(saved) > 5
    assert sum(saved) / len(saved) > 0.8 * STORED


def test_articles_whose_feed_is_lost_do_not_keep_the_others_from_being_saved(filled: Path) -> None:
    orphans = [
        "INSERT INTO articles(key, feed, entry_id, title, url, author, source, published, added)"
        f" VALUES ('{number:016x}', 99, '', 'Orphan', '', '', '', 0, 0)"
        for number in range(STORED + 5)
    ]
    texts = "INSERT INTO texts SELECT id, 'lost', x'', '[]', 0 FROM articles WHERE feed = 99"
    run(filled, "PRAGMA foreign_keys = OFF", *orphans, texts)
    assert [finding.mended for finding in check(filled, mend=True)] == [True]
    assert check(filled) == []
    assert len(whole(filled)) == STORED


@pytest.mark.parametrize(
    "content", [b"", b"not a database at all" * 1000, b"\0" * 50_000], ids=["empty", "text", "zeros"]
)
def test_an_archive_that_is_lost_altogether_is_put_aside(filled: Path, content: bytes) -> None:
    archive(filled).write_bytes(content)
    findings = check(filled, mend=True)
    assert findings
    assert all(finding.mended for finding in findings)
    assert check(filled) == []
    assert [one[4] for one in whole(filled)] == [True] * 10
    library = Library.open(filled)
    assert [feed.followed for feed in library.feeds()] == [True]
    library.close()


def test_missing_copies_and_articles_of_bookmarks(filled: Path) -> None:
    copies = sorted((filled / "state" / "texts").glob("*.json"))
    copies[0].unlink()
    copies[1].write_bytes(b"{")
    run(filled, "PRAGMA foreign_keys = ON", f"DELETE FROM articles WHERE key = '{copies[2].stem}'")
    run(filled, "PRAGMA foreign_keys = ON", f"DELETE FROM articles WHERE key = '{copies[3].stem}'")
    copies[3].unlink()
    findings = {copies[n].stem: [f for f in check(filled) if copies[n].stem in f.what] for n in range(4)}
    assert [len(found) for found in findings.values()] == [1, 1, 1, 1]
    assert "no copy" in findings[copies[0].stem][0].what
    assert "not in the archive" in findings[copies[2].stem][0].what
    assert "lost" in findings[copies[3].stem][0].what
    assert not findings[copies[3].stem][0].remedy
    check(filled, mend=True)
    assert [finding.what for finding in check(filled)] == [findings[copies[3].stem][0].what]


@pytest.mark.parametrize(
    ("field", "value", "is_damaged"),
    [
        ("title", 7, True),
        ("text", None, True),
        ("added", "soon", True),
        ("feed", [], True),
        ("published", "2026-11-20T12:00:00", False),
        ("summary_only", "perhaps", False),
    ],
)
def test_a_copy_that_somebody_changed_does_not_keep_a_lost_archive_from_coming_back(
    filled: Path, field: str, value: object, is_damaged: bool
) -> None:
    copy = min((filled / "state" / "texts").glob("*.json"))
    document = json.loads(copy.read_text())["articles"]["1"]
    copy.write_bytes(encoded_file({"articles": {"1": document | {field: value}}}))
    for path in filled.glob("articles.sqlite3*"):
        path.unlink()
    library = Library.open(filled)
    assert len(library.rowids(View())) == 10 - is_damaged
    assert len(library.damaged) == is_damaged
    library.close()


def test_copies_of_noted_and_tagged_articles(filled: Path) -> None:
    library = Library.open(filled)
    rows = library.rows(library.rowids(View()))
    library.notes.add(rows[0].key, "Ask the council.")
    library.tags.tag([rows[1].key], ["water"])
    library.close()
    for row in rows[:2]:
        (filled / "state" / "texts" / f"{row.key}.json").unlink()
    found = [finding.what for finding in check(filled)]
    assert sorted(what.split()[1] for what in found) == ["noted", "tagged"]
    assert all(finding.mended for finding in check(filled, mend=True))
    assert check(filled) == []


@pytest.mark.parametrize(
    "name", ["notes", "tags", "searches", "corrections", "watched", "positions", "feeds", "bookmarks"]
)
def test_every_file_of_the_state_is_looked_at(filled: Path, name: str) -> None:
    path = filled / "state" / f"{name}.json"
    sound = path.read_bytes() if path.exists() else None
    path.write_bytes(b'{"%s": {"1": {"nothing": "of use"}}}' % name.encode())
    path.chmod(0o600)
    (finding,) = [one for one in check(filled) if str(path) in one.what]
    assert "left alone" in finding.what
    path.write_bytes(b'{"1": ')
    (finding,) = [one for one in check(filled) if str(path) in one.what]
    assert "last good copy" in finding.remedy
    check(filled, mend=True)
    assert not [one for one in check(filled) if str(path) in one.what]
    if sound is not None:
        assert path.read_bytes() == sound


def test_names_in_the_state_are_no_paths(filled: Path) -> None:
    outside = filled.parent / "outside.json"
    outside.write_text("{}")
    note = {"id": "n", "article": "../../../outside", "text": "x", "at": NOON.isoformat()}
    (filled / "state" / "notes.json").write_bytes(encoded_file({"notes": {"1": note}}))
    (filled / "state" / "notes.json").chmod(0o600)
    check(filled, mend=True)
    library = Library.open(filled)
    library.notes.remove("n")
    library.close()
    assert outside.read_text() == "{}"


def test_tombstones_of_stored_articles_and_what_a_restore_left(filled: Path) -> None:
    run(filled, "INSERT INTO forgotten(feed, key) SELECT feed, key FROM articles LIMIT 3")
    (filled / "restoring" / "state").mkdir(parents=True)
    (filled / "state.restored").mkdir()
    found = " ".join(finding.what for finding in check(filled))
    assert "3 articles are stored and noted as deleted" in found
    assert "restoring was left" in found
    assert "state.restored was left" in found
    assert all(finding.mended for finding in check(filled, mend=True))
    assert check(filled) == []


def test_a_conflicting_copy_that_cannot_be_merged_is_put_aside(filled: Path) -> None:
    copy = filled / "state" / "bookmarks (conflicted copy 2026-11-24).json"
    copy.write_bytes(b"{")
    copy.chmod(0o600)
    (finding,) = check(filled, mend=True)
    assert str(copy) in finding.what
    assert finding.mended
    assert not copy.exists()
    assert [path.read_bytes() for path in (filled / "state" / "merged").iterdir()] == [b"{"]
    assert check(filled) == []


def test_files_that_others_may_read(filled: Path) -> None:
    paths = [filled / "state" / "read", filled / "state" / "bookmarks.json"]
    for path in paths:
        path.chmod(0o755)
    (finding,) = check(filled, mend=True)
    assert "and 1 more" in finding.what
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o700, 0o600]
    assert check(filled) == []
