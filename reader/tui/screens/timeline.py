"""When somebody, some place or what a search finds was in the news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen

from reader.text.clean import clean_line
from reader.tui import messages
from reader.tui.actions import Where
from reader.tui.ages import MONTHS
from reader.tui.keys import bindings_for, hints
from reader.tui.pages import Host, Kind, Matter, Subject, TimelineRead, TimelineSource
from reader.tui.screens.page import BREAKPOINTS
from reader.tui.widgets.chart import ChartView
from reader.tui.widgets.chart_picture import Bar
from reader.tui.widgets.page_foot import PageFoot
from reader.tui.widgets.page_layout import Part
from reader.tui.widgets.page_lines import PageLines

if TYPE_CHECKING:
    from reader.library.timeline import Bar as Counted
    from reader.tui.page_facts import Facts

DAY, WEEK, MONTH = "day", "week", "month"
HINTS = (
    ("timeline-open", "its articles"),
    ("timeline-later", "later"),
    ("timeline-earlier", "earlier"),
    ("timeline-days", "days"),
    ("timeline-weeks", "weeks"),
    ("timeline-months", "months"),
    ("timeline-next-pane", "names"),
    ("timeline-back", "back"),
    ("timeline-help", "keys"),
)
ENOUGH = 6  # bars that tell more than shorter periods would
NEXT_YEAR = 12  # periods that PgUp and PgDn pass


class TimelineScreen(Screen[None]):
    """Bars of articles per day, week or month; below them who and where was named in the period."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for(Where.TIMELINE)]
    AUTO_FOCUS = "ChartView"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    DEFAULT_CSS = """
    TimelineScreen {
        & #timeline { height: 1fr; }
        & ChartView { height: 3fr; max-height: 24; margin: 1 2 0 2; }
        & PageLines { height: 2fr; padding: 1 0 0 0; }
    }
    """

    def __init__(self, matter: Matter, host: Host, notice: float) -> None:
        super().__init__()
        self.matter = matter
        self.host = host
        self._by = ""
        """Days, weeks or months; "" until it is known how many there are."""
        self._asked = 0
        self._periods: Sequence[Counted] = ()
        self.chart = ChartView(id="chart")
        self.lines = PageLines(self._fill, id="period")
        self.foot = PageFoot(notice)

    def compose(self) -> ComposeResult:
        with Vertical(id="timeline"):
            yield self.chart
            yield self.lines
        yield self.foot

    def on_mount(self) -> None:
        self.foot.hints = hints(HINTS, self.app)
        self._read()

    # --- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        self._asked += 1
        self.foot.place = self.matter.words
        matter, wanted, asked = self.matter, self._by, self._asked
        self.host.ask_timeline(
            lambda source: TimelineRead(asked, *_counted(source, matter, wanted)), self.tell
        )

    @on(TimelineRead)
    def _timeline_read(self, message: TimelineRead) -> None:
        if message.asked != self._asked:
            return
        before = self.period
        self._by = message.by
        self.foot.place = f"{self.matter.words} · articles a {self._by}"
        self._periods = message.periods
        bars = bars_of(self._periods, self._by)
        self.chart.show(bars, _nearest(self._periods, before.start) if before else len(bars) - 1)
        self.lines.lay_out()

    @on(messages.Failed)
    def _failed(self, message: messages.Failed) -> None:
        self.foot.say(message.reason, error=True)

    def tell(self, message: Message) -> None:
        """Take a message from a worker."""
        if self.is_running:
            self.post_message(message)

    # --- the period --------------------------------------------------------------------------

    @property
    def period(self) -> Counted | None:
        """The period under the cursor."""
        at = self.chart.cursor
        return self._periods[at] if at < len(self._periods) else None

    @on(ChartView.Moved)
    def _moved(self) -> None:
        self.lines.lay_out()

    def _fill(self, layout: Facts) -> None:
        period = self.period
        if period is None:
            layout.line(Part("Nothing is stored about this." if self._asked and not self._periods else "…"))
            return
        articles = f"{period.articles:,} article{'' if period.articles == 1 else 's'}"
        layout.line(Part(period_in_words(period.start, self._by), "title"), Part(f"  {articles}", "about"))
        for heading, kind, names in (
            ("People", Kind.PERSON, period.people),
            ("Places", Kind.PLACE, period.places),
        ):
            if names:
                layout.gap()
                layout.line(Part(heading, "heading"))
                layout.flow(
                    [_named(layout, kind, name, count) for name, count in names],
                    indent=2,
                )

    # --- keys --------------------------------------------------------------------------------

    def action_later(self) -> None:
        if self.lines.has_focus:
            self.lines.step(1)
        else:
            self.chart.go(1)

    def action_earlier(self) -> None:
        if self.lines.has_focus:
            self.lines.step(-1)
        else:
            self.chart.go(-1)

    def action_much_later(self) -> None:
        self.chart.go(NEXT_YEAR)

    def action_much_earlier(self) -> None:
        self.chart.go(-NEXT_YEAR)

    def action_first(self) -> None:
        self.chart.go_to(0)

    def action_last(self) -> None:
        self.chart.go_to(len(self._periods) - 1)

    def action_down(self) -> None:
        self.lines.focus()
        self.lines.go(1)

    def action_up(self) -> None:
        self.lines.go(-1)

    def action_days(self) -> None:
        self._in(DAY)

    def action_weeks(self) -> None:
        self._in(WEEK)

    def action_months(self) -> None:
        self._in(MONTH)

    def _in(self, by: str) -> None:
        if by != self._by:
            self._by = by
            self._read()

    @on(ChartView.Opened)
    def action_open(self) -> None:
        if self.lines.has_focus:
            if isinstance(self.lines.target, Subject):
                self.host.open_page(self.lines.target)
        elif (period := self.period) is not None and period.articles:
            dates = f"after:{period.start:%Y-%m-%d} before:{_end(period.start, self._by):%Y-%m-%d}"
            self.host.list_articles(f"{self.matter.query} {dates}".strip())

    @on(PageLines.Opened)
    def _name_opened(self, message: PageLines.Opened) -> None:
        self.host.open_page(message.target)

    def action_next_pane(self) -> None:
        self.focus_next()

    def action_back(self) -> None:
        self.host.go_back()

    def action_leave(self) -> None:
        self.host.leave_pages()

    async def action_help(self) -> None:
        from reader.tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen([Where.TIMELINE], anywhere=False))


def _named(layout: Facts, kind: Kind, name: str, count: int) -> tuple[Part, ...]:
    target = layout.leading_to(Subject(kind, name))
    return Part(clean_line(name), kind.value, target), Part(f" {count:,}", "about")


def _counted(source: TimelineSource, matter: Matter, by: str) -> tuple[str, Sequence[Counted]]:
    """By the period wanted; where none is, by the longest of which there are enough to tell anything."""
    from reader.library.timeline import Period

    def count(by: str) -> Sequence[Counted]:
        if matter.view is not None:
            return source.of_view(matter.view, Period(by))
        return source.of_entity(matter.number, Period(by))

    for longest in () if by else (MONTH, WEEK):
        if len(periods := count(longest)) >= ENOUGH:
            return longest, periods
    return by or DAY, count(by or DAY)


def bars_of(periods: Sequence[Counted], by: str) -> list[Bar]:
    """The bars of periods, with a larger label where a year or a month begins."""
    bars: list[Bar] = []
    before: date | None = None
    for period in periods:
        start = period.start
        month = MONTHS[start.month - 1]
        new_year = before is None or start.year != before.year
        if by == MONTH:
            bars.append(Bar(period.articles, month, f"{start.year}" if new_year else "", month))
        else:
            new_month = before is None or start.month != before.month
            label = f"{month} {start.year}" if new_year else month
            bars.append(Bar(period.articles, "", label if new_month else "", f"{start.day} {month}"))
        before = start
    return bars


def period_in_words(start: date, by: str) -> str:
    """ "March 2026", "the week of 9 Mar 2026", "9 Mar 2026" """
    if by == MONTH:
        return f"{start:%B} {start.year}"
    day = f"{start.day} {MONTHS[start.month - 1]} {start.year}"
    return f"the week of {day}" if by == WEEK else day


def _end(start: date, by: str) -> date:
    """The first day after a period."""
    if by == MONTH:
        return (start + timedelta(days=31)).replace(day=1)
    return start + timedelta(days=7 if by == WEEK else 1)


def _nearest(periods: Sequence[Counted], day: date) -> int:
    """The last period that has begun by then."""
    return max((n for n, period in enumerate(periods) if period.start <= day), default=0)
