"""The feeds that are followed: how each does, and everything one does to them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.services.viewing import NamedView, view_of_feed
from reader.text.clean import clean_line
from reader.tui.actions import Where
from reader.tui.changes import Change
from reader.tui.feed_lines import FeedOrder, details, feed_line, folder_in_words, ordered
from reader.tui.keys import bindings_for, hints, with_keys
from reader.tui.screens.dialog import AnsweringScreen
from reader.tui.screens.prompt import ChoicePrompt, LinePrompt
from reader.tui.widgets.list_head import ListHead
from reader.tui.widgets.page_foot import PageFoot
from reader.tui.work import Latest

if TYPE_CHECKING:
    from reader.model import Subscription
    from reader.services.subscribing import Subscribing
    from reader.services.subscriptions import FollowedFeed
    from reader.tui.screens.parts.gathering import GatherKeys

HINTS = (
    ("feeds-open", "articles"),
    ("feeds-add", "add"),
    ("feeds-refresh", "refresh"),
    ("feeds-remove", "remove"),
    ("feeds-suggested", "suggested"),
    ("feeds-sort", "sort"),
    ("feeds-help", "keys"),
)
NO_FEEDS = (
    "You follow no feed yet.\n\nPress {feeds-add} and give the address of a feed or of a page that has one,\n"
    "or the path of an OPML list from another reader.\n\n"
    "Press {feeds-suggested} to choose among feeds of public bodies."
)
ADDRESS = (
    "The address of a feed, or of a page: its feed is found. Or the path of an .opml list that another "
    "reader exported."
)
FOLDER = "The folder of this feed; a slash goes into one inside it (World/Asia). Empty for none."
TITLE = "What to call this feed; empty for what it calls itself."
TARGET = "The file to write the feeds to, as OPML that other readers import."


class FeedsRead(Message):
    """Every followed feed, by folder and title."""

    def __init__(self, feeds: Sequence[FollowedFeed]) -> None:
        super().__init__()
        self.feeds = feeds


class SuggestionsRead(Message):
    """Feeds to choose from."""

    def __init__(self, suggestions: Sequence[Subscription]) -> None:
        super().__init__()
        self.suggestions = suggestions


class FeedsScreen(AnsweringScreen[NamedView | None]):
    """Answers with the view of the feed whose articles are to be listed. `main` is the screen below,
    whose work, history and notices it shares."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.FEEDS)]
    DEFAULT_CSS = """
    FeedsScreen {
        & > ListHead { background: $panel; }
        & > OptionList {
            height: 1fr;
            border: none;
            padding: 0;
            background: $background;
            scrollbar-size-vertical: 1;
            &:focus { border: none; background-tint: $foreground 0%; }
            & > .option-list--option-highlighted,
            &:focus > .option-list--option-highlighted { background: $row-selected; color: $heading; }
            & > .option-list--option-disabled { color: $heading; text-style: bold; }
        }
        &:ansi OptionList > .option-list--option-highlighted,
        &:ansi OptionList:focus > .option-list--option-highlighted {
            background: ansi_default;
            color: ansi_default;
            text-style: bold underline;
        }
        & > Static { height: auto; max-height: 6; padding: 0 1; border-top: solid $rule; }
        & > #none { height: 1fr; max-height: 100%; padding: 1 2; border: none; display: none; }
        &.empty > #none { display: block; }
        &.empty > OptionList, &.empty > #details { display: none; }
    }
    """

    def __init__(self, main: GatherKeys, feeds: Subscribing) -> None:
        super().__init__()
        self._main = main
        self._feeds = feeds
        self._all: Sequence[FollowedFeed] = ()
        self._shown: list[FollowedFeed] = []
        self._order = FeedOrder.FOLDER
        self._chosen = ""
        """The id of the feed under the cursor: it stays there whatever becomes of the others."""
        self._reading = Latest(self._ask)
        self.head = ListHead()
        self.rows = OptionList(markup=False)
        self.about = Static(id="details")
        self.foot = PageFoot(main.pace.notice)

    def compose(self) -> ComposeResult:
        yield self.head
        yield Static(Content(with_keys(NO_FEEDS, self.app)), id="none")
        yield self.rows
        yield self.about
        yield self.foot

    def on_mount(self) -> None:
        self.head.name_shown = "Feeds"
        self.foot.hints = hints(HINTS, self.app)
        status = self._main.status
        self.watch(status, "notice", self._told, init=False)
        self.watch(status, "progress", self._told, init=False)
        self._told()

    def on_resize(self) -> None:
        self._list()

    # --- what it shows -----------------------------------------------------------------------

    def _told(self) -> None:
        """Something has been done, here or in the background: say so and look again."""
        status = self._main.status
        self.foot.place = status.progress
        self.foot.is_error = status.is_error
        self.foot.notice = status.notice
        self._read()

    def _read(self) -> None:
        self._reading.ask(lambda: FeedsRead(self._feeds.followed()))

    def _ask(self, call: Any) -> None:
        self._main.work.ask(call, self.post_message)

    @on(FeedsRead)
    def _feeds_read(self, message: FeedsRead) -> None:
        self._all = message.feeds
        self.set_class(not self._all, "empty")
        failing = sum(bool(one.feed.memory.error) for one in self._all)
        slow = sum(one.is_slow for one in self._all)
        parts = [f"{len(self._all)} followed"]
        parts += [f"{failing} failing"] if failing else []
        parts += [f"{slow} slow"] if slow else []
        self.head.name_shown = " · ".join(["Feeds", *parts])
        self._list()

    def _list(self) -> None:
        self.head.about = self._order.value
        self._shown = ordered(self._all, self._order)
        width = max(self.size.width - 2, 20)
        options: list[Option] = []
        folder, chosen = "", None
        for number, one in enumerate(self._shown):
            if self._order is FeedOrder.FOLDER and one.feed.folder != folder:
                options.append(Option(Content(f" {folder_in_words(one.feed.folder)}"), disabled=True))
            folder = one.feed.folder
            chosen = len(options) if one.feed.id == self._chosen else chosen
            options.append(Option(feed_line(one, width), id=str(number)))
        top = self.rows.scroll_offset.y
        at = self.rows.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            self.rows.clear_options()
            self.rows.add_options(options)
            if chosen is None and options:
                chosen = min(at, len(options) - 1) if at is not None else 0
                chosen += options[chosen].disabled
            self.rows.highlighted = chosen
        self.rows.scroll_to(y=top, animate=False)
        self._show_details()

    @property
    def selected(self) -> FollowedFeed | None:
        """The feed under the cursor."""
        at = self.rows.highlighted
        if at is None or at >= self.rows.option_count:
            return None
        number = self.rows.get_option_at_index(at).id
        return self._shown[int(number)] if number is not None else None

    @on(OptionList.OptionHighlighted)
    def _show_details(self) -> None:
        one = self.selected
        self._chosen = one.feed.id if one else self._chosen
        self.about.update(details(one, max(self.size.width - 2, 10)) if one else Content(""))

    def action_sort(self) -> None:
        orders = list(FeedOrder)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._list()

    # --- moving ------------------------------------------------------------------------------

    def action_cursor_down(self) -> None:
        self.rows.action_cursor_down()

    def action_cursor_up(self) -> None:
        self.rows.action_cursor_up()

    def action_page_down(self) -> None:
        self.call_next(self.rows.run_action, "page_down")

    def action_page_up(self) -> None:
        self.call_next(self.rows.run_action, "page_up")

    def action_first(self) -> None:
        self.rows.action_first()

    def action_last(self) -> None:
        self.rows.action_last()

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        if (one := self.selected) is not None:
            self.dismiss(view_of_feed(one.feed))

    def action_close(self) -> None:
        self.dismiss(None)

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen([Where.FEEDS], anywhere=False))

    # --- what is done to feeds ---------------------------------------------------------------

    def action_undo(self) -> None:
        self._main.states.undo()

    def action_redo(self) -> None:
        self._main.states.redo()

    async def action_add(self) -> None:
        if not self._main.is_gathering():
            prompt = LinePrompt("Follow a feed", ADDRESS, placeholder="https://")
            await self.app.push_screen(prompt, self._add)

    def _add(self, typed: str | None) -> None:
        from reader.tui.screens.prompt import sources_in

        if typed and "://" in typed:
            self._main.work.gathering.add(sources_in(typed), "")
        else:
            self._main.import_typed(typed)

    async def action_remove(self) -> None:
        if (one := self.selected) is None:
            return
        title = clean_line(one.feed.title)
        prompt = ChoicePrompt(
            "Remove the feed",
            f"Follow “{title}” no more?",
            (
                f"Keep its {one.counts.stored:,} articles",
                "Delete its articles but those bookmarked, noted or tagged; nothing brings them back",
            ),
        )
        await self.app.push_screen(prompt, partial(self._remove, one))

    def _remove(self, one: FollowedFeed, choice: int | None) -> None:
        feed_id, title = one.feed.id, clean_line(one.feed.title)
        if choice == 0:
            self._change(f"“{title}” is not followed any more", partial(self._feeds.unfollow, feed_id))
        elif choice == 1:

            def remove() -> bool:
                self._feeds.remove(feed_id)
                return False  # nothing takes it back

            words = f"“{title}” and its articles are removed"
            self._main.states.change(Change(words, remove, lambda _: None))

    async def action_rename(self) -> None:
        if (one := self.selected) is not None:
            prompt = LinePrompt("Title", TITLE, clean_line(one.feed.title))
            await self.app.push_screen(prompt, partial(self._rename, one.feed.id))

    def _rename(self, feed_id: str, name: str | None) -> None:
        if name is not None:
            self._change(
                f"called “{name}”" if name else "title of its own", self._changing(feed_id, name=name)
            )

    async def action_move(self) -> None:
        if (one := self.selected) is not None:
            prompt = LinePrompt("Folder", FOLDER, one.feed.folder)
            await self.app.push_screen(prompt, partial(self._move, one.feed.id))

    def _move(self, feed_id: str, folder: str | None) -> None:
        if folder is not None:
            words = f"moved to {folder}" if folder else "in no folder now"
            self._change(words, self._changing(feed_id, folder=folder))

    def action_full_text(self) -> None:
        if (one := self.selected) is not None:
            on_now = not one.feed.full_text
            words = "full texts are fetched from now on" if on_now else "full texts are fetched no more"
            self._change(words, self._changing(one.feed.id, full_text=on_now))

    def _changing(self, feed_id: str, **chosen: Any) -> partial[Any]:
        return partial(self._feeds.change, feed_id, **chosen)

    def _change(self, words: str, apply: partial[Any]) -> None:
        self._main.states.change(Change(words, apply, self._feeds.put_back))

    def action_refresh(self) -> None:
        if (one := self.selected) is not None and not self._main.is_gathering():
            self._main.work.gathering.refresh([one.feed.url])

    def action_refresh_all(self) -> None:
        self._main.action_refresh_all()

    def action_stop_gathering(self) -> None:
        self._main.action_stop_gathering()

    # --- lists of feeds ----------------------------------------------------------------------

    async def action_export_list(self) -> None:
        await self.app.push_screen(LinePrompt("Export", TARGET, "feeds.opml"), self._export)

    def _export(self, target: str | None) -> None:
        if target:
            feeds = self._feeds

            def write() -> bool:
                path = feeds.export_list(target)
                self._main.call_later(self._main.status.say, f"written to {path}")
                return False

            self._main.states.change(Change("", write, lambda _: None, quiet=True))

    def action_suggested(self) -> None:
        self._ask(lambda: SuggestionsRead(self._feeds.suggested()))

    @on(SuggestionsRead)
    async def _suggestions_read(self, message: SuggestionsRead) -> None:
        from reader.tui.screens.suggested import SuggestedScreen

        await self.app.push_screen(SuggestedScreen(message.suggestions), self._follow)

    def _follow(self, wanted: Sequence[Subscription] | None) -> None:
        if not wanted:
            return
        feeds, gathering = self._feeds, self._main.work.gathering

        def follow() -> list[str]:
            new = feeds.follow_all(wanted)
            self._main.call_later(gathering.refresh, new)
            return new

        words = f"{len(wanted)} feeds followed" if len(wanted) > 1 else f"following “{wanted[0].title}”"
        self._main.states.change(Change(words, follow, feeds.unfollow_all))
