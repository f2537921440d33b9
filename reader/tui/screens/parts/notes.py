"""Notes and tags: asked for, written, shown in the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from reader.tui import messages
from reader.tui.changes import Change
from reader.tui.keeping import notes_on
from reader.tui.keys import with_keys
from reader.tui.screens.parts.states import StateKeys

if TYPE_CHECKING:
    from reader.model import Note, Span
    from reader.tui.widgets.article_view import ArticleView

NOT_YET = "no notes in the starter edition; press {import} to add a feed"


class NoteKeys(StateKeys):
    """A note is on the selected passage, else on the sentence of the current mark, else on the article."""

    # --- notes -------------------------------------------------------------------------------

    def action_note(self) -> None:
        if self._keeps_notes():
            span = self._passage()
            self._ask_for_note(span, next((note for note in self.article.notes if note.span == span), None))

    def on_article_view_note_opened(self, message: ArticleView.NoteOpened) -> None:
        self._ask_for_note(message.note.span, message.note)

    def _passage(self) -> Span | None:
        from reader.library.sentences import sentence_span

        view = self.article
        if (selected := view.selected_span) is not None:
            return selected
        if view.article is None or view.mark < 0:
            return None
        mark = view.marks.spans[view.mark]
        text = view.article.document.text
        start, end = sentence_span(text, (mark.start, mark.end))
        return start, start + len(text[start:end].rstrip())

    def _ask_for_note(self, span: Span | None, former: Note | None) -> None:
        from reader.tui.screens.note_prompt import NotePrompt

        article = self.article.article
        if article is None:
            return
        about = article.document.text[slice(*span)] if span is not None else article.row.title
        prompt = NotePrompt(about, former.text if former is not None else "")
        self.app.push_screen(prompt, partial(self._note_written, article.row.key, span, former))

    def _note_written(self, key: str, span: Span | None, former: Note | None, text: str | None) -> None:
        notes = self.services.notes
        if text is None or notes is None:
            return
        self.clear_selection()
        if former is None:
            if text:
                add = lambda: notes().add(key, text, span)  # noqa: E731
                self.states.change(Change("noted", add, lambda note: notes().remove(note.id)))
        elif not text:
            remove = partial(notes().remove, former.id)
            self.states.change(Change("note removed", remove, lambda note: notes().put_back(note)))
        elif text != former.text:
            change = partial(notes().change, former.id, text)
            self.states.change(Change("note changed", change, lambda note: notes().put_back(note)))

    def _keeps_notes(self) -> bool:
        if self.work.shows_edition or self.services.notes is None:
            self.status.say(with_keys(NOT_YET, self.app))
            return False
        return self.article.article is not None

    @on(messages.StateChanged)
    def _notes_may_have_changed(self) -> None:
        article = self.article.article
        if article is not None and not self.work.shows_edition and self.services.notes is not None:
            self.work.ask(lambda: messages.NotesRead(article.row.key, notes_on(article, self.services)))

    @on(messages.NotesRead)
    def _notes_read(self, message: messages.NotesRead) -> None:
        article = self.article.article
        if article is not None and article.row.key == message.key:
            self.article.show_notes(message.notes)

    # --- tags --------------------------------------------------------------------------------

    def action_tag(self) -> None:
        tags, row = self.services.tags, self.target()
        if self.work.shows_edition or tags is None:
            self.status.say(with_keys(NOT_YET, self.app))
        elif row is not None:
            key = row.key
            self.work.ask(lambda: messages.TagsRead(key, tags().of(key), list(tags().all())))

    @on(messages.TagsRead)
    def _tags_read(self, message: messages.TagsRead) -> None:
        from reader.tui.screens.tag_prompt import TagPrompt

        prompt = TagPrompt(message.own, message.known)
        self.app.push_screen(prompt, partial(self._tagged, message.key, message.own))

    def _tagged(self, key: str, before: Sequence[str], line: str | None) -> None:
        from reader.tui.screens.tag_prompt import tags_in

        tags = self.services.tags
        if line is None or tags is None:
            return
        after = tags_in(line)
        add = [tag for tag in after if tag not in before]
        remove = [tag for tag in before if tag not in after]
        if add or remove:
            words = "tagged" if add else "tag taken away"
            apply = lambda: tags().tag([key], add, remove)  # noqa: E731
            self.states.change(Change(words, apply, lambda undo: tags().retag(undo)))

    @on(messages.RowsRead)
    def _tags_may_have_changed(self, message: messages.RowsRead) -> None:
        article = self.article.article
        if article is not None:
            own = next((row for row in message.rows if row.key == article.row.key), None)
            if own is not None:
                self.article.show_row(own)
