"""Verifying a library, and mending what can be mended: what `reader check` does.

Nothing is changed unless asked for, and what is damaged is put aside, never deleted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reader.errors import DamagedError, NotStoredError
from reader.library.conflicts import put_aside
from reader.library.database import Database
from reader.library.faults import told
from reader.library.files import FILE_MODE, FOLDER_MODE, WINDOWS
from reader.library.library import Library
from reader.library.restoring import STAGING
from reader.library.salvage import salvage
from reader.library.state import RESTORED, State
from reader.library.texts import Texts


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a library, in one line, and what mending it does ("" for what
    cannot be mended)."""

    what: str
    remedy: str = ""
    mended: bool = False


_STORED = "EXISTS (SELECT 1 FROM articles a WHERE a.key = forgotten.key)"

Found = tuple[Finding, Callable[[], object]]  # what is wrong, and what mends it


def check(folder: Path, *, mend: bool = False) -> list[Finding]:
    """Verify the state and the archive of a folder, thoroughly: a second or so for 10,000 articles.

    With `mend`, what can be mended is, and is said to be. LibraryError when the folder cannot be used
    at all.
    """
    findings = []
    for step in (_state, _archive, _texts, _privacy):
        for finding, mended in step(folder):
            if mend and finding.remedy:
                mended()
                findings.append(replace(finding, mended=True))
            else:
                findings.append(finding)
    return findings


def _state(folder: Path) -> Iterator[Found]:
    state = State(folder / "state")
    try:
        for file in state.files():
            if file.damage is not None:
                kept = sum(len(table) for table in file.tables.values())
                remedy = f"puts it aside and its last good copy, {kept} lines, in its place"
                yield Finding(str(file.damage), remedy), file.restore
        for path, error in state.unmerged.items():
            yield Finding(str(error), "puts it aside"), partial(put_aside, path)
        for path, count in state.ignored.items():
            what = f"{path}: of its documents {count} cannot be used, or have the name of another one"
            yield Finding(f"{what}; they are left alone"), _nothing
        yield from _left_over(folder)
    finally:
        state.close()


def _left_over(folder: Path) -> Iterator[Found]:
    """What a restore that was interrupted has left: parts of the backup, nothing of the person's."""
    for name in (STAGING, RESTORED):
        if (folder / name).exists():
            finding = Finding(f"{folder / name} was left by a restore that was interrupted", "removes it")
            yield finding, partial(shutil.rmtree, folder / name)


def _nothing() -> None:
    """What cannot be mended stays."""


def _archive(folder: Path) -> Iterator[Found]:
    path = folder / "articles.sqlite3"
    state = State(folder / "state")
    rescue = "saves what can be read into a new archive and puts this one aside"
    try:
        if not path.exists():
            return
        database = Database(path, state.lock)
        try:
            with database.reading() as connection:
                problems = connection.execute("PRAGMA quick_check").fetchall()
                problems += connection.execute("PRAGMA foreign_key_check").fetchall()
            index = _index_problem(database)
            dead = _useless_tombstones(database)
        finally:
            database.close()
        if problems != [("ok",)]:
            yield (
                Finding(f"{path} is damaged: {_first(problems)}", rescue),
                partial(salvage, path, state.lock),
            )
        elif index:
            remedy = "makes the search index anew from the texts"
            finding = Finding(f"{path}: the search index is damaged: {index}", remedy)
            yield finding, partial(_reindex, path, state)
        elif dead:
            what = f"{path}: {dead} articles are stored and noted as deleted at once"
            yield Finding(what, "takes the notes away"), partial(_drop_useless_tombstones, path, state)
    except DamagedError as error:
        yield Finding(str(error), rescue), partial(salvage, path, state.lock)
    finally:
        state.close()


def _index_problem(database: Database) -> str:
    """What is wrong with the search index: it is compared with the texts, as rank 1 asks for."""
    try:
        with database.writing() as connection:
            connection.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except DamagedError as error:
        return str(error.__cause__)
    return ""


def _useless_tombstones(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(f"SELECT count(*) FROM forgotten WHERE {_STORED}").fetchone()[0])


def _drop_useless_tombstones(path: Path, state: State) -> None:
    database = Database(path, state.lock)
    try:
        with database.writing() as connection:
            connection.execute(f"DELETE FROM forgotten WHERE {_STORED}")
    finally:
        database.close()


def _reindex(path: Path, state: State) -> None:
    database = Database(path, state.lock)
    try:
        with database.writing() as connection:
            connection.execute("INSERT INTO search(search) VALUES ('rebuild')")
    finally:
        database.close()


def _texts(folder: Path) -> Iterator[Found]:
    """Everything bookmarked, noted or tagged has its article, in the archive and as a copy."""
    try:
        library = Library.open(folder)
    except DamagedError:
        return  # has been told of
    state = State(folder / "state")
    texts = Texts(state.folder / "texts", state.lock)
    try:
        for key in sorted(state.kept):
            copy = _has_copy(texts, key)
            name = _name(state, key)
            try:
                article = library.article(key)
            except DamagedError:
                continue  # has been told of
            except NotStoredError:
                remedy = "puts it back into the archive from its copy" if copy else ""
                what = (
                    "is not in the archive" if copy else "is lost: it is not in the archive, and has no copy"
                )
                yield Finding(f"{name} {what}", remedy), library.put_back
                continue
            if not copy:
                finding = Finding(f"{name} has no copy of its text", "writes one")
                yield finding, partial(texts.keep, article)
    finally:
        library.close()
        state.close()


def _name(state: State, key: str) -> str:
    title = state.bookmarks.get(key, {}).get("title")
    why = "bookmarked" if key in state.bookmarks else "noted" if key in state.noted else "tagged"
    return f"the {why} article {key}" + (f" ({title})" if title else "")


def _has_copy(texts: Texts, key: str) -> bool:
    try:
        return texts.entry(key) is not None
    except DamagedError:
        return False


def _privacy(folder: Path) -> Iterator[Found]:
    if WINDOWS:
        return
    stored = (folder / "state", *(folder / "state").rglob("*"), *folder.glob("articles.sqlite3*"))
    open_to_others = {path: mode for path in stored if (mode := _too_open(path))}
    if open_to_others:
        path, mode = next(iter(open_to_others.items()))
        more = f", and {len(open_to_others) - 1} more" if len(open_to_others) > 1 else ""
        finding = Finding(f"{path} may be read by others (mode {mode:o}){more}", "closes it to them")
        yield finding, partial(_close_to_others, list(open_to_others))


def _too_open(path: Path) -> int:
    """The mode of what others may use, 0 for what is private."""
    mode = path.stat().st_mode & 0o777
    return mode if mode & ~_private(path) else 0


def _private(path: Path) -> int:
    return FOLDER_MODE if path.is_dir() else FILE_MODE


def _close_to_others(paths: list[Path]) -> None:
    for path in paths:
        with told("change the mode of", path):
            path.chmod(_private(path))


def _first(problems: list[tuple[object, ...]]) -> str:
    text = " ".join(str(value) for value in problems[0]).splitlines()[0]
    return text if len(problems) == 1 else f"{text}, and {len(problems) - 1} more"
