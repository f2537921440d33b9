"""Every change of state can be taken back and made again, in the order of the keys."""

from __future__ import annotations

from reader.errors import LibraryError
from reader.tui.changes import Change
from tests.tui.screens import on_stage
from tests.tui.shelf import MemoryShelf, generated_row


def row(shelf: MemoryShelf, number: int) -> tuple[bool, bool]:
    """Whether an article is read and bookmarked."""
    stored = shelf.article(generated_row(number, 40).key).row
    return stored.read, stored.bookmarked


async def test_redo_makes_again_what_undo_took_back_one_after_the_other() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("u", "j", "b")
        assert stage.notice == "bookmarked · z undoes"
        await stage.press("z", "z")
        assert stage.notice == "undone: marked read · Ctrl+R does it again"
        assert [row(shelf, 0), row(shelf, 1)] == [(False, False), (False, False)]
        await stage.press("ctrl+r")
        assert [row(shelf, 0), row(shelf, 1)] == [(True, False), (False, False)]
        assert stage.screen.list.row_at(0).read  # type: ignore[union-attr]
        await stage.press("ctrl+r", "ctrl+r")
        assert [row(shelf, 0), row(shelf, 1)] == [(True, False), (False, True)]
        assert stage.screen.list.row_at(1).bookmarked  # type: ignore[union-attr]
        assert stage.notice == "nothing to do again"


async def test_a_new_change_forgets_what_was_undone() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("u", "z", "b", "ctrl+r")
        assert stage.notice == "nothing to do again"
        assert row(shelf, 0) == (False, True)


async def test_keys_pressed_faster_than_they_are_written_are_undone_in_their_order() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("u", "b", "z", "z", "ctrl+r", "z", "b")
        assert row(shelf, 0) == (False, True)
        shown = stage.screen.list.row_at(0)
        assert shown is not None
        assert (shown.read, shown.bookmarked) == (False, True)
        assert stage.screen.shown_row == shown


async def test_changes_of_any_kind_share_one_history() -> None:
    shelf = MemoryShelf()
    tags: list[str] = []

    def add() -> str:
        tags.append("water")
        return "water"

    async with on_stage(shelf) as stage:
        await stage.press("b")
        stage.screen.states.change(Change("tagged water", add, tags.remove))
        await stage.settle()
        assert (tags, stage.notice) == (["water"], "tagged water · z undoes")
        await stage.press("z")
        assert (tags, row(shelf, 0)) == ([], (False, True))
        await stage.press("z")
        assert row(shelf, 0) == (False, False)
        await stage.press("ctrl+r", "ctrl+r")
        assert (tags, row(shelf, 0)) == (["water"], (False, True))


async def test_a_change_that_changes_nothing_is_not_undone() -> None:
    nothing: Change[dict[str, str]] = Change("tagged", dict, list)
    async with on_stage() as stage:
        stage.screen.states.change(nothing)
        await stage.settle()
        assert stage.notice == "tagged"
        await stage.press("z")
        assert stage.notice == "nothing to undo"


async def test_what_cannot_be_written_is_shown_as_it_is_stored() -> None:
    shelf = MemoryShelf()
    async with on_stage(shelf) as stage:
        await stage.press("u")
        shelf.broken = "the disk is full"
        await stage.press("z")
        assert stage.notice == "could not undo: the disk is full"
        assert stage.screen.list.row_at(0).read  # type: ignore[union-attr]
        await stage.press("b")
        assert stage.notice == "the disk is full"
        assert not stage.screen.list.row_at(0).bookmarked  # type: ignore[union-attr]


async def test_a_change_that_is_refused_leaves_the_history_alone() -> None:
    def refuse() -> None:
        raise LibraryError("a tag has a letter")

    async with on_stage() as stage:
        await stage.press("b")
        stage.screen.states.change(Change("tagged", refuse, lambda _: None))
        await stage.settle()
        assert stage.notice == "a tag has a letter"
        await stage.press("z")
        assert stage.notice == "undone: bookmarked · Ctrl+R does it again"
