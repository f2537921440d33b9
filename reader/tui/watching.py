"""Following and muting somebody or some place from a page, as changes that can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Watched, WatchedKind
from reader.tui.changes import Change
from reader.tui.pages import Kind, Watching

if TYPE_CHECKING:
    from reader.library.watching import Watching as Watches
    from reader.tui.pages import Subject

_KINDS = {Kind.PERSON: WatchedKind.PERSON, Kind.PLACE: WatchedKind.PLACE}
_IN_WORDS = {
    Watching.NOT: "watched no more",
    Watching.FOLLOWED: "followed",
    Watching.MUTED: "muted",
}
Before = tuple[Watched | None]


def watching_now(watches: Watches, subject: Subject) -> Watching:
    """Whether a person or place is followed or muted."""
    one = _watched(watches, subject)
    return Watching.NOT if one is None else Watching.MUTED if one.muted else Watching.FOLLOWED


def watching_change(watches: Watches, subject: Subject, watching: Watching) -> Change[Before]:
    """The change to this."""
    kind, name = _KINDS[subject.kind], subject.name

    def apply() -> Before:
        if watching is Watching.NOT:
            return (watches.forget(kind, name),)
        watch = watches.mute if watching is Watching.MUTED else watches.follow
        return (watch(kind, name),)

    def revert(before: Before) -> None:
        if before[0] is None:
            watches.forget(kind, name)
        else:
            watches.put_back(before[0])

    return Change(f"{name} {_IN_WORDS[watching]}", apply, revert)


def _watched(watches: Watches, subject: Subject) -> Watched | None:
    kind, name = _KINDS[subject.kind], subject.name.casefold()
    return next((one for one in watches.all() if one.kind is kind and one.name.casefold() == name), None)
