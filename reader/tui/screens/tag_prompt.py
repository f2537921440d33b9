"""Asks for the tags of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.text.clean import clean_line
from reader.tui.screens.prompt import LinePrompt

MOST = 12  # known tags that are shown
EXPLANATION = "The tags of the article, with commas between them."


class TagPrompt(LinePrompt):
    """Answers with the tags as one line; `tags_in` reads it. Known tags are completed with →."""

    DEFAULT_CSS = """
    TagPrompt #known { color: $accent; margin-top: 1; }
    """

    def __init__(self, own: Sequence[str], known: Sequence[str]) -> None:
        value = "".join(f"{clean_line(tag)}, " for tag in own)
        super().__init__(
            "Tags", EXPLANATION, value, how="Enter keeps them   → completes   {prompt-close} closes"
        )
        self._known = [clean_line(tag) for tag in known]

    def on_mount(self) -> None:
        line = self.query_one(Input)
        line.suggester = _Known(self._known)
        line.select_on_focus = False  # what is typed is one more tag, not another line
        line.action_end()
        self.query_one(Vertical).mount(Static(Content(self._fitting("")), id="known"), before="#how")

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        for shown in self.query("#known").results(Static):
            shown.update(Content(self._fitting(_last(message.value))))

    def _fitting(self, beginning: str) -> str:
        """The known tags that begin so."""
        fitting = [tag for tag in self._known if tag.casefold().startswith(beginning.casefold())]
        more = " …" if len(fitting) > MOST else ""
        return "  ".join(f"#{tag}" for tag in fitting[:MOST]) + more


class _Known(Suggester):
    """Completes the last of the tags."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        last = _last(value)
        found = next((tag for tag in self._known if tag.casefold().startswith(last)), None) if last else None
        return value[: len(value) - len(last)] + found if found is not None else None


def tags_in(line: str) -> tuple[str, ...]:
    """The tags of a line, each once."""
    tags: Iterable[str] = (part.strip().lstrip("#").strip() for part in line.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _last(line: str) -> str:
    return line.rpartition(",")[2].lstrip().lstrip("#").casefold()
