"""Reading one article: links, copying, marks, matches, the article alone, where one was, details."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.geometry import Offset

from reader.errors import SourceError
from reader.model import Article, Block, BlockKind, Document, Link, Origin, View
from reader.tui.marks import MarkKind
from reader.tui.screens.details import DetailsScreen
from reader.tui.services import Services
from reader.tui.widgets.link_line import LinkLine
from tests.tui.library_of_one import library_to_read, services_over
from tests.tui.screens import Stage, on_stage
from tests.tui.shelf import MemoryShelf

READINGS = "https://river.example/readings"
PEOPLE = ("Ana Ruiz Calder", "Tomás Iriarte")
DROUGHT = "https://river.example/drought"


def over(shelf: MemoryShelf, opened: list[str]) -> Services:
    def browse(url: str) -> bool:
        opened.append(url)
        return True

    return Services(shelf, open_url=browse)


def copied(stage: Stage) -> str:
    return stage.screen.app.clipboard


# --- links and copying ----------------------------------------------------------------------------


async def test_a_link_is_opened_by_its_number() -> None:
    opened: list[str] = []
    async with on_stage(services=over(MemoryShelf(), opened)) as stage:
        await stage.press("f")
        assert "Open link 1–2:" in stage.text()
        await stage.press("2")
        assert opened == [DROUGHT]
        assert not stage.screen.query(LinkLine)
        assert stage.screen.article.has_focus
        assert copied(stage) == ""


async def test_a_link_is_copied_by_its_number_and_keys_do_nothing_else_meanwhile() -> None:
    opened: list[str] = []
    async with on_stage(services=over(MemoryShelf(), opened)) as stage:
        title = stage.title_shown
        await stage.press("f", "n", "b", "0", "y")
        assert stage.title_shown == title
        assert "Copy link 1–2:" in stage.text()
        await stage.press("1")
        assert copied(stage) == READINGS
        assert opened == []
        assert READINGS in stage.notice
        assert "bookmark" not in stage.notice


async def test_choosing_a_link_can_be_given_up() -> None:
    opened: list[str] = []
    async with on_stage(services=over(MemoryShelf(), opened)) as stage:
        for key in ("escape", "f"):
            await stage.press("f", key)
            assert not stage.screen.query(LinkLine)
            assert "Officials" in stage.text()
        await stage.press("f", "tab")
        assert not stage.screen.query(LinkLine)
        assert opened == []


async def test_many_links_wait_for_the_second_digit() -> None:
    opened: list[str] = []
    shelf = MemoryShelf(2)
    article = shelf.article(first_key(shelf))
    shelf.put(with_links(article, 12))
    async with on_stage(services=over(shelf, opened)) as stage:
        await stage.press("f", "1")
        assert opened == []
        assert "https://many.example/1" in stage.text()
        await stage.press("backspace", "1", "2")
        await stage.press("f", "1", "enter")
        await stage.press("f", "9")
        assert opened == [f"https://many.example/{number}" for number in (12, 1, 9)]


async def test_an_article_without_links_says_so() -> None:
    shelf = MemoryShelf(2)
    article = shelf.article(first_key(shelf))
    shelf.put(with_links(article, 0))
    async with on_stage(shelf) as stage:
        await stage.press("f")
        assert stage.notice == "this article has no links"


async def test_the_address_of_the_article_is_copied() -> None:
    async with on_stage() as stage:
        await stage.press("j", "y")
        assert copied(stage) == "https://news.example/articles/1"


async def test_text_that_is_selected_is_copied_without_what_is_inserted() -> None:
    async with on_stage() as stage:
        view = stage.screen.article
        await drag(stage, "would", "beginning")
        assert copied(stage).startswith("would publish the readings of every gauge")
        assert "copied" in stage.notice
        article = view.article
        assert article is not None
        assert copied(stage) in article.document.text
        assert copied(stage) == article.document.text[slice(*(view.selected_span or (0, 0)))]


async def test_a_click_copies_nothing() -> None:
    async with on_stage() as stage:
        await stage.pilot.click(stage.screen.article, offset=(20, 8))
        await stage.settle()
        assert copied(stage) == ""


# --- marks ----------------------------------------------------------------------------------------


async def test_the_marks_shown_go_round_and_walking_follows_them() -> None:
    async with on_stage() as stage:
        assert "Officials  People  Places" in stage.text()
        await stage.press("m")
        assert "Officials  Places" in stage.text()
        await stage.press("m")
        assert painted(stage) == set()
        await stage.press("right_square_bracket")
        assert painted(stage) == {0}, "walking shows the one it has come to"
        await stage.press("m")
        assert len(painted(stage)) > 3


async def test_walking_leaves_out_people_who_are_not_marked() -> None:
    shelf = MemoryShelf(2)
    article = shelf.article(first_key(shelf))
    shelf.put(with_a_private_person(article))
    async with on_stage(shelf) as stage:
        view = stage.screen.article
        kinds = [view.marks.entities[mark.entity].kind for mark in view.marks.spans]
        assert MarkKind.PERSON in kinds
        await stage.press("m")
        walked = set()
        for _ in kinds:
            await stage.press("right_square_bracket")
            walked.add(view.mark)
        assert {kinds[number] for number in walked} == {MarkKind.OFFICIAL, MarkKind.PLACE}
        assert len(walked) == sum(kind is not MarkKind.PERSON for kind in kinds)


async def test_a_place_is_told_with_the_name_of_its_country() -> None:
    async with on_stage() as stage:
        await stage.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert "Montevideo  city, Uruguay" in stage.text()


async def test_who_and_where_by_weight() -> None:
    shelf = MemoryShelf(2)
    article = shelf.article(first_key(shelf))
    marks = article.annotations
    assert marks is not None
    last = replace(marks.people[1], mentions=tuple((at, at + 3) for at in range(0, 60, 4)))
    shelf.put(replace(article, annotations=replace(marks, people=(marks.people[0], last))))
    async with on_stage(shelf, size=(160, 50)) as stage:
        names = stage.screen.names

        def order() -> list[int]:
            lines = [line.text for line in names.render_lines(names.size.region)]
            return [next(n for n, line in enumerate(lines) if name in line) for name in PEOPLE]

        first, second = order()
        assert first < second
        names.focus()
        await stage.press("w")
        first, second = order()
        assert second < first
        await stage.press("k")
        assert names.selected == 1, "the cursor goes the way that is seen"
        await stage.press("w")
        first, second = order()
        assert first < second


# --- the text of the page -------------------------------------------------------------------------


async def test_the_full_text_is_fetched_and_turned_back(tmp_path: Path) -> None:
    with library_to_read(tmp_path) as library:
        row = library.first_rows(View(), 1)[0]
        summary = library.article(row.key).document
        whole = Document("The whole text of the page.", (Block(BlockKind.PARAGRAPH, 0, 27),))

        async def turn(key: str) -> Origin:
            if library.article(key).other_text is not None:
                return library.versions.turn(key)
            library.versions.use_page(key, whole)
            return "page"

        services = services_over(library)._replace(full_text=turn)
        async with on_stage(services=services) as stage:
            await stage.press("x")
            await stage.until(lambda: "The whole text of the page." in stage.text())
            assert "text of its page" in stage.notice
            await stage.press("x")
            await stage.until(lambda: "What the agreement says" in stage.text())
            assert library.article(row.key).document == summary


async def test_a_page_that_cannot_be_had_leaves_the_article_as_it_is(tmp_path: Path) -> None:
    async def turn(key: str) -> Origin:
        raise SourceError("https://news.example/1", "the server did not answer [/x]")

    with library_to_read(tmp_path) as library:
        services = services_over(library)._replace(full_text=turn)
        async with on_stage(services=services) as stage:
            await stage.press("x")
            await stage.until(lambda: "did not answer [/x]" in stage.notice)
            assert "What the agreement says" in stage.text()


# --- the article alone ----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (240, 60)])
@pytest.mark.parametrize("key", ["Z", "escape"])
async def test_the_article_alone_and_back(size: tuple[int, int], key: str) -> None:
    async with on_stage(size=size) as stage:
        if size[0] < 80:
            await stage.press("enter")
        await stage.press("Z")
        await stage.until(lambda: stage.screen.article.has_focus)
        assert not stage.screen.list.region
        assert not stage.screen.names.region
        assert stage.screen.article.region.width == size[0]
        await stage.press("n")
        await stage.until(lambda: "City council" in stage.title_shown)
        await stage.press(key)
        await stage.until(lambda: bool(stage.screen.names.region))
        assert stage.screen.article.has_focus


async def test_the_next_article_without_leaving_the_pane() -> None:
    async with on_stage() as stage:
        await stage.press("enter", "J")
        await stage.until(lambda: "City council" in stage.title_shown)
        assert stage.screen.article.has_focus
        await stage.press("K")
        await stage.until(lambda: "Water ministers" in stage.title_shown)
        await stage.press("K")
        assert stage.notice == "this is the first article"


# --- how far one is -------------------------------------------------------------------------------


async def test_the_foot_tells_how_far_one_is() -> None:
    async with on_stage(size=(80, 24)) as stage:
        line = stage.screen.mark_line
        start = line.percent
        assert 0 < start < 100
        await stage.press("enter", "pagedown")
        assert start < line.percent < 100
        assert f"{line.percent} %" in stage.text()
        await stage.press("G")
        assert line.percent == 100


async def test_reading_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with library_to_read(tmp_path) as library:
        async with on_stage(services=services_over(library), size=(80, 24)) as stage:
            await stage.press("enter", "pagedown")
            offset = stage.screen.article.offset_in_sight
            assert offset
            await stage.press("J")
            await stage.until(lambda: "City council" in stage.title_shown)
            await stage.press("pagedown")
        async with on_stage(services=services_over(library), size=(80, 24)) as stage:
            await stage.press("enter")
            assert stage.screen.article.offset_in_sight == offset
            await stage.press("J")
            await stage.until(lambda: "City council" in stage.title_shown)
            assert stage.screen.article.scroll_offset.y > 0, "kept when the program ended, too"
            await stage.press("G", "K")
            await stage.until(lambda: "Water ministers" in stage.title_shown)
            await stage.press("J")
            await stage.until(lambda: "City council" in stage.title_shown)
            assert stage.screen.article.scroll_offset.y == 0, "what was read to its end begins again"


async def test_nothing_is_kept_of_articles_passed_by(tmp_path: Path) -> None:
    with library_to_read(tmp_path) as library:
        async with on_stage(services=services_over(library)) as stage:
            await stage.press("j", "j", "k")
        assert not (tmp_path / "state" / "positions.json").exists()


# --- matches --------------------------------------------------------------------------------------


async def test_matches_of_the_search_are_marked_and_walked_but_nothing_moves_by_itself(
    tmp_path: Path,
) -> None:
    with library_to_read(tmp_path) as library:
        async with on_stage(services=services_over(library), size=(80, 24)) as stage:
            await stage.press("slash", *"stations", "enter", "enter")
            view = stage.screen.article
            await stage.until(lambda: bool(view.matches))
            text = view.article.document.text if view.article else ""
            assert {text[start:end] for start, end in view.matches} <= {"stations", "Station"}
            assert view.scroll_offset.y == 0
            await stage.press("full_stop")
            first = view.scroll_offset.y
            assert first > 0
            assert "stations" in stage.text()
            await stage.press("comma")
            await stage.press("escape", "escape")
            await stage.until(lambda: not view.matches)


# --- details --------------------------------------------------------------------------------------


async def test_details_tell_where_an_article_comes_from(tmp_path: Path) -> None:
    with library_to_read(tmp_path) as library:
        async with on_stage(services=services_over(library)) as stage:
            await stage.press("D")
            assert isinstance(stage.screen.app.screen, DetailsScreen)
            size = stage.screen.app.size
            shown = "\n".join(strip.text for strip in stage.screen.app.screen._compositor.render_strips(size))
            row = stage.screen.list.selected_row
            assert row is not None
            for words in ("https://news.example/feed", row.key, "2026-11-23 15:05:00+00:00", "engine test"):
                assert words in shown
            await stage.press("j", "D")
            assert not isinstance(stage.screen.app.screen, DetailsScreen)


# --- what is used above ---------------------------------------------------------------------------


async def drag(stage: Stage, first: str, last: str) -> None:
    """Select from the beginning of one word to the beginning of another."""
    view = stage.screen.article
    start, end = place_of(stage, first), place_of(stage, last)
    await stage.pilot.mouse_down(view, offset=start)
    await stage.pilot.hover(view, offset=end)
    await stage.pilot.mouse_up(view, offset=end)
    await stage.settle()


def place_of(stage: Stage, words: str) -> Offset:
    view = stage.screen.article
    lines = [line.text for line in view.render_lines(view.size.region)]
    row = next(n for n, line in enumerate(lines) if words in line)
    return Offset(cell_len(lines[row][: lines[row].index(words)]), row)


def first_key(shelf: MemoryShelf) -> str:
    return shelf.first_rows(View(), 1)[0].key


def with_links(article: Article, count: int) -> Article:
    document = article.document
    links = tuple(Link(at * 3, at * 3 + 2, f"https://many.example/{at + 1}") for at in range(count))
    return replace(article, document=replace(document, links=links))


def with_a_private_person(article: Article) -> Article:
    assert article.annotations is not None
    people = article.annotations.people
    private = replace(people[1], official=False, titles=())
    return replace(article, annotations=replace(article.annotations, people=(people[0], private)))


def painted(stage: Stage) -> set[int]:
    """The numbers of the marks that are seen."""
    view = stage.screen.article
    segments = [segment for line in view.render_lines(view.size.region) for segment in line]
    metas = [segment.style.meta for segment in segments if segment.style]
    return {meta["mark"] for meta in metas if "mark" in meta}
