"""Lists of feeds in OPML: read and written without loss, nothing but web feeds taken over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

import listparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.feeds.folders import MAX_DEPTH, folder_names, folder_path
from reader.feeds.opml import FeedList, Refused, read_opml, write_opml
from reader.model import Subscription
from reader.text.clean import clean_line


def opml(*outlines: str, version: str = "2.0") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><opml version="{version}"><head><title>x</title></head>'
        f"<body>{''.join(outlines)}</body></opml>"
    ).encode()


def read(*outlines: str, version: str = "2.0") -> FeedList:
    return read_opml(opml(*outlines, version=version), "list.opml")


def only(outline: str) -> Subscription:
    (feed,) = read(outline).feeds
    return feed


# --- reading ----------------------------------------------------------------------------------


def test_a_nested_list_is_read_whole() -> None:
    found = read(
        '<outline text="World"><outline text="Asia">'
        '<outline type="rss" text="Hill Gazette" title="Hill Gazette" xmlUrl="https://hill.example/feed"'
        ' htmlUrl="https://hill.example/"/></outline>'
        '<outline type="rss" text="My coast" title="Coast Daily" xmlUrl="http://coast.example/rss"/></outline>'
        '<outline text="Alone" xmlUrl="https://alone.example/feed" description="ignored"/>'
    )
    assert found == FeedList(
        (
            Subscription(
                "https://hill.example/feed", "Hill Gazette", "", "https://hill.example/", "World/Asia"
            ),
            Subscription("http://coast.example/rss", "Coast Daily", "My coast", folder="World"),
            Subscription("https://alone.example/feed", name="Alone"),
        )
    )


@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0", "3.0"])
def test_every_version_is_read(version: str) -> None:
    outline = '<outline title="A" xmlUrl="https://a.example/"/>'
    assert read(outline, version=version).feeds == (Subscription("https://a.example/", "A"),)


@pytest.mark.parametrize(
    "outline",
    [
        '<outline title="A" xmlUrl="https://a.example/f"/>',
        '<outline title="A" xmlurl=" https://a.example/f "/>',
        '<outline title="A" XMLURL="https://a.example/f"></outline>',
        '<outline title="A" type="RSS" url="https://a.example/f"/>',
        '<Outline title="A" xmlUrl="https://a.example/f"/>',
        '<outline xmlns:x="https://x.example/" x:title="A" xmlUrl="https://a.example/f"/>',
        '<outline title="A" text="A" type="atom" xmlUrl="https://a.example/f" unknown="1"><b>no</b></outline>',
        '<!-- c --><outline title="A" xmlUrl="https://a.example/f"/><?php no ?>',
    ],
)
def test_what_other_programs_write_is_understood(outline: str) -> None:
    assert only(outline) == Subscription("https://a.example/f", "A")


def test_an_older_list_without_head_and_body_is_read() -> None:
    assert read_opml(b'<opml><outline title="A" xmlUrl="https://a.example/"/></opml>', "x").feeds == (
        Subscription("https://a.example/", "A"),
    )


def test_of_a_feed_that_is_named_twice_the_first_counts() -> None:
    found = read(
        '<outline text="One"><outline title="A" xmlUrl="https://a.example/"/></outline>',
        '<outline text="Two"><outline title="B" xmlUrl="https://a.example/"/></outline>',
        '<outline xmlUrl="exec:x" text="1"/><outline xmlUrl="exec:x" text="2"/>',
    )
    assert [(feed.title, feed.folder) for feed in found.feeds] == [("A", "One")]
    assert [refused.title for refused in found.refused] == ["1"]


def test_a_folder_without_a_name_is_none_and_a_feed_is_no_folder() -> None:
    found = read(
        '<outline text=""><outline text="In"><outline xmlUrl="https://a.example/">'
        '<outline xmlUrl="https://b.example/"/></outline></outline></outline>'
    )
    assert [(feed.url, feed.folder) for feed in found.feeds] == [
        ("https://a.example/", "In"),
        ("https://b.example/", "In"),
    ]


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.example/f?a=1&amp;b=2", "https://a.example/f?a=1&b=2"),
        ("https://a.example/f?a=1&b=2&copy=3", "https://a.example/f?a=1&b=2&copy=3"),
        ("https://a.example/f?a=1&#38;b=2", "https://a.example/f?a=1&b=2"),
        ("https://a.example/新聞", "https://a.example/%E6%96%B0%E8%81%9E"),
        ("https://a.example/f g", "https://a.example/f%20g"),
    ],
)
def test_addresses_survive_what_programs_do_to_ampersands_and_letters(written: str, url: str) -> None:
    found = read(f'<outline xmlUrl="{written}"/>')
    assert [feed.url for feed in found.feeds] == [url]
    assert found.problem == ""


def test_names_of_letters_and_broken_references_do_not_cost_the_feed() -> None:
    outline = '<outline title="Caf&eacute; &quot;A&QUOT; &amp; B &#0; &#xD83D; &#27;[31m" xmlUrl="https://a.example/"/>'
    assert only(outline).title == 'Café "A" & B \ufffd \ufffd \ufffd[31m'


def test_a_reference_that_nobody_knows_is_text() -> None:
    found = read('<outline title="A &nosuch; B" xmlUrl="https://a.example/"/>')
    assert (found.feeds[0].title, found.problem) == ("A &nosuch; B", "")


def test_markup_in_a_comment_is_no_first_element() -> None:
    body = (
        b'<!-- made by <tool@a.example> --><!DOCTYPE opml><opml><outline xmlUrl="https://a.example/"/></opml>'
    )
    assert len(read_opml(body, "x").feeds) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><opml><body><outline title="Zürich" xmlUrl="https://a.example/"/></body></opml>'
    assert read_opml(text.encode(encoding), "x").feeds[0].title == "Zürich"


# --- hostile and broken -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("exec:/bin/sh -c id", "command"),
        ("EXEC:reboot", "command"),
        ("filter:~/bin/f:https://a.example/", "command"),
        ("query:unread:unread = yes", "another program"),
        ("file:///etc/passwd", "file"),
        ("javascript:alert(1)", "script"),
        ("java&#10;script:alert(1)", "web address"),
        ("vbscript:x", "script"),
        ("data:text/xml,x", "web address"),
        ("ftp://a.example/feed", "web address"),
        ("feed.xml", "complete"),
        ("/etc/passwd", "complete"),
        ("C:\\feeds.xml", "web address"),
        ("| rm -rf .", "complete"),
        ("https://", "complete"),
        ("http:/a.example", "complete"),
        ("https://[broken/", "complete"),
        ("https://user:secret@a.example/feed", "password"),
    ],
)
def test_only_web_feeds_are_taken_over_and_the_others_are_told_of(address: str, reason: str) -> None:
    found = read(f'<outline text="Bad" xmlUrl="{address}"/><outline xmlUrl="https://good.example/"/>')
    assert [feed.url for feed in found.feeds] == ["https://good.example/"]
    (refused,) = found.refused
    assert refused.title == "Bad"
    assert reason in refused.reason
    assert "secret" not in refused.address


def test_a_list_inside_a_list_is_not_fetched() -> None:
    (refused,) = read('<outline type="include" text="More" url="https://a.example/more.opml"/>').refused
    assert refused == Refused(
        "https://a.example/more.opml", "More", "is another list of feeds; import it by itself"
    )


def test_hostile_text_is_cleaned() -> None:
    found = read(
        '<outline text="F\u202e\x1b]0;x\x07"><outline title="\x1b[2J &#x202e;evil&#10;line" xmlUrl="https://a.example/"'
        ' htmlUrl="javascript:alert(1)"/></outline><outline text="\x1b[1m" xmlUrl="exec:\x1b[2J"/>'
    )
    (feed,), (refused,) = found.feeds, found.refused
    assert (feed.title, feed.home) == ("\ufffd[2J evil line", "")
    for text in (feed.folder, refused.address, refused.title):
        assert clean_line(text) == text
        assert "\x1b" not in text


def test_no_entity_is_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://secret.example/")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    body = (
        f'<!DOCTYPE opml [<!ENTITY l0 "ha"> {laughs} <!ENTITY file SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY % dtd SYSTEM "{secret.as_uri()}"> %dtd;]>'
        '<opml><body><outline title="&l11;" xmlUrl="https://a.example/"/>'
        '<outline text="&file;">&file;<outline title="B" xmlUrl="https://b.example/"/></outline></body></opml>'
    )
    found = read_opml(body.encode(), "x")
    assert [feed.url for feed in found.feeds] == ["https://a.example/", "https://b.example/"]
    assert len(str(found)) < 1000
    assert "secret.example" not in str(found)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"plain text",
        b"{}",
        b"<html><body><outline xmlUrl='https://a.example/'/></body></html>",
        b'<rss version="2.0"><channel><title>A</title></channel></rss>',
        b"\x00\x01\x02",
        b"<",
        b"<opmlx/>",
    ],
)
def test_what_is_no_list_is_one_clear_error(body: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        read_opml(body, "list.opml")
    assert str(caught.value) == "list.opml: is not a list of feeds (OPML)"


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(ParseError, match="larger than 4 MB"):
        read_opml(b"<opml>" + b" " * 4_200_000, "x")


def test_a_very_long_list_is_read_up_to_the_limit() -> None:
    found = read("".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(10_001)))
    assert len(found.feeds) == 10_000
    assert "10000" in found.problem


def test_of_a_broken_list_what_is_whole_is_read() -> None:
    found = read_opml(
        opml('<outline title="A" xmlUrl="https://a.example/"/>', "<outline text='x' <<", "</b>"), "x"
    )
    assert [feed.url for feed in found.feeds] == ["https://a.example/"]
    assert "line 1" in found.problem
    lines = b'<?xml version="1.0"?>\n<!-- a\nb -->\n<opml>\n<outline xmlUrl="https://a.example/"/>\n</b>'
    assert "line 6" in read_opml(lines, "x").problem


HOSTILE = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from reader.errors import ParseError
from reader.feeds.opml import read_opml
for body in (
    b"<opml " + b" ".join(b'a%d="1"' % n for n in range(150_000)) + b"/>",
    b'<!DOCTYPE opml "' + b"'<!--" * 800_000,
    b"<opml>" + b"<!--" * 1_000_000,
    b"<opml>" + b"<![CDATA[" * 400_000,
    b"<opml>" + b"&" * 1_000_000,
):
    try:
        assert read_opml(body, "x").feeds == ()
    except ParseError:
        pass
print("done")
"""


def test_no_file_takes_quadratic_time_or_much_memory() -> None:
    """Read in quadratic time, the first of these alone would take many minutes of processor time."""
    done = subprocess.run([sys.executable, "-c", HOSTILE], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("done\n", 0), done.stderr


def test_a_list_cut_anywhere_gives_only_whole_addresses() -> None:
    whole = write_opml(
        Subscription(f"https://a.example/feed-{n}", f"Title {n}", home="https://a.example/", folder="F/G")
        for n in range(3)
    )
    feeds = [feed.url for feed in read_opml(whole, "x").feeds]
    end = whole.rindex(b"</opml>") + len(b"</opml>")
    for length in range(whole.index(b"<opml") + 20, end):
        found = read_opml(whole[:length], "x")
        assert [feed.url for feed in found.feeds] == feeds[: len(found.feeds)]
        assert found.problem, whole[:length]


def test_thousands_of_levels_do_no_harm() -> None:
    found = read('<outline text="x">' * 5000 + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * 5000)
    assert found.problem or len(found.feeds) == 1
    shallow = read('<outline text="x">' * 100 + '<outline xmlUrl="https://a.example/"/>' + "</outline>" * 100)
    assert shallow.feeds[0].folder == "/".join("x" * MAX_DEPTH)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_list_or_a_clear_error(noise: bytes) -> None:
    for body in (noise, opml('<outline xmlUrl="https://a.example/"/>') + noise, b"<opml>" + noise):
        try:
            found = read_opml(body, "x")
        except ParseError:
            continue
        assert all(feed.url.startswith(("http://", "https://")) for feed in found.feeds)


@given(st.text(max_size=60))
def test_no_address_but_a_web_address_ever_gets_through(address: str) -> None:
    found = read(f"<outline text='x' xmlUrl={quoteattr(address)}/>")
    assert all(feed.url.lower().startswith(("http://", "https://")) for feed in found.feeds)


# --- writing ----------------------------------------------------------------------------------

LINES = st.text(max_size=30).map(clean_line)
URLS = st.from_regex(r"https?://[a-z]{1,8}\.example/[a-z0-9?&=%;'\"]{0,20}", fullmatch=True)


@st.composite
def subscriptions(draw: st.DrawFn) -> Subscription:
    """As the library keeps them: a name of its own is another one than title and address."""
    from reader.text.links import web_url

    url, title, name = web_url(draw(URLS)), draw(LINES), draw(LINES)
    return Subscription(
        url=url,
        title="" if title == url else title,
        name="" if name in (title, url) else name,
        home=web_url(draw(st.one_of(st.just(""), URLS))),
        folder=folder_path(draw(st.lists(LINES, max_size=4))),
    )


LISTS = st.lists(subscriptions(), max_size=8, unique_by=lambda feed: feed.url)


@given(LISTS)
def test_what_is_written_is_read_again_without_loss(feeds: list[Subscription]) -> None:
    found = read_opml(write_opml(feeds), "x")
    assert set(found.feeds) == set(feeds)
    assert (found.refused, found.problem) == ((), "")
    assert write_opml(found.feeds) == write_opml(read_opml(write_opml(found.feeds), "x").feeds)


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20)), min_size=1, max_size=4))
def test_anything_may_be_a_title_or_a_folder(texts: list[tuple[str, str]]) -> None:
    feeds = [
        Subscription(f"https://a.example/{n}", title, folder=folder_path([folder]))
        for n, (title, folder) in enumerate(texts)
    ]
    found = read_opml(write_opml(feeds), "x")
    assert found.problem == ""
    by_url = {feed.url: feed for feed in found.feeds}
    for feed in feeds:
        assert (by_url[feed.url].title, by_url[feed.url].folder) == (clean_line(feed.title), feed.folder)


def test_order_is_kept_within_folders() -> None:
    feeds = [
        Subscription(f"https://a.example/{n}", folder=folder)
        for n, folder in enumerate(["", "B", "A/C", "B", "A", ""])
    ]
    found = read_opml(write_opml(feeds), "x").feeds
    for folder in ("", "A", "A/C", "B"):
        assert [feed for feed in found if feed.folder == folder] == [
            feed for feed in feeds if feed.folder == folder
        ]


@given(LISTS)
def test_another_library_reads_what_is_written(feeds: list[Subscription]) -> None:
    found = listparser.parse(write_opml(feeds))
    assert not found.bozo
    assert found.version == "opml2"
    seen = {feed.url: (feed.title, feed.categories) for feed in found.feeds}
    assert seen == {
        feed.url: (
            feed.name or feed.title or feed.url,
            [list(folder_names(feed.folder))] if feed.folder else [],
        )
        for feed in feeds
    }


def test_another_library_agrees_on_what_is_read() -> None:
    body = opml(
        '<outline text="World" title="ignored"><outline text="Asia &amp; Oceania">'
        '<outline type="rss" text="Hill" title="Hill Gazette" xmlUrl="https://hill.example/feed?a=1&amp;b=2"/>'
        '</outline><outline title="Coast" xmlUrl="http://coast.example/rss"/></outline>'
        '<outline text="新聞" xmlUrl="https://news.example/"/>'
        '<outline text="Hill again" xmlUrl="https://hill.example/feed?a=1&amp;b=2"/>',
        version="1.0",
    )
    ours = {
        feed.url: (feed.name or feed.title, folder_names(feed.folder)) for feed in read_opml(body, "x").feeds
    }
    theirs = {
        feed.url: (feed.title, tuple(feed.categories[0]) if feed.categories else ())
        for feed in listparser.parse(body).feeds
    }
    assert ours == theirs


# --- folders ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("", ()),
        ("World", ("World",)),
        ("World/Asia", ("World", "Asia")),
        (" World / Asia /", ("World", "Asia")),
        ("//World//", ("World",)),
        (r"AC\/DC/Live", ("AC/DC", "Live")),
        (r"a\\/b", ("a\\", "b")),
        ("a\\", ("a\\",)),
    ],
)
def test_a_folder_is_a_path_of_names(path: str, names: tuple[str, ...]) -> None:
    assert folder_names(path) == names


@given(st.lists(st.text(max_size=20), max_size=6))
def test_names_survive_the_path(names: list[str]) -> None:
    cleaned = tuple(name for name in map(clean_line, names) if name)
    assert folder_names(folder_path(names)) == cleaned


@given(st.text(max_size=40))
def test_any_text_is_a_path_of_some_names(path: str) -> None:
    names = folder_names(path)
    assert folder_names(folder_path(names)) == names
