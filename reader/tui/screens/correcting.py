"""Asks what is wrong on the page of a person or place, and what is right instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model import ArticleRow, Correction, Place, Title, Wrong
from reader.text.clean import clean_line
from reader.tui.page_facts import chain_in_words
from reader.tui.pages import Kind
from reader.tui.screens.choice import Choice
from reader.tui.screens.prompt import LinePrompt
from reader.tui.widgets.wrapping import cut

if TYPE_CHECKING:
    from reader.tui.screens.page import PageScreen

_TITLE = 40  # cells of a title in a choice


class Correcting:
    """One conversation about what is wrong. With an article under the cursor some of it may be said of
    that article alone."""

    def __init__(self, page: PageScreen, kind: Kind, name: str, target: object) -> None:
        self._page = page
        self._kind = kind
        self._name = name
        self._article = target if isinstance(target, ArticleRow) else None

    def ask(self) -> None:
        """Ask what is wrong, then what is needed to make it right."""
        choices = self._people() if self._kind is Kind.PERSON else self._places()
        words = [words for words, _ in choices]

        def chosen(number: int | None) -> None:
            if number is not None:
                choices[number][1]()

        self._page.app.push_screen(Choice(f"What is wrong with “{cut(self._name, 40)}”?", words), chosen)

    def _people(self) -> list[tuple[str, Callable[[], None]]]:
        choices: list[tuple[str, Callable[[], None]]] = [
            ("This is no name", lambda: self._say(Wrong.NAME, "no name any more")),
            ("Holds no public office", lambda: self._say(Wrong.OFFICIAL, "no official any more")),
            ("Holds this office: …", self._ask_office),
            ("Is the same person as …", self._ask_same),
            (f"All who are called {cut(self._name, 30)} are one person", self._one_person),
        ]
        if self._article is not None:
            title = cut(clean_line(self._article.title), _TITLE)
            choices.append((f"In “{title}” this is somebody else", self._two))
            choices.append((f"In “{title}” this is no name", lambda: self._say_here(Wrong.NAME)))
        return choices

    def _places(self) -> list[tuple[str, Callable[[], None]]]:
        return [
            ("This is another place of the name: …", self._ask_place),
            ("This is the place called …", self._ask_called),
            ("This is no place", lambda: self._say(Wrong.NAME, "no place any more")),
        ]

    # --- what is right -----------------------------------------------------------------------

    def _say(self, what: Wrong, words: str) -> None:
        self._page.corrected(Correction(what, self._name), words)

    def _say_here(self, what: Wrong) -> None:
        if self._article is not None:
            self._page.corrected(Correction(what, self._name, (self._article.key,)), "corrected there")

    def _one_person(self) -> None:
        self._page.corrected(Correction(Wrong.SAME, self._name, other=self._name), "one person from now on")

    def _two(self) -> None:
        if self._article is not None:
            said = Correction(Wrong.TWO, self._name, (self._article.key,))
            self._page.corrected(said, "somebody else there from now on")

    def _ask_office(self) -> None:
        def typed(answer: str | None) -> None:
            if answer:
                title, _, body = (part.strip() for part in answer.partition(","))
                said = Correction(Wrong.OFFICE, self._name, title=Title(title, body))
                self._page.corrected(said, f"{title} from now on")

        explanation = "The office, and after a comma the body: minister of health, Government of Kenya"
        self._page.app.push_screen(LinePrompt("Office", explanation), typed)

    def _ask_same(self) -> None:
        def typed(answer: str | None) -> None:
            if answer:
                said = Correction(Wrong.SAME, self._name, other=answer)
                self._page.corrected(said, f"the same person as {answer} from now on")

        explanation = f"The name under which {cut(self._name, 40)} is to be known:"
        self._page.app.push_screen(LinePrompt("The same person", explanation), typed)

    def _ask_called(self) -> None:
        def typed(answer: str | None) -> None:
            if answer:
                self._ask_candidates(answer)

        self._page.app.push_screen(LinePrompt("Which place", "The name of the place:"), typed)

    def _ask_place(self) -> None:
        self._ask_candidates(self._name)

    def _ask_candidates(self, name: str) -> None:
        self._page.host.ask_candidates(name, self._page.tell)

    def choose(self, places: Sequence[Place]) -> None:
        """Ask which of these places it is."""
        words = [f"{place.name}, {chain_in_words(place)}" for place in places]

        def chosen(number: int | None) -> None:
            if number is None:
                return
            place = places[number] if number < len(places) else Place(self._name, ())
            said = Correction(Wrong.PLACE, self._name)
            self._page.corrected(replace(said, place=place), "another place from now on")

        choices = [*words, "None of these; nobody knows which place it is"]
        self._page.app.push_screen(Choice("Which place is it?", choices), chosen)
