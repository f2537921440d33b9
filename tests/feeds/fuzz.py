"""Mutated feeds and pages until something breaks: python -m tests.feeds.fuzz [SECONDS] (needs atheris)

Whatever the bytes, reading them ends in entries that hold what the model promises, or in a ParseError.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reader", "feedparser"]):
    from reader.errors import ParseError
    from reader.feeds.found import FoundFeeds
    from reader.feeds.source import read_source
    from reader.model import Document, Entry
    from reader.text.clean import DANGEROUS, clean, clean_line
    from tests.feeds import samples

URLS = ("https://news.example/feed", "file:///home/somebody/feed.txt")


def read(data: bytes) -> None:
    """One input: its first byte chooses what the source is taken for, the rest is the source."""
    if not data:
        return
    url, kind = URLS[data[0] & 1], ("any", "feed", "article")[data[0] // 2 % 3]
    try:
        found = read_source(data[1:], url, kind=kind)  # type: ignore[arg-type]
    except (ParseError, RecursionError):  # the worker puts the second in words
        return
    if isinstance(found, FoundFeeds):
        assert all(link.lower().startswith(("http://", "https://")) for link in found.urls)
        return
    for entry in found.entries:
        check(entry)
    line = data[1:].decode("utf-8", "replace")
    assert len(clean(line)) == len(line)
    assert clean(clean(line)) == clean(line)


def check(entry: Entry) -> None:
    """What every stored entry promises."""
    assert entry.entry_id
    for words in (entry.title, entry.author, entry.source):
        assert words == clean_line(words), words
    assert entry.url == "" or entry.url.lower().startswith(("http://", "https://", "mailto:")), entry.url
    check_document(entry.document)


def check_document(document: Document) -> None:
    assert not DANGEROUS.search(document.text)
    end = 0
    for block in document.blocks:
        assert end <= block.start <= block.end <= len(document.text)
        end = block.end
    for link in document.links:
        assert 0 <= link.start <= link.end <= len(document.text)
        assert link.url.lower().startswith(("http://", "https://", "mailto:"))


def main() -> None:
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    with tempfile.TemporaryDirectory() as corpus:
        seeds = [value for value in vars(samples).values() if isinstance(value, str) and len(value) > 200]
        for number, seed in enumerate(seeds):
            for kind in range(6):
                (Path(corpus) / f"{number}-{kind}").write_bytes(bytes([kind]) + seed.encode())
        arguments = [sys.argv[0], corpus, f"-max_total_time={seconds}", "-max_len=20000", "-timeout=20"]
        atheris.Setup(arguments, read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
