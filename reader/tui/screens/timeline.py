"""When somebody, some place or what a search finds was in the news."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

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
from reader.tui.keys import bindings_for
from reader.tui.page_facts import Facts, day_in_words
from reader.tui.pages import Host, Kind, Matter, Period, Subject, TimelineRead, Unit
from reader.tui.screens.page import BREAKPOINTS
from reader.tui.widgets.chart import ChartView
from reader.tui.widgets.chart_picture import Bar
from reader.tui.widgets.page_foot import PageFoot
from reader.tui.widgets.page_layout import Part
from reader.tui.widgets.page_lines import PageLines

HINTS = ("← → move", "Enter its articles", "d w m day week month", "Tab names", "Esc back", "? keys")
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
        self._unit = Unit.MONTH
        self._asked = 0
        self._periods: Sequence[Period] = ()
        self.chart = ChartView(id="chart")
        self.lines = PageLines(self._fill, id="period")
        self.foot = PageFoot(notice)

    def compose(self) -> ComposeResult:
        with Vertical(id="timeline"):
            yield self.chart
            yield self.lines
        yield self.foot

    def on_mount(self) -> None:
        self.foot.hints = HINTS
        self._read()

    # --- reading -----------------------------------------------------------------------------

    def _read(self) -> None:
        self._asked += 1
        self.foot.place = f"{self.matter.words} · articles a {self._unit.value}"
        self.host.ask_timeline(self.matter, self._unit, self._asked, self.tell)

    @on(TimelineRead)
    def _timeline_read(self, message: TimelineRead) -> None:
        if message.asked != self._asked:
            return
        before = self.period
        self._periods = message.periods
        bars = bars_of(self._periods, self._unit)
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
    def period(self) -> Period | None:
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
        count = f"{period.count:,} article{'' if period.count == 1 else 's'}"
        layout.line(Part(period_in_words(period, self._unit), "title"), Part(f"  {count}", "about"))
        for heading, kind, names in (
            ("People", Kind.PERSON, period.people),
            ("Places", Kind.PLACE, period.places),
        ):
            if names:
                layout.gap()
                layout.line(Part(heading, "heading"))
                layout.flow(
                    [
                        (
                            Part(name, kind.value, layout.leading_to(Subject(kind, name))),
                            Part(f" {n:,}", "about"),
                        )
                        for name, n in names
                    ],
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
        self._in(Unit.DAY)

    def action_weeks(self) -> None:
        self._in(Unit.WEEK)

    def action_months(self) -> None:
        self._in(Unit.MONTH)

    def _in(self, unit: Unit) -> None:
        if unit is not self._unit:
            self._unit = unit
            self._read()

    @on(ChartView.Opened)
    def action_open(self) -> None:
        if self.lines.has_focus:
            if isinstance(self.lines.target, Subject):
                self.host.open_page(self.lines.target)
        elif (period := self.period) is not None and period.count:
            dates = f"after:{period.start:%Y-%m-%d} before:{period.end:%Y-%m-%d}"
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


def bars_of(periods: Sequence[Period], unit: Unit) -> list[Bar]:
    """The bars of periods, with a larger label where a year or a month begins."""
    bars: list[Bar] = []
    before: datetime | None = None
    for period in periods:
        start = period.start
        month = MONTHS[start.month - 1]
        if unit is Unit.MONTH:
            begins = before is None or start.year != before.year
            bars.append(Bar(period.count, month, f"{start.year}" if begins else ""))
        else:
            begins = before is None or start.month != before.month
            year = f" {start.year}" if before is None or start.year != before.year else ""
            bars.append(Bar(period.count, f"{start.day}", f"{start.day} {month}{year}" if begins else ""))
        before = start
    return bars


def period_in_words(period: Period, unit: Unit) -> str:
    """ "March 2026", "the week of 9 Mar 2026", "9 Mar 2026" """
    if unit is Unit.MONTH:
        return f"{period.start:%B} {period.start.year}"
    day = day_in_words(period.start)
    return f"the week of {day}" if unit is Unit.WEEK else day


def _nearest(periods: Sequence[Period], moment: datetime) -> int:
    """The last period that has begun by then."""
    return max((n for n, period in enumerate(periods) if period.start <= moment), default=0)
