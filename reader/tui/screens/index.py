"""What the indexes of people and of places have in common: filter, order, windows onto many lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from reader.countries import country_name
from reader.tui import messages
from reader.tui.actions import Where
from reader.tui.keys import bindings_for, hints
from reader.tui.marks import title_in_words
from reader.tui.page_facts import kind_in_words
from reader.tui.pages import Among, Host, IndexLine, IndexRead, IndexSource, Kind, SpotsRead, Subject
from reader.tui.screens.page import BREAKPOINTS
from reader.tui.widgets.map import MapView
from reader.tui.widgets.map_window import Spot
from reader.tui.widgets.name_list import PART, NameList
from reader.tui.widgets.page_foot import PageFoot

if TYPE_CHECKING:
    from reader.library.indexes import ListedPerson, ListedPlace, Order, Wanted

SPOTS = 400  # places on the map at most
ORDERS = ("count", "last", "name", "office", "country")
IN_WORDS = {
    "count": "most named first",
    "last": "last named first",
    "name": "by name",
    "office": "by office",
    "country": "by country",
}
HINTS = (
    ("index-open", "open"),
    ("index-filter", "filter"),
    ("index-sort", "sort"),
    ("index-only-new", "new"),
    ("index-map", "map"),
    ("index-narrow", "all or listed"),
    ("index-back", "back"),
    ("index-help", "keys"),
)


class IndexFilter(Input):
    """The line in which one types what the index is to show."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.INDEX_FILTER)]
    DEFAULT_CSS = """
    IndexFilter {
        height: 1;
        border: none;
        padding: 0 1;
        background: $panel;
        display: none;
        &:focus { border: none; background-tint: $foreground 0%; }
    }
    """


class IndexScreen(Screen[None]):
    """Everybody or every place, or only those of the articles `among`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.INDEX)]
    AUTO_FOCUS = "NameList"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    KIND: ClassVar[Kind]
    DEFAULT_CSS = """
    IndexScreen {
        & #index { height: 1fr; }
        & #names { width: 1fr; height: 1fr; }
        & NameList { height: 1fr; }
        & MapView { display: none; width: 1fr; height: 1fr; }
        &.-map MapView { display: block; }
        &.-map #names { display: none; }
        &.-map.-wide #names { display: block; width: 56; border-right: solid $rule; }
    }
    """

    def __init__(
        self, host: Host, notice: float, *, among: Among | None = None, mapped: bool = False
    ) -> None:
        """Without `among` of all articles; `mapped` from the beginning."""
        super().__init__()
        self.host = host
        self._among = among
        self.only = among
        self._mapped = mapped
        self._asked = 0
        self._order = 0
        self._new = False
        self._spots: list[IndexLine] = []
        self.filter = IndexFilter(placeholder="words of the name, the office or the country")
        self.list = NameList(host.now, places=self.KIND is Kind.PLACE, id="list")
        self.map = MapView(id="map")
        self.foot = PageFoot(notice)

    def compose(self) -> ComposeResult:
        with Horizontal(id="index"):
            with Vertical(id="names"):
                yield self.filter
                yield self.list
            yield self.map
        yield self.foot

    def on_mount(self) -> None:
        wanted = [hint for hint in HINTS if self.KIND is Kind.PLACE or hint[0] != "index-map"]
        self.foot.hints = hints(wanted, self.app)
        self.foot.place = "…"
        if self._mapped:
            self.action_map()
        self._read()

    # --- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        """Ask for the first lines of what is wanted now."""
        self._asked += 1
        self._ask(0)
        if self.has_class("-map"):
            self._ask_spots()

    def _ask(self, start: int) -> None:
        from reader.library.indexes import Order

        kind, asked, order, wanted = self.KIND, self._asked, Order(ORDERS[self._order]), self._wanted()

        def read(source: IndexSource) -> Message:
            lines = index_lines(source, kind, order, wanted, PART, start)
            return IndexRead(asked, start, lines, source.count(kind.value, wanted) if not start else 0)

        self.host.ask_index(read, self.tell)

    def _ask_spots(self) -> None:
        from reader.library.indexes import Order

        asked, wanted = self._asked, self._wanted()

        def read(source: IndexSource) -> Message:
            lines = index_lines(source, Kind.PLACE, Order.COUNT, wanted, SPOTS, 0)
            return SpotsRead(asked, [line for line in lines if line.lat is not None])

        self.host.ask_index(read, self.tell)

    def _wanted(self) -> Wanted:
        from reader.library.indexes import Wanted

        among = self.only.rowids if self.only else None
        return Wanted(words=self.filter.value, new=self._new, among=among)

    @on(IndexRead)
    def _index_read(self, message: IndexRead) -> None:
        if message.asked != self._asked:
            return
        if message.start:
            self.list.take(message.start, message.lines)
        else:
            self.list.show(message.total, message.lines, self._why_empty())
            self._say_where()

    @on(SpotsRead)
    def _spots_read(self, message: SpotsRead) -> None:
        if message.asked == self._asked:
            self._spots = list(message.lines)
            spots = [Spot(one.lat or 0, one.lon or 0, one.name, one.articles) for one in self._spots]
            self.map.show(spots)

    @on(messages.Failed)
    def _failed(self, message: messages.Failed) -> None:
        self.foot.say(message.reason, error=True)

    def tell(self, message: Message) -> None:
        """Take a message from a worker."""
        if self.is_running:
            self.post_message(message)

    @on(NameList.LinesWanted)
    def _lines_wanted(self, message: NameList.LinesWanted) -> None:
        self._ask(message.start)

    def _why_empty(self) -> str:
        if self.filter.value:
            return "Nothing matches."
        return "Nobody new this week." if self._new else "No names have been found in the articles yet."

    def _say_where(self) -> None:
        what = "people" if self.KIND is Kind.PERSON else "places"
        parts = [f"{self.list.total:,} {what}", self._order_in_words()]
        if self._new:
            parts.insert(1, "new this week")
        if self.only:
            parts.insert(1, f"in {self.only.words}")
        self.foot.place = " · ".join(parts)

    def _order_in_words(self) -> str:
        order = ORDERS[self._order]
        return "by kind" if order == "office" and self.KIND is Kind.PLACE else IN_WORDS[order]

    # --- keys --------------------------------------------------------------------------------

    def action_down(self) -> None:
        self.list.go(1)

    def action_up(self) -> None:
        self.list.go(-1)

    def action_page_down(self) -> None:
        self.list.turn(1)

    def action_page_up(self) -> None:
        self.list.turn(-1)

    def action_top(self) -> None:
        self.list.go_to(0)

    def action_bottom(self) -> None:
        self.list.go_to(self.list.total)

    @on(NameList.Opened)
    def action_open(self) -> None:
        self._open(self.list.line)

    @on(MapView.Opened)
    def _spot_opened(self) -> None:
        self._open(self._spots[self.map.chosen])

    def _open(self, line: IndexLine | None) -> None:
        if line is not None:
            kind = Kind.PLACE if self.map.has_focus else self.KIND
            self.host.open_page(Subject(kind, line.name, number=line.number))

    def action_back(self) -> None:
        if self.filter.display:
            self.filter.display = False
            self.list.focus()
            self.filter.value = ""
        else:
            self.host.go_back()

    def action_leave(self) -> None:
        self.host.leave_pages()

    def action_filter(self) -> None:
        self.filter.display = True
        self.filter.focus()

    def action_to_list(self) -> None:
        self.list.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._read()

    def action_sort(self) -> None:
        self._order = (self._order + 1) % len(ORDERS)
        self._read()

    def action_only_new(self) -> None:
        self._new = not self._new
        self._read()

    def action_narrow(self) -> None:
        self.only = None if self.only else self._among or self.host.listed()
        self._read()

    def action_map(self) -> None:
        if self.KIND is not Kind.PLACE:
            return
        self.toggle_class("-map")
        if self.has_class("-map"):
            self.map.focus()
            self._ask_spots()
        else:
            self.list.focus()

    def action_zoom_in(self) -> None:
        self.map.zoom_by(1)

    def action_zoom_out(self) -> None:
        self.map.zoom_by(-1)

    def action_next_pane(self) -> None:
        self.focus_next()

    def action_people(self) -> None:
        if self.KIND is not Kind.PERSON:
            self.host.open_index(Kind.PERSON)

    def action_places(self) -> None:
        if self.KIND is not Kind.PLACE:
            self.host.open_index(Kind.PLACE)

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen([Where.INDEX, Where.MAP], anywhere=False))


def index_lines(
    source: IndexSource, kind: Kind, order: Order, wanted: Wanted, limit: int, start: int
) -> list[IndexLine]:
    """Lines of an index as the screen shows them."""
    if kind is Kind.PERSON:
        return [_person(one) for one in source.people(order, wanted, limit, start)]
    return [_place(one) for one in source.places(order, wanted, limit, start)]


def _person(one: ListedPerson) -> IndexLine:
    listed = one.listed
    return IndexLine(
        listed.number,
        one.name,
        listed.articles,
        listed.last,
        title_in_words(one.office) if one.office else "",
        country_name(one.country) if one.country else "",
        one.country,
        one.official,
        listed.new,
    )


def _place(one: ListedPlace) -> IndexLine:
    place, listed = one.place, one.listed
    about = [kind_in_words(place.kind), place.admin1 if place.admin1 != place.name else ""]
    country = country_name(place.country) if place.country and place.kind != "country" else ""
    return IndexLine(
        listed.number,
        place.name,
        listed.articles,
        listed.last,
        ", ".join(filter(None, about)),
        country,
        place.country,
        new=listed.new,
        lat=place.lat,
        lon=place.lon,
    )
