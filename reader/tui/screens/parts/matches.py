"""Where the search of the list matches in the article that is read."""

from __future__ import annotations

from textual import on

from reader.tui import messages
from reader.tui.screens.parts.panes import MainPanes


class MatchKeys(MainPanes):
    """Matches are marked where they stand; only a key goes to them, so that nothing moves by itself."""

    def find_matches(self) -> None:
        """Mark what the search of the list finds in the article shown."""
        article, search = self.article.article, self.view.search
        if article is None:
            return
        if not search:
            self.article.show_matches(())
            return
        key, text = article.row.key, article.document.text

        def find() -> messages.MatchesFound:
            from reader.errors import QueryError
            from reader.library.snippets import matches

            try:
                return messages.MatchesFound(key, search, matches(text, search))
            except QueryError:  # the search bar says so
                return messages.MatchesFound(key, search, ())

        self.work.ask(find)

    @on(messages.MatchesFound)
    def _matches_found(self, message: messages.MatchesFound) -> None:
        article = self.article.article
        if article is not None and article.row.key == message.key and message.search == self.view.search:
            self.article.show_matches(message.spans)

    @on(messages.IdsRead)
    def _list_changed(self, message: messages.IdsRead) -> None:
        if message.view == self.view:
            self.find_matches()

    def action_next_match(self) -> None:
        self._step_match(1)

    def action_previous_match(self) -> None:
        self._step_match(-1)

    def _step_match(self, step: int) -> None:
        if not self.article.step_match(step):
            self.status.say("the search matches nothing in this text" if self.view.search else "no search")
