"""Backups hold everything, are checked, and no file that only looks like one changes anything."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.library.articles import text_hash
from reader.library.backup import back_up, verify
from reader.library.check import check
from reader.library.library import Library
from reader.library.restoring import restore
from reader.model import Annotations, Document, Entry, Feed, Marking, Person, Retention, View

MakeEntry = Callable[..., Entry]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.write_text("# mine\n")
    return path


@pytest.fixture
def filled(library: Library, feed: Feed, entry: MakeEntry) -> Library:
    """A library with something of everything."""
    library.follow(feed.id, name="Mine", folder="World")
    entries = [entry(str(n), published=NOON - timedelta(hours=n)) for n in range(40)]
    library.store(feed, [*entries, entry("undated", published=None)], NOON)
    keys = [row.key for row in library.rows(library.rowids(View()))]
    library.mark(keys[:9], Marking(read=True))
    library.mark(keys[4:6], Marking(bookmarked=True))
    library.notes.add(keys[6], "Ask about the bridge.")
    library.tags.tag(keys[7:8], ["water"])
    library.cleaning.retain(feed.id, Retention(days=900))
    library.versions.use_page(keys[10], Document("The whole text of the page."))
    library.versions.use_page(keys[11], Document("The page says more."))
    library.versions.turn(keys[11])
    for key in keys[:3]:
        text = library.article(key).document.text
        library.annotate(key, text_hash(text), Annotations((Person("Council", ((4, 11),)),), engine="one"))
    return library


def whole(folder: Path) -> dict[str, object]:
    """Everything a person would miss."""
    library = Library.open(folder)
    rows = library.rows(library.rowids(View()))
    found: dict[str, object] = {row.key: _article(library, row.key) for row in rows}
    found["notes"] = library.notes.all()
    found["feeds"] = [
        (feed.url, feed.title, feed.folder, library.cleaning.retention(feed.id)) for feed in library.feeds()
    ]
    library.close()
    return found


def _article(library: Library, key: str) -> tuple[object, ...]:
    article = library.article(key)
    row = article.row
    texts = (article.document, library.versions.of_feed(article).document, article.other_text)
    marks = (row.read, row.bookmarked, row.noted, row.tags)
    return (row.title, row.url, row.published, marks, texts, article.annotations, article.added)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


def one_line(error: BaseException) -> str:
    assert "\n" not in str(error)
    assert "Errno" not in str(error)
    return str(error)


# --- there and back ---------------------------------------------------------------------------


def test_a_backup_brings_everything_back(filled: Library, tmp_path: Path, settings_file: Path) -> None:
    backup, new = tmp_path / "mine.zip", tmp_path / "neuer Rechner"
    contents = back_up(filled.folder, backup, settings=settings_file, articles=True)
    assert contents.has_articles
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".mine*")) == []
    assert verify(backup) == contents
    elsewhere = tmp_path / "elsewhere" / "settings.toml"
    done = restore(backup, new, settings=elsewhere)
    assert (done.added, done.aside) == (41, ())
    assert elsewhere.read_text() == "# mine\n"
    filled.close()
    assert whole(new) == whole(filled.folder)
    assert check(new) == []
    assert not list(new.glob("restor*"))


def test_without_the_articles_those_that_are_kept_come_back(
    filled: Library, tmp_path: Path, settings_file: Path
) -> None:
    backup, new = tmp_path / "mine.zip", tmp_path / "new"
    assert not back_up(filled.folder, backup, settings=tmp_path / "none.toml").has_articles
    assert restore(backup, new, settings=settings_file).aside == ()
    assert settings_file.read_text() == "# mine\n"
    library = Library.open(new)
    rows = library.rows(library.rowids(View()))
    assert [(row.read, row.bookmarked, row.noted, row.tags) for row in rows] == [
        (True, True, False, ()),
        (True, True, False, ()),
        (True, False, True, ()),
        (True, False, False, ("water",)),
    ]
    library.close()


def test_what_was_there_is_put_aside_and_its_articles_stay(
    filled: Library, entry: MakeEntry, tmp_path: Path, settings_file: Path
) -> None:
    backup, other = tmp_path / "mine.zip", tmp_path / "other"
    back_up(filled.folder, backup, settings=settings_file, articles=True)
    library = Library.open(other)
    feed = library.feed_for("https://other.example/feed", "Other")
    library.follow(feed.id)
    library.store(feed, [entry("x"), entry("y")], NOON)
    (x, y) = (row.key for row in library.first_rows(View(), 2))
    library.mark([x], Marking(bookmarked=True))
    settings_file.write_text("# other\n")

    done = restore(backup, other, settings=settings_file)  # while the library is open
    assert done.added == 41
    assert library.poll()
    assert {row.key: row.bookmarked for row in library.rows(library.rowids(View()))}[x] is False
    assert library.counts().stored == 43
    assert len(library.notes.all()) == 1
    library.mark([y], Marking(read=True))
    library.close()
    state, settings = done.aside
    assert json.loads((state / "bookmarks.json").read_text())["bookmarks"]["1"]["key"] == x
    assert (settings.read_text(), settings_file.read_text()) == ("# other\n", "# mine\n")
    filled.close()
    known, after = whole(filled.folder), whole(other)
    assert {name: after[name] for name in known if name not in ("feeds", "notes")} == {
        name: value for name, value in known.items() if name not in ("feeds", "notes")
    }
    assert check(other) == []
    assert restore(backup, other, settings=settings_file).added == 0


def test_a_restore_that_is_cut_short_is_finished_or_never_was(
    filled: Library, tmp_path: Path, settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before each renaming in turn, and what is opened afterwards is the one or the other."""
    backup = tmp_path / "mine.zip"
    back_up(filled.folder, backup, settings=settings_file)
    filled.close()
    seen = set()
    real = Path.rename
    for stop in range(4):
        folder = tmp_path / f"at {stop}"
        Library.open(folder).close()
        count = 0

        def rename(self: Path, target: Path, stop: int = stop) -> Path:
            nonlocal count
            if self.name == "state" or self.name == "state.restored":
                count += 1
                if count > stop:
                    raise KeyboardInterrupt
            return real(self, target)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "rename", rename)
            if stop < 3:
                with pytest.raises(KeyboardInterrupt):
                    restore(backup, folder, settings=settings_file)
            else:
                restore(backup, folder, settings=settings_file)
        library = Library.open(folder)
        assert not library.damaged
        followed = [feed.title for feed in library.feeds() if feed.followed]
        assert followed in ([], ["Mine"])
        seen.add((stop, bool(followed)))
        library.close()
        restore(backup, folder, settings=settings_file)
        assert check(folder) == []
    assert seen == {(0, False), (1, False), (2, True), (3, True)}


def test_a_backup_never_takes_the_place_of_a_file_unasked(
    filled: Library, tmp_path: Path, settings_file: Path
) -> None:
    backup = tmp_path / "mine.zip"
    backup.write_text("mine")
    with pytest.raises(LibraryError, match="exists already"):
        back_up(filled.folder, backup, settings=settings_file)
    assert backup.read_text() == "mine"
    back_up(filled.folder, backup, settings=settings_file, overwrite=True)
    assert verify(backup).files
    with pytest.raises(LibraryError):
        back_up(filled.folder, tmp_path, settings=settings_file, overwrite=True)
    with pytest.raises(LibraryError, match="cannot write"):
        back_up(filled.folder, tmp_path / "no" / "such.zip", settings=settings_file)


def test_nothing_damaged_is_backed_up(filled: Library, tmp_path: Path, settings_file: Path) -> None:
    filled.close()
    (filled.folder / "state" / "bookmarks.json").write_bytes(b"")
    with pytest.raises(LibraryError, match="reader check"):
        back_up(filled.folder, tmp_path / "mine.zip", settings=settings_file)
    assert not list(tmp_path.glob("*mine.zip*"))


# --- what is no backup ------------------------------------------------------------------------


@pytest.fixture
def backup(filled: Library, tmp_path: Path, settings_file: Path) -> Path:
    path = tmp_path / "mine.zip"
    back_up(filled.folder, path, settings=settings_file, articles=True)
    filled.close()
    return path


def refused(path: Path, folder: Path) -> str:
    """The one line that refuses it; nothing is changed in the library or around it."""
    before = tree(folder.parent)
    with pytest.raises(LibraryError) as caught:
        restore(path, folder, settings=folder.parent / "config" / "settings.toml")
    assert tree(folder.parent) == before
    with pytest.raises(LibraryError):
        verify_all(path, folder)
    return one_line(caught.value)


def verify_all(path: Path, folder: Path) -> None:
    restore(path, folder.parent / "another", settings=folder.parent / "another.toml")


def remade(
    backup: Path, *, manifest: Callable[[dict[str, object]], object] | None = None
) -> dict[str, bytes]:
    with zipfile.ZipFile(backup) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    if manifest:
        listed = json.loads(files["manifest.json"])
        manifest(listed)
        files["manifest.json"] = json.dumps(listed).encode()
    return files


def zipped(path: Path, files: dict[str, bytes], *more: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """With the list of contents made to fit what is given, so that nothing else gives it away."""
    listed = json.loads(files["manifest.json"])
    everything = [*files.items(), *more]
    names = {name.filename if isinstance(name, zipfile.ZipInfo) else name: data for name, data in everything}
    del names["manifest.json"]
    listed["files"] = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in names.items()
    }
    files = files | {"manifest.json": json.dumps(listed).encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [*files.items(), *more]:
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "/tmp/evil.json",
        "state/../../evil.json",
        "state/texts/../../../evil.json",
        "state\\..\\..\\evil.json",
        "C:\\evil.json",
        "state/evil.json/",
        "state/.lock",
        "state/read/2026-11.json.previous",
        "other.txt",
    ],
)
def test_names_that_are_nothing_of_readers(backup: Path, filled: Library, tmp_path: Path, name: str) -> None:
    hostile = zipped(tmp_path / "hostile.zip", remade(backup), (name, b"{}"))
    assert "no sound backup" in refused(hostile, filled.folder)
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o600, stat.S_IFDIR | 0o700])
def test_links_and_other_special_files(backup: Path, filled: Library, tmp_path: Path, mode: int) -> None:
    info = zipfile.ZipInfo("state/searches.json")
    info.external_attr = mode << 16
    hostile = zipped(tmp_path / "hostile.zip", remade(backup), (info, b"/etc/passwd"))
    assert "regular file" in refused(hostile, filled.folder)


def test_a_file_twice(backup: Path, filled: Library, tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        hostile = zipped(tmp_path / "twice.zip", remade(backup), ("state/feeds.json", b"{}"))
    refused(hostile, filled.folder)


def test_a_bomb_ends_at_the_size_that_it_admits(backup: Path, filled: Library, tmp_path: Path) -> None:
    files = remade(backup)
    zipped(tmp_path / "bomb.zip", files | {"state/feeds.json": b" " * (200 << 20)})
    assert "larger" in refused(tmp_path / "bomb.zip", filled.folder)

    def lie(listed: dict[str, object]) -> None:
        listed["files"]["state/feeds.json"]["size"] = 100  # type: ignore[index]

    lying = remade(tmp_path / "bomb.zip", manifest=lie)
    with zipfile.ZipFile(tmp_path / "lie.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in lying.items():
            archive.writestr(name, data)
    assert "larger than it says" in refused(tmp_path / "lie.zip", filled.folder)

    def boast(listed: dict[str, object]) -> None:
        listed["files"]["articles.sqlite3"]["size"] = 1 << 60  # type: ignore[index]

    with zipfile.ZipFile(tmp_path / "boast.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in remade(backup, manifest=boast).items():
            archive.writestr(name, data)
    assert "more than there is free" in refused(tmp_path / "boast.zip", filled.folder)


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"not a zip at all" * 99, b"{}", None],
    ids=["empty", "two bytes", "text", "json", "another zip"],
)
def test_other_files(backup: Path, filled: Library, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "other.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hello.txt", "hello")
    else:
        path.write_bytes(content)
    assert "no sound backup" in refused(path, filled.folder)
    assert "no such file" in refused(tmp_path / "missing.zip", filled.folder)


def test_a_backup_that_is_cut_off_or_changed_anywhere(backup: Path, filled: Library, tmp_path: Path) -> None:
    sound, broken = backup.read_bytes(), tmp_path / "broken.zip"
    chance = random.Random(5)
    for part in range(12):
        broken.write_bytes(sound[: len(sound) * part // 12])
        refused(broken, filled.folder)
    for _ in range(25):
        at = chance.randrange(len(sound))
        broken.write_bytes(sound[:at] + bytes([sound[at] ^ 0x41]) + sound[at + 1 :])
        try:
            contents = verify(broken)
        except LibraryError as error:
            one_line(error)
        else:
            assert contents == verify(backup)  # a byte that says nothing, such as a time


@pytest.mark.parametrize(
    "change",
    [
        lambda listed: listed.pop("files"),
        lambda listed: listed.update(files=[]),
        lambda listed: listed.update(format="another"),
        lambda listed: listed.update(version=2),
        lambda listed: listed["files"].update({"state/feeds.json": 7}),
        lambda listed: listed["files"]["state/feeds.json"].update(size=-1),
        lambda listed: listed["files"]["state/feeds.json"].update(sha256="0" * 64),
        lambda listed: listed["files"].pop("state/feeds.json"),
    ],
)
def test_lists_of_contents_that_are_wrong(
    backup: Path, filled: Library, tmp_path: Path, change: Callable[[dict[str, object]], object]
) -> None:
    path = tmp_path / "wrong.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in remade(backup, manifest=change).items():
            archive.writestr(name, data)
    refused(path, filled.folder)


@pytest.mark.parametrize("content", [b"", b"[", b"[]", b'{"bookmarks": {"x": {}}}', b"\xff" * 50])
def test_state_that_cannot_be_read(backup: Path, filled: Library, tmp_path: Path, content: bytes) -> None:
    path = zipped(tmp_path / "state.zip", remade(backup) | {"state/bookmarks.json": content})
    assert "bookmarks.json" in refused(path, filled.folder)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER evil AFTER INSERT ON articles BEGIN DELETE FROM articles; END",
        "CREATE VIEW evil AS SELECT 1",
        "CREATE TABLE evil(x)",
        "DROP INDEX articles_by_date",
        "PRAGMA user_version = 9999",
        "PRAGMA user_version = 0",
    ],
)
def test_an_archive_that_was_tampered_with(
    backup: Path, filled: Library, tmp_path: Path, statement: str
) -> None:
    files = remade(backup)
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(files["articles.sqlite3"])
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute(statement)
    connection.close()
    path = zipped(tmp_path / "tampered.zip", files | {"articles.sqlite3": copy.read_bytes()})
    copy.unlink()
    refused(path, filled.folder)


def test_a_disk_without_room(backup: Path, filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("usage", (), {"free": 1000}))
    assert "more than there is free" in refused(backup, filled.folder)


def test_everything_is_private(
    filled: Library, tmp_path: Path, settings_file: Path, wide_umask: None
) -> None:
    backup, new = tmp_path / "mine.zip", tmp_path / "new"
    back_up(filled.folder, backup, settings=settings_file, articles=True)
    restore(backup, new, settings=tmp_path / "new config" / "settings.toml")
    restore(backup, new, settings=tmp_path / "new config" / "settings.toml")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    for path in (new, *new.rglob("*"), *(tmp_path / "new config").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
