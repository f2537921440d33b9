"""What the library costs: `python -m tests.bench.library FOLDER`, over a folder that corpus.py built.

Every figure stands beside a raw one of the same run: the bare SQLite query, or the bare fsync and
rename, that the work cannot do without. Times in milliseconds, medians where not said otherwise.
Marks are set and taken back; the folder is left as it was.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reader.library.library import Library
from reader.model import Marking, Sort, View
from tests.bench.report import figures, plain, start

ROUNDS = 21
MARKS = 200
Measured = list[float]

_OPEN = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from reader.library.library import Library
from reader.model import View
library = Library.open(Path(sys.argv[1]))
rows = library.first_rows(View(unread=sys.argv[2] == "unread"), 100)
print((time.perf_counter() - start) * 1000, len(rows))
"""
_RAW_OPEN = """
import sys, time
start = time.perf_counter()
import json, sqlite3
from pathlib import Path
folder = Path(sys.argv[1])
for path in [*folder.glob("state/*.json"), *folder.glob("state/read/*.json")]:
    json.loads(path.read_bytes())
query = "SELECT * FROM articles a JOIN feeds f ON f.number = a.feed ORDER BY published DESC, a.id DESC LIMIT 100"
rows = sqlite3.connect(folder / "articles.sqlite3").execute(query).fetchall()
print((time.perf_counter() - start) * 1000, len(rows))
"""


def timed(work: Callable[[], object], rounds: int = ROUNDS) -> Measured:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def processes(script: str, *arguments: str) -> Measured:
    """What a script measures of itself, each time in a new process."""
    runs = [
        subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
        for _ in range(9)
    ]
    return [float(run.stdout.split()[0]) for run in runs]


def replaced(path: Path) -> Callable[[], None]:
    """The bare way to replace a file durably, with the content it has."""
    content, temporary = path.read_bytes(), path.with_name("bench.tmp")

    def replace() -> None:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(descriptor, content)
        os.fsync(descriptor)
        os.close(descriptor)
        temporary.replace(temporary.with_name("bench.out"))
        descriptor = os.open(path.parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)

    return replace


def main(folder: Path) -> None:
    raw = sqlite3.connect(folder / "articles.sqlite3")
    opening(folder)
    library = Library.open(folder)
    reading(library, raw)
    searching(library, raw)
    marking(library, folder)
    library.close()
    plain(
        "the archive, for each article",
        sum(path.stat().st_size for path in folder.glob("articles.sqlite3*") if "version" not in path.name)
        / raw.execute("SELECT count(*) FROM articles").fetchone()[0]
        / 1024,
        "KiB",
        raw.execute("SELECT avg(length(CAST(text AS BLOB))) FROM texts").fetchone()[0] / 1024,
        "the text alone",
    )


def opening(folder: Path) -> None:
    bare = processes(_RAW_OPEN, str(folder))
    for kind in ("all", "unread"):
        name = f"import, open, first 100 rows ({kind})"
        figures(name, processes(_OPEN, str(folder), kind), bare, "json.loads of the state, one query")


def reading(library: Library, raw: sqlite3.Connection) -> None:
    every = timed(lambda: raw.execute("SELECT id FROM articles ORDER BY published DESC, id DESC").fetchall())
    begun = time.perf_counter()
    rowids = library.rowids(View())
    first = [(time.perf_counter() - begun) * 1000]
    figures("order of all, the first time", first, every, "ids of all, ordered")
    row = library.rows(rowids[:1])[0]
    views = {
        "all": View(),
        "unread": View(unread=True),
        "bookmarked": View(bookmarked=True),
        "one feed": View(feed_id=row.feed_id),
        "by title": View(sort=Sort.TITLE),
        "unread by source": View(unread=True, sort=Sort.SOURCE),
    }
    for name, view in views.items():
        figures(f"view: {name}", timed(partial(library.rowids, view)), every, "ids of all, ordered")
    figures("counts", timed(library.counts), every, "ids of all, ordered")
    middle = rowids[len(rowids) // 2 :][:100]
    columns = "a.id, key, a.title, a.url, f.id, f.url, source, f.title, published"
    page = f"SELECT {columns} FROM articles a JOIN feeds f ON f.number = a.feed WHERE a.id IN ({','.join(map(str, middle))})"
    bare = timed(lambda: raw.execute(page).fetchall())
    figures("page of 100 rows", timed(lambda: library.rows(middle)), bare, "the same rows")
    text = "SELECT * FROM articles JOIN texts USING(id) LEFT JOIN annotations USING(id) WHERE id = ?"
    bare = timed(lambda: raw.execute(text, (middle[0],)).fetchall())
    figures("one article with its marks", timed(lambda: library.article(row.key)), bare, "the same rows")


def searching(library: Library, raw: sqlite3.Connection) -> None:
    words = next(word for (word,) in raw.execute("SELECT text FROM texts ORDER BY id DESC LIMIT 1")).split()
    rare = sorted((word.strip(",.").lower() for word in words), key=len)[-1]
    most = "SELECT e.shown FROM mentions m JOIN entities e ON e.id = m.entity WHERE e.kind = ?"
    most += " GROUP BY e.id ORDER BY count(*) DESC LIMIT 1"
    named, place = (raw.execute(most, (kind,)).fetchone()[0] for kind in ("person", "place"))
    common = ["government", "minister", "court"]
    queries = {
        f"word in most ({common[0]})": f"{common[0]} ",
        f"word in some ({rare})": f"{rare} ",
        "phrase": '"the government of"',
        "prefix": "gove",
        "two words": f"{common[1]} {common[2]} ",
        "one without another": f"{common[2]} -{common[1]} ",
        "exclusion alone": f"-{rare} ",
        "most named person": f'who:"{named}"',
        "a person, a place, unread": f'who:"{named}" where:{place} is:unread',
        "a month": "after:2026-10 before:2026-11",
        "OR": f"{rare} OR {words[3].strip(',.')} ",
    }
    newest = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 50"
    bare = timed(lambda: raw.execute(newest, ('"government"',)).fetchall())
    for name, query in queries.items():
        view, unread = View(search=query), View(search=query, unread=True)
        hits = len(library.rowids(view))
        figures(
            f"search: {name}, {hits} hits", timed(partial(library.rowids, view)), bare, "newest 50 by FTS5"
        )
        figures(
            f"- its unread, {len(library.rowids(unread))}",
            timed(partial(library.rowids, unread)),
            bare,
            "same",
        )
        for what, first in (("newest 50 with excerpts", view), ("newest 50 unread with excerpts", unread)):
            figures(f"- its {what}", timed(partial(_excerpted, library, first)), bare, "same")


def _excerpted(library: Library, view: View) -> int:
    """What a screen shows of a search at first."""
    rows = library.first_rows(view, 50)
    return len(library.snippets([row.rowid for row in rows], view.search))


def marking(library: Library, folder: Path) -> None:
    unread = library.rows(library.rowids(View(unread=True))[:MARKS])
    keys = [row.key for row in unread]
    marks = iter(keys)
    measured = timed(lambda: library.mark([next(marks)], Marking(read=True)), len(keys))
    (newest,) = sorted((folder / "state" / "read").glob("*.json"))[-1:]
    bare = timed(replaced(newest), MARKS)
    figures("mark read", measured, bare, "fsync and rename of that file")
    marks = iter(keys)
    measured = timed(lambda: library.mark([next(marks)], Marking(read=False)), len(keys))
    figures("mark unread", measured, bare, "same")
    bare = timed(replaced(folder / "state" / "bookmarks.json"), MARKS)
    plain = [row.key for row in unread if not row.bookmarked]
    marks = iter(plain)
    measured = timed(lambda: library.mark([next(marks)], Marking(bookmarked=True)), len(plain))
    figures("bookmark", measured, bare, "fsync and rename of that file")
    marks = iter(plain)
    measured = timed(lambda: library.mark([next(marks)], Marking(bookmarked=False)), len(plain))
    figures("remove a bookmark", measured, bare, "same")
    many = [row.key for row in library.rows(library.rowids(View(unread=True))[:10_000])]
    measured = timed(lambda: library.mark(many, Marking(read=True)), 1)
    figures(f"mark {len(many)} read", measured, bare, "same")
    measured = timed(lambda: library.mark(many, Marking(read=False)), 1)
    figures(f"mark {len(many)} unread", measured, bare, "same")
    figures("poll, nothing new", timed(library.poll, MARKS), bare, "same")
    for left in (*folder.glob("state/bench.*"), *folder.glob("state/read/bench.*")):
        left.unlink()


if __name__ == "__main__":
    start()
    main(Path(sys.argv[1]))
