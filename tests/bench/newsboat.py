"""newsboat over the same articles, where it is installed: its first screen, its reload."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path

FIRST_SCREEN = "Your feeds"
_NOWHERE = "http://127.0.0.1:1/none.xml"  # nothing listens there: the reload only makes the tables


def is_installed() -> bool:
    return shutil.which("newsboat") is not None


def command(home: Path, *arguments: str) -> list[str]:
    """Runs newsboat with all that it keeps in `home`."""
    files = ("-u", str(home / "urls"), "-C", str(home / "config"), "-c", str(home / "cache.db"))
    return ["newsboat", *files, *arguments]


def prepare(home: Path, urls: Sequence[str]) -> None:
    """A folder for newsboat that follows these feeds."""
    home.mkdir(parents=True)
    (home / "urls").write_text("\n".join(urls) + "\n")
    (home / "config").write_text("")


def reload(home: Path) -> list[str]:
    """The command that visits every feed once and ends."""
    return command(home, "-q", "-x", "reload")


def copy_articles(archive: Path, home: Path) -> None:
    """Give newsboat the articles of a Reader library, nine tenths of them read, in new files at `home`."""
    prepare(home, [_NOWHERE])
    subprocess.run(reload(home), check=False, capture_output=True)
    source = sqlite3.connect(archive)
    urls = [url for (url,) in source.execute("SELECT url FROM feeds ORDER BY number")]
    (home / "urls").write_text("\n".join(urls) + "\n")
    cache = sqlite3.connect(home / "cache.db")
    with cache:
        cache.executemany(
            "INSERT INTO rss_feed(rssurl, url, title) VALUES (?, ?, ?)", [(url, url, url) for url in urls]
        )
        cache.executemany(
            "INSERT INTO rss_item(guid, title, author, url, feedurl, pubDate, content, unread)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            source.execute(
                "SELECT a.entry_id, a.title, a.author, a.url, f.url, a.published, t.text, a.id % 10 = 0"
                " FROM articles a JOIN feeds f ON f.number = a.feed JOIN texts t ON t.id = a.id"
            ),
        )
    cache.close()
    source.close()
