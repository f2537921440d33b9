"""What somebody sees who opens the program for the first time, and what that person types in one go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Site
from tests.terminal.newcomer import FEED, FRAMES, first_run, opened

SEEN = {
    "start": ("Starter edition", "William Ruto", "of 12"),
    "help": ("Everywhere", "Read the article", "Esc closes"),
    "read": ("11 unread",),
    "name": ("William Ruto  President, Kenya",),
    "bookmark": ("★ 1", "undoes"),
    "undone": ("undone",),
    "unread": ("12 unread",),
    "search": ("treaty", "of 3", "Esc"),
    "import": ("address of a feed", "Enter"),
    "imported": ("Ferries are to run at night", "Strait Courier"),
    "person": ("Mira Kolstad", "Transport Minister", "Norway", "Quay opened in Stavanger"),
    "bookmarked": ("★ 1",),
    "started-again": ("★ 1", "Ferries are to run at night"),
}
"""What must be on the frame of each step."""


def test_a_newcomer_gets_along_with_what_the_screen_says(tmp_path: Path, site: Site) -> None:
    frames: dict[str, str] = {}
    first_run(tmp_path, site.put("/feed", FEED), frames.__setitem__)
    assert list(frames) == list(SEEN)
    for name, wanted in SEEN.items():
        assert [words for words in wanted if words not in frames[name]] == [], frames[name]
    assert "★" not in frames["undone"]


@pytest.mark.parametrize("number", range(1, len(SEEN) + 1))
def test_the_frames_that_are_kept_show_each_step(number: int) -> None:
    name = list(SEEN)[number - 1]
    frame = (FRAMES / f"{number:02}-{name}.txt").read_text(encoding="utf-8")
    assert [words for words in SEEN[name] if words not in frame] == [], frame


def test_words_typed_right_behind_a_key_reach_what_it_opens(tmp_path: Path) -> None:
    with opened(tmp_path) as screen:
        screen.shows("12 unread", "? help", "William Ruto")
        screen.type("/treaty")
        screen.shows("of 3")
