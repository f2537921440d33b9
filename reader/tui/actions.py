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
    FILTER = "In the search bar"
    PROMPT = "While asked for something"
    VIEWS = "While choosing a view"
    FEEDS = "Among the feeds"
    SUGGESTED = "Among suggested feeds"
    HELP = "In the help"
    LINKS = "While choosing a link"
    NOTE = "While writing a note"
    DETAILS = "In the details"
    PAGE = "On the page of a person or place"
    MAP = "On the map"
    INDEX = "Among all people or places"
    CHOICE = "While choosing"
    INDEX_FILTER = "While filtering people or places"
    TIMELINE = "On the timeline"


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
        return name if self.where is Where.ANYWHERE else f"{self.where.name.lower().replace('_', '-')}-{name}"


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
    Action("feeds", "F", "Feeds", "The feeds that you follow and how they do; add, move, remove"),
    Action("refresh_feed", "r", "Refresh the feed", "Ask the feed of the article for news"),
    Action("refresh_all", "R", "Refresh all feeds", "Ask every feed that you follow for news"),
    Action("stop_gathering", "ctrl+x", "Stop", "Stop the import or refresh; what is stored stays"),
    Action("filter", "slash", "Search", "Show only what answers a query: words, who:, where:, is:, after:"),
    Action("views", "V", "Views", "Choose what the list shows: a feed, a folder, a search, a tag"),
    Action("view_all", "1", "All articles", "Show all articles"),
    Action("view_unread", "2", "Unread articles", "Show what is unread"),
    Action("view_bookmarked", "3", "Bookmarked articles", "Show what is bookmarked"),
    Action("view_today", "4", "Today's articles", "Show what was published today"),
    Action("view_followed", "5", "Followed names", "Show what names those that you follow"),
    Action("view_feed", "0", "Articles of this feed", "Show the feed of the article"),
    Action("sort", "s", "Sort", "Newest first, oldest first, by source, by title"),
    Action("mark_all", "A", "Mark all read", "Mark everything that the list shows as read"),
    Action("people", "P", "People", "Everybody named in the articles"),
    Action("places", "L", "Places", "Every place named in the articles, as a list or a map"),
    Action("map", "M", "Map", "The places of the article on a map"),
    Action("timeline", "T", "Timeline", "Articles of the list by day, week or month"),
    Action("cycle_marks", "m", "Marks", "Which names are marked: all, officials and places, none"),
    Action("links", "f", "Links", "Open or copy a link of the article by its number"),
    Action("copy_link", "y", "Copy the address", "Copy the address of the article"),
    Action("note", "N", "Note", "On the selected words, else the sentence of the name, else the article"),
    Action("tag", "t", "Tags", "Give the article tags, or take them away"),
    Action("full_text", "x", "Full text", "Fetch the whole text from the page, or back to the feed's"),
    Action("zen", "Z", "Only the article", "Nothing but the article, or all panes again"),
    Action("next_match", "full_stop", "Next match", "To where the search matches further down"),
    Action("previous_match", "comma", "Match before", "To where the search matches further up"),
    Action("details", "D", "Details", "Feed, ids, dates and files of the article"),
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
    Action("screen.unfold", "e", "Sources", "Show all that tell this story, or only one", Where.LIST),
    Action("pick", "v", "Pick", "Pick this row for what is done next, or let it go", Where.LIST),
    Action("pick_down", "shift+down,J", "Pick down", "Pick this row and the next", Where.LIST),
    Action("pick_up", "shift+up,K", "Pick up", "Pick this row and the one before", Where.LIST),
    Action("screen.open", "enter,l,right", "Open", "Read the article", Where.LIST),
    Action(
        "screen.clear_filter",
        "escape",
        "Let go",
        "Let picked rows go, or end the search",
        Where.LIST,
        palette=False,
    ),
    Action("line_down", "j,down", "Down", "A line down", Where.ARTICLE),
    Action("line_up", "k,up", "Up", "A line up", Where.ARTICLE),
    Action("page_down", "pagedown", "Page down", "A page down", Where.ARTICLE),
    Action("page_up", "pageup", "Page up", "A page up", Where.ARTICLE),
    Action("top", "g,home", "Top", "The beginning of the article", Where.ARTICLE),
    Action("bottom", "G,end", "Bottom", "The end of the article", Where.ARTICLE),
    Action("open_mark", "enter", "Who or where", "The page of the name you are at", Where.ARTICLE),
    Action("screen.next_article", "J", "Next article", "The next article of the list", Where.ARTICLE),
    Action("screen.previous_article", "K", "Article before", "The article before", Where.ARTICLE),
    Action("screen.go_to_list", "escape,h,left", "Back", "Back to the list", Where.ARTICLE),
    Action("cursor_down", "j,down", "Down", "Next name", Where.NAMES),
    Action("cursor_up", "k,up", "Up", "Name before", Where.NAMES),
    Action("jump", "enter", "Show", "Go to where it is named, from mention to mention", Where.NAMES),
    Action("open", "l,right", "Page", "The page of the person or place", Where.NAMES),
    Action("weigh", "w", "By weight", "The most named first, or in reading order", Where.NAMES),
    Action("screen.go_to_article", "escape,h,left", "Back", "To the article", Where.NAMES),
    Action("screen.go_to_list", "enter", "Go on", "To the list; the search stays", Where.FILTER),
    Action("older", "up", "Earlier search", "Bring back what was searched for before", Where.FILTER),
    Action("newer", "down", "Later search", "A search later, then on to the list", Where.FILTER),
    Action("screen.sort", "ctrl+o", "Sort", "The best first, or the newest", Where.FILTER),
    Action("screen.save_search", "ctrl+s", "Save", "Give the search a name", Where.FILTER),
    Action("screen.clear_filter", "escape", "End", "Show the articles as before", Where.FILTER),
    Action("close", "escape", "Close", "Close and do nothing", Where.PROMPT),
    Action("cursor_down", "down", "Down", "Next view", Where.VIEWS),
    Action("cursor_up", "up", "Up", "View before", Where.VIEWS),
    Action("page_down", "pagedown", "Page down", "A page down", Where.VIEWS),
    Action("page_up", "pageup", "Page up", "A page up", Where.VIEWS),
    Action("close", "escape", "Close", "Leave the list as it is", Where.VIEWS),
    Action("cursor_down", "j,down", "Down", "Next feed", Where.FEEDS),
    Action("cursor_up", "k,up", "Up", "Feed before", Where.FEEDS),
    Action("page_down", "pagedown", "Page down", "A page down", Where.FEEDS),
    Action("page_up", "pageup", "Page up", "A page up", Where.FEEDS),
    Action("first", "g,home", "First", "The first feed", Where.FEEDS),
    Action("last", "G,end", "Last", "The last feed", Where.FEEDS),
    Action("open", "enter,l,right", "Articles", "List the articles of the feed", Where.FEEDS),
    Action("add", "a,i", "Add", "Follow a feed, by its address or that of a page", Where.FEEDS),
    Action("suggested", "S", "Suggested", "Choose among feeds of public bodies", Where.FEEDS),
    Action("remove", "d,delete", "Remove", "Follow it no more; its articles stay or go", Where.FEEDS),
    Action("rename", "e", "Title", "Give the feed a title of your own", Where.FEEDS),
    Action("move", "m", "Folder", "Put the feed into a folder", Where.FEEDS),
    Action("full_text", "x", "Full text", "Fetch the pages of its articles, or not", Where.FEEDS),
    Action("sort", "s", "Sort", "By folder, failing first, slowest first", Where.FEEDS),
    Action("refresh", "r", "Refresh", "Ask the feed for news", Where.FEEDS),
    Action("refresh_all", "R", "Refresh all", "Ask every feed for news", Where.FEEDS),
    Action("stop_gathering", "ctrl+x", "Stop", "Stop the refresh; what is stored stays", Where.FEEDS),
    Action("export_list", "E", "Export", "Write the feeds to an OPML file", Where.FEEDS),
    Action("undo", "z", "Undo", "Take back the last change", Where.FEEDS),
    Action("redo", "ctrl+r", "Redo", "Make again what was taken back last", Where.FEEDS),
    Action("help", "question_mark,f1", "Help", "Show these keys", Where.FEEDS),
    Action("close", "escape,q,h,left", "Back", "Back to the articles", Where.FEEDS),
    Action("cursor_down", "j,down", "Down", "Next feed", Where.SUGGESTED),
    Action("cursor_up", "k,up", "Up", "Feed before", Where.SUGGESTED),
    Action("pick", "v,space", "Pick", "Pick this feed, or let it go", Where.SUGGESTED),
    Action("follow", "enter", "Follow", "Follow the feeds picked, or this one", Where.SUGGESTED),
    Action("close", "escape,q", "Back", "Follow none", Where.SUGGESTED),
    Action("choose", "enter", "Go", "Open the link of this number, or copy its address", Where.LINKS),
    Action("copy", "y", "Copy", "Copy the address in place of opening it, or the other way", Where.LINKS),
    Action("rub_out", "backspace", "Rub out", "The last digit", Where.LINKS),
    Action("close", "escape,f,q", "Close", "Choose no link", Where.LINKS),
    Action("keep", "enter", "Keep", "Keep the note", Where.NOTE),
    Action("new_line", "ctrl+j", "New line", "Begin a new line", Where.NOTE),
    Action("line_down", "j,down", "Down", "A line down", Where.DETAILS),
    Action("line_up", "k,up", "Up", "A line up", Where.DETAILS),
    Action("close", "escape,q,D", "Close", "Close the details", Where.DETAILS),
    Action("line_down", "down", "Down", "A line down", Where.HELP),
    Action("line_up", "up", "Up", "A line up", Where.HELP),
    Action("page_down", "pagedown", "Page down", "A page down", Where.HELP),
    Action("page_up", "pageup", "Page up", "A page up", Where.HELP),
    Action("close", "escape,f1", "Close", "Close the help", Where.HELP),
    Action("down", "j,down", "Down", "To the next line that leads somewhere", Where.PAGE),
    Action("up", "k,up", "Up", "To the line before", Where.PAGE),
    Action("next", "l,right", "Next", "To the next name", Where.PAGE),
    Action("previous", "h,left", "Before", "To the name before", Where.PAGE),
    Action("page_down", "pagedown,space", "Page down", "A page down", Where.PAGE),
    Action("page_up", "pageup", "Page up", "A page up", Where.PAGE),
    Action("top", "g,home", "Top", "The beginning", Where.PAGE),
    Action("bottom", "G,end", "Bottom", "The end", Where.PAGE),
    Action("open", "enter", "Open", "The article, or the page of the name", Where.PAGE),
    Action("back", "escape,backspace", "Back", "To where you came from", Where.PAGE),
    Action("leave", "q", "Leave", "Back to the articles at once", Where.PAGE),
    Action("next_pane", "tab", "Next pane", "Facts, articles, map", Where.PAGE),
    Action("other", "v", "Another one", "Another bearer of the name", Where.PAGE),
    Action("search", "s", "List", "List all the articles that name it", Where.PAGE),
    Action("timeline", "t,T", "Timeline", "The articles by day, week or month", Where.PAGE),
    Action("toggle_bookmark", "b", "Bookmark", "Set or take away the article's bookmark", Where.PAGE),
    Action("undo", "z", "Undo", "Take back the last change", Where.PAGE),
    Action("redo", "ctrl+r", "Redo", "Make again what was taken back last", Where.PAGE),
    Action("follow", "f", "Follow", "Follow the person or place, or no more", Where.PAGE),
    Action("mute", "M", "Mute", "Hide the articles that name it from the lists, or no more", Where.PAGE),
    Action(
        "correct", "c", "Correct", "Say what is wrong: no name, no official, the same as, ...", Where.PAGE
    ),
    Action("open_original", "o", "Original", "Open the article's original page", Where.PAGE),
    Action("look_up", "w", "Look up", "Search an encyclopedia in the browser", Where.PAGE),
    Action("export", "x", "Export", "Write a dossier with sources and dates", Where.PAGE),
    Action("zoom_in", "plus,equals_sign", "Nearer", "The map from nearer", Where.PAGE),
    Action("zoom_out", "minus", "Farther", "The map from farther away", Where.PAGE),
    Action("enlarge", "m", "Large map", "The map alone, or beside the facts again", Where.PAGE),
    Action("people", "P", "People", "Everybody named in the articles", Where.PAGE),
    Action("places", "L", "Places", "Every place named in the articles", Where.PAGE),
    Action("help", "question_mark,f1", "Help", "Show these keys", Where.PAGE),
    Action("down", "j,down", "Down", "Next name", Where.INDEX),
    Action("up", "k,up", "Up", "Name before", Where.INDEX),
    Action("page_down", "pagedown,space", "Page down", "A page down", Where.INDEX),
    Action("page_up", "pageup", "Page up", "A page up", Where.INDEX),
    Action("top", "g,home", "First", "The first of the list", Where.INDEX),
    Action("bottom", "G,end", "Last", "The last of the list", Where.INDEX),
    Action("open", "enter,l,right", "Open", "The page of the person or place", Where.INDEX),
    Action("back", "escape,backspace", "Back", "Away with the filter, then back", Where.INDEX),
    Action("leave", "q", "Leave", "Back to the articles at once", Where.INDEX),
    Action(
        "filter", "slash", "Filter", "Only those with these words in name, office or country", Where.INDEX
    ),
    Action("screen.to_list", "enter,down,tab", "Go on", "From the filter to the list", Where.INDEX_FILTER),
    Action("screen.back", "escape", "Clear", "Away with the filter", Where.INDEX_FILTER),
    Action("sort", "s", "Sort", "By articles, last named, name, office or country", Where.INDEX),
    Action("only_new", "n", "New", "Only those first named this week", Where.INDEX),
    Action("narrow", "a", "All or listed", "Of all articles, or of those in the list", Where.INDEX),
    Action("map", "m", "Map", "Places on a map, or as a list", Where.INDEX),
    Action("next_pane", "tab", "Next pane", "List and map", Where.INDEX),
    Action("zoom_in", "plus,equals_sign", "Nearer", "The map from nearer", Where.INDEX),
    Action("zoom_out", "minus", "Farther", "The map from farther away", Where.INDEX),
    Action("people", "P", "People", "Everybody named in the articles", Where.INDEX),
    Action("places", "L", "Places", "Every place named in the articles", Where.INDEX),
    Action("help", "question_mark,f1", "Help", "Show these keys", Where.INDEX),
    Action("later", "l,right", "Later", "The next day, week or month", Where.TIMELINE),
    Action("earlier", "h,left", "Earlier", "The one before", Where.TIMELINE),
    Action("much_later", "pagedown", "Much later", "Twelve further", Where.TIMELINE),
    Action("much_earlier", "pageup", "Much earlier", "Twelve back", Where.TIMELINE),
    Action("first", "g,home", "First", "The first article", Where.TIMELINE),
    Action("last", "G,end", "Last", "The last article", Where.TIMELINE),
    Action("down", "j,down", "Names", "To the names of the period", Where.TIMELINE),
    Action("up", "k,up", "Up", "To the names before", Where.TIMELINE),
    Action("days", "d", "Days", "Articles a day", Where.TIMELINE),
    Action("weeks", "w", "Weeks", "Articles a week", Where.TIMELINE),
    Action("months", "m", "Months", "Articles a month", Where.TIMELINE),
    Action("open", "enter", "Open", "List the articles of the period; the page of a name", Where.TIMELINE),
    Action("next_pane", "tab", "Next pane", "Chart and names", Where.TIMELINE),
    Action("back", "escape,backspace", "Back", "To where you came from", Where.TIMELINE),
    Action("leave", "q", "Leave", "Back to the articles at once", Where.TIMELINE),
    Action("help", "question_mark,f1", "Help", "Show these keys", Where.TIMELINE),
    Action("down", "j,down", "Down", "The next one", Where.CHOICE),
    Action("up", "k,up", "Up", "The one before", Where.CHOICE),
    Action("choose", "enter", "Choose", "Choose this one", Where.CHOICE),
    Action("close", "escape,q", "Close", "Close and do nothing", Where.CHOICE),
    Action("north", "k,up", "North", "Move the map", Where.MAP),
    Action("south", "j,down", "South", "Move the map", Where.MAP),
    Action("west", "h,left", "West", "Move the map", Where.MAP),
    Action("east", "l,right", "East", "Move the map", Where.MAP),
    Action("next_spot", "n", "Next", "To the next place on the map", Where.MAP),
    Action("previous_spot", "p", "Before", "To the place before", Where.MAP),
    Action("open", "enter", "Open", "The page of the place", Where.MAP),
    Action("home", "0,home", "Back", "Back to where the map began", Where.MAP),
)
