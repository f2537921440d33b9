"""Every action of the screen, once: key, name, help. Bindings, help and palette come from here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where a key works; the value is the heading in the help."""

    ANYWHERE = "Everywhere"
    LIST = "In the list"
    ARTICLE = "In the article"
    NAMES = "In who and where"
    FILTER = "In the filter"
    PROMPT = "While asked for a source"
    HELP = "In the help"


@dataclass(frozen=True, slots=True)
class Action:
    """`name` is the method `action_<name>` of the pane, or of the screen where it begins with
    "screen."; `keys` as Textual spells them. The palette offers those that work anywhere by their
    title, unless `palette` is off."""

    name: str
    keys: str
    title: str
    help: str
    where: Where = Where.ANYWHERE
    palette: bool = True

    @property
    def id(self) -> str:
        """Its name in the settings: `next-mark`; `list-open` where it works in one place only."""
        name = self.name.removeprefix("screen.").replace("_", "-")
        return name if self.where is Where.ANYWHERE else f"{self.where.name.lower()}-{name}"


ACTIONS: tuple[Action, ...] = (
    Action("read_on", "space", "Read on", "A page further, then the next unread article"),
    Action("next_unread", "n", "Next unread", "Open the next unread article"),
    Action("previous_unread", "p", "Previous unread", "Open the previous unread article"),
    Action("toggle_read", "u", "Mark read or unread", "Mark the article read, or unread again"),
    Action("toggle_bookmark", "b", "Bookmark", "Set or take away the bookmark"),
    Action("undo", "z", "Undo", "Take back the last change"),
    Action("redo", "ctrl+r", "Redo", "Make again what was taken back last"),
    Action("next_mark", "right_square_bracket", "Next mark", "Go to the next name in the article"),
    Action("previous_mark", "left_square_bracket", "Previous mark", "Go to the name before"),
    Action("open_original", "o", "Open in the browser", "Open the original page in the browser"),
    Action("import", "i", "Import", "Add a feed, a page or a file"),
    Action("refresh_feed", "r", "Refresh the feed", "Ask the feed of the article for news"),
    Action("refresh_all", "R", "Refresh all feeds", "Ask every feed that you follow for news"),
    Action("stop_gathering", "ctrl+x", "Stop", "Stop the import or refresh; what is stored stays"),
    Action("filter", "slash", "Filter the list", "Show only articles with these words"),
    Action("help", "question_mark,f1", "Help", "Show the keys that work here"),
    Action("palette", "ctrl+p", "Commands", "Search every command by name", palette=False),
    Action("next_pane", "tab", "Next pane", "Go to the next pane", palette=False),
    Action("previous_pane", "shift+tab", "Pane before", "Go to the pane before", palette=False),
    Action("quit", "q", "Quit", "Leave Reader"),
    Action("cursor_down", "j,down", "Down", "Next article", Where.LIST),
    Action("cursor_up", "k,up", "Up", "Previous article", Where.LIST),
    Action("page_down", "pagedown", "Page down", "A page of the list down", Where.LIST),
    Action("page_up", "pageup", "Page up", "A page of the list up", Where.LIST),
    Action("first", "g,home", "First", "The newest article", Where.LIST),
    Action("last", "G,end", "Last", "The oldest article", Where.LIST),
    Action("screen.open", "enter,l,right", "Open", "Read the article", Where.LIST),
    Action(
        "screen.clear_filter",
        "escape",
        "Clear the filter",
        "Show all articles again",
        Where.LIST,
        palette=False,
    ),
    Action("line_down", "j,down", "Down", "A line down", Where.ARTICLE),
    Action("line_up", "k,up", "Up", "A line up", Where.ARTICLE),
    Action("page_down", "pagedown", "Page down", "A page down", Where.ARTICLE),
    Action("page_up", "pageup", "Page up", "A page up", Where.ARTICLE),
    Action("top", "g,home", "Top", "The beginning of the article", Where.ARTICLE),
    Action("bottom", "G,end", "Bottom", "The end of the article", Where.ARTICLE),
    Action("screen.go_to_list", "escape,h,left", "Back", "Back to the list", Where.ARTICLE),
    Action("cursor_down", "j,down", "Down", "Next name", Where.NAMES),
    Action("cursor_up", "k,up", "Up", "Name before", Where.NAMES),
    Action("jump", "enter,l,right", "Show", "Go to where it is named", Where.NAMES),
    Action("screen.go_to_article", "escape,h,left", "Back", "To the article", Where.NAMES),
    Action(
        "screen.go_to_list",
        "enter,down",
        "Go on",
        "To the list; it stays filtered",
        Where.FILTER,
        palette=False,
    ),
    Action("screen.clear_filter", "escape", "Clear", "Show all again", Where.FILTER),
    Action("close", "escape", "Close", "Close without importing", Where.PROMPT),
    Action("line_down", "j", "Down", "A line down", Where.HELP),
    Action("line_up", "k", "Up", "A line up", Where.HELP),
    Action("close", "escape,q,question_mark,f1", "Close", "Close the help", Where.HELP),
)
