"""Links and copying: the numbered links of the article, its own address, text that was selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on

from reader.text.clean import clean
from reader.tui.screens.parts.panes import MainPanes

if TYPE_CHECKING:
    from reader.tui.widgets.article_view import ArticleView
    from reader.tui.widgets.link_line import LinkLine


class LinkKeys(MainPanes):
    """Nothing reaches the clipboard but what the person copies."""

    async def action_links(self) -> None:
        from reader.tui.widgets.link_line import LinkLine

        article = self.article.article
        if article is None or not article.document.links:
            self.status.say("this article has no links")
            return
        self._close_link_line()
        line = LinkLine(article.document.links, self.mark_line.inset)
        self.mark_line.display = False
        self.article.call_links(True)
        await self.query_one("#text").mount(line)
        line.focus()

    def on_article_view_link_opened(self, message: ArticleView.LinkOpened) -> None:
        self.work.open_url(message.url)

    def on_link_line_chosen(self, message: LinkLine.Chosen) -> None:
        if message.copying:
            self.copy(message.url, f"copied {message.url}")
        else:
            self.work.open_url(message.url)
            self.status.say(f"opening {message.url}")

    def on_link_line_closed(self) -> None:
        self._close_link_line()

    def _close_link_line(self) -> None:
        for line in self.query("LinkLine"):
            if line.has_focus:
                self.set_focus(self.article)
            line.remove()
            self.mark_line.display = True
            self.article.call_links(False)

    def action_copy_link(self) -> None:
        row = self.target()
        if row is None or not row.url:
            self.status.say("this article has no address")
        else:
            self.copy(row.url, f"copied {row.url}")

    @on(events.TextSelected)
    def _text_selected(self) -> None:
        text = self.get_selected_text() or ""
        if count := len(text.split()):
            self.copy(text, f"copied {count} word{'s' if count > 1 else ''}")

    def copy(self, text: str, words: str) -> None:
        """Put this into the clipboard, by way of the terminal (OSC 52), and say so."""
        self.app.copy_to_clipboard(clean(text))
        self.status.say(words)
