"""HTML and plain text to blocks, with offsets that hold."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import BlockKind, Document
from reader.text.clean import clean
from reader.text.html import html_to_document, html_to_text, text_to_document

BASE = "https://news.example/a/story.html"


def blocks(html: str) -> list[tuple[str, int, str, str]]:
    document = html_to_document(html, BASE)
    return [(str(b.kind), b.level, b.marker, document.text[b.start : b.end]) for b in document.blocks]


def links(html: str) -> list[tuple[str, str]]:
    document = html_to_document(html, BASE)
    return [(document.text[link.start : link.end], link.url) for link in document.links]


def assert_sound(document: Document) -> None:
    """Blocks in order, apart by their newlines, covering the text; links in order inside blocks."""
    text = document.text
    assert clean(text) == text
    end = 0
    for number, block in enumerate(document.blocks):
        assert text[end : block.start] == ("" if number == 0 else text[end : block.start])
        assert number == 0 or text[end : block.start] in ("\n", "\n\n")
        assert block.start < block.end <= len(text)
        assert block.kind is BlockKind.CODE or "\n" not in text[block.start : block.end]
        end = block.end
    assert end == len(text)
    last = 0
    for link in document.links:
        assert last <= link.start < link.end
        assert any(block.start <= link.start and link.end <= block.end for block in document.blocks)
        assert link.url.startswith(("http://", "https://", "mailto:"))
        last = link.end


def test_headings_paragraphs_and_line_breaks() -> None:
    assert blocks("<h2>The <b>vote</b></h2><p>One\n line</p>loose<p>Two<br>three</p>") == [
        ("heading", 2, "", "The vote"),
        ("paragraph", 0, "", "One line"),
        ("paragraph", 0, "", "loose"),
        ("paragraph", 0, "", "Two"),
        ("paragraph", 0, "", "three"),
    ]


def test_nested_lists_keep_depth_and_numbers() -> None:
    html = "<ul><li>a<ol start='3'><li>b</li><li>c</li></ol></li><li><p>d</p><p>e</p></li></ul>"
    assert blocks(html) == [
        ("item", 1, "•", "a"),
        ("item", 2, "3.", "b"),
        ("item", 2, "4.", "c"),
        ("item", 1, "•", "d"),
        ("item", 1, "", "e"),
    ]
    assert html_to_document(html).text == "a\nb\nc\nd\ne"


def test_two_lists_stand_apart() -> None:
    assert html_to_document("<ul><li>a</ul><ul><li>b</ul>").text == "a\n\nb"


def test_quotations_and_code() -> None:
    html = "<blockquote>said<blockquote>deeper</blockquote></blockquote><pre>\nif x:\n    y  </pre>"
    assert blocks(html) == [
        ("quote", 1, "", "said"),
        ("quote", 2, "", "deeper"),
        ("code", 0, "", "if x:\n    y"),
    ]


def test_a_table_of_data_becomes_aligned_rows() -> None:
    html = "<table><tr><th>Member</th><th>Vote</th></tr><tr><td><a href='/j'>Jo</a></td><td>yes</td></tr></table>"
    document = html_to_document(html, BASE)
    assert document.text == "Member  Vote\nJo      yes"
    assert links(html) == [("Jo", "https://news.example/j")]


def test_a_table_for_layout_becomes_blocks() -> None:
    html = "<table><tr><td><h3>Head</h3><p>Text</p></td><td><ul><li>x</ul></td></tr></table>"
    assert [kind for kind, *_ in blocks(html)] == ["heading", "paragraph", "item"]


def test_links_are_resolved_and_only_of_harmless_kinds() -> None:
    html = (
        '<a href="b.html">one</a> <a href="//cdn.example/x">two</a> <a href="mailto:a@b.example">three</a> '
        '<a href="javascript:alert(1)">four</a> <a href="java&#10;script:alert(1)">five</a> '
        '<a href="data:text/html,x">six</a> <a href="file:///etc/passwd">seven</a> <a href="#top">eight</a>'
    )
    assert links(html) == [
        ("one", "https://news.example/a/b.html"),
        ("two", "https://cdn.example/x"),
        ("three", "mailto:a@b.example"),
    ]
    assert html_to_document(html, BASE).text == "one two three four five six seven eight"


def test_a_link_around_blocks_is_a_link_in_each() -> None:
    url = "https://news.example/x"
    assert links('<a href="/x"><p>one</p><p>two</p></a>') == [("one", url), ("two", url)]


def test_images_become_captions_that_lead_to_them() -> None:
    html = (
        '<p>Before <img src="/p.jpg" alt="The harbour at dawn"> after</p>'
        '<figure><img src="/q.jpg" alt="ferry"><figcaption>The old ferry</figcaption></figure>'
        '<img src="/pixel.gif" width="1" height="1" alt="count me"><img src="/bare.jpg">'
    )
    assert blocks(html) == [
        ("paragraph", 0, "", "Before after"),
        ("caption", 0, "", "The harbour at dawn"),
        ("caption", 0, "", "The old ferry"),
    ]
    assert links(html) == [
        ("The harbour at dawn", "https://news.example/p.jpg"),
        ("The old ferry", "https://news.example/q.jpg"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>x()</script>",
        "<style>p{}</style>",
        "<p hidden>x</p>",
        '<div style="display: none"><p>x</p></div>',
        "<!-- x -->",
        "<template>x</template>",
        "<svg><text>x</text></svg>",
        "<select><option>x</select>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert html_to_document(f"<p>one</p>{hidden}<p>two</p>").text == "one\n\ntwo"


def test_entities_and_hostile_characters() -> None:
    html = "<p>a&nbsp;b &amp; c &#8212; &#27;]0;x&#7; &#x202e;d &bogus; &#xD800;</p>"
    text = html_to_document(html).text
    assert text.startswith("a b & c — ")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_text_without_tags_is_plain_text() -> None:
    assert html_to_document("one &amp; two\n\nthree").text == "one & two\n\nthree"
    assert html_to_text("AT&amp;T <i>news</i>") == "AT&T news"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "x" + "</div>" * 100_000,
        "<b>" * 50_000 + "</i>" * 50_000 + "x",
        "<ul><li>" * 50_000 + "x" + "</p>" * 50_000,
        "<table><tr><td>" * 20_000 + "x",
        "<blockquote>x" * 20_000,
        "<a href=/y>x" * 20_000,
        "<" * 300_000 + " x",
        "<a " + "b=c " * 100_000 + ">x",
        "&" * 300_000 + "x",
    ],
    ids=[
        "div",
        "stray ends",
        "lists",
        "tables",
        "quotations",
        "links",
        "brackets",
        "attributes",
        "ampersands",
    ],
)
def test_hostile_markup_neither_fails_nor_loses_its_text(html: str) -> None:
    document = html_to_document(html, BASE)
    assert "x" in document.text
    assert_sound(document)


TAGS = [
    "p",
    "div",
    "b",
    "i",
    "a",
    "ul",
    "ol",
    "li",
    "h1",
    "h3",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "img",
    "br",
    "figure",
    "figcaption",
    "q",
    "dl",
    "dd",
    "script",
    "span",
]
tag = st.sampled_from(TAGS)
piece = st.one_of(
    tag.map(lambda name: f"<{name}>"),
    tag.map(lambda name: f"</{name}>"),
    st.sampled_from(
        ['<a href="/x">', '<img src="/i" alt="pic">', "&amp;", "&#27;", "&#x202e;", "<!--", "-->", "<"]
    ),
    st.text(st.one_of(st.characters(), st.sampled_from("ab \n\t<>&")), max_size=8),
)


@settings(max_examples=300)
@given(st.lists(piece, max_size=30).map("".join))
def test_any_markup_gives_a_sound_document(html: str) -> None:
    assert_sound(html_to_document(html, BASE))


@given(st.text(st.one_of(st.characters(), st.sampled_from("ab \n\r\t.")), max_size=200))
def test_any_text_gives_a_sound_document(text: str) -> None:
    assert_sound(text_to_document(text))


def test_paragraphs_of_plain_text() -> None:
    text = "A heading\r\n\r\nOne line of text that was broken at a width of some\r\nsixty characters.\n\nA list:\none\ntwo"
    assert text_to_document(text).text == (
        "A heading\n\nOne line of text that was broken at a width of some sixty characters.\n\nA list:\n\none\n\ntwo"
    )


def test_addresses_in_plain_text_are_links() -> None:
    document = text_to_document("See https://news.example/a_(b), or (http://x.example/y).")
    assert [(document.text[link.start : link.end], link.url) for link in document.links] == [
        ("https://news.example/a_(b)", "https://news.example/a_(b)"),
        ("http://x.example/y", "http://x.example/y"),
    ]
