"""The feeds of a page."""

from __future__ import annotations

from reader.feeds.discover import common_feed_addresses, feeds_of_page

URL = "https://news.example/world/"


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" title="{title}">'


def found(*links: str, head: str = "") -> list[str]:
    html = f"<!doctype html><html><head>{head}{''.join(links)}</head><body><p>text</p></body></html>"
    return list(feeds_of_page(html, URL))


def test_feeds_are_found_absolute_and_once() -> None:
    assert found(
        link("/feed.xml"), link("atom", "application/atom+xml"), link("/feed.xml"), link("//cdn.example/j")
    ) == [
        "https://news.example/feed.xml",
        "https://news.example/world/atom",
        "https://cdn.example/j",
    ]


def test_comments_come_last_and_feeds_before_vaguer_types() -> None:
    assert found(
        link("/comments/feed/"),
        link("/a", title="Comments on a story"),
        link("/x.xml", "text/xml"),
        link("/feed.json", "application/feed+json"),
        link("/feed/", "Application/RSS+XML; charset=utf-8", "ALTERNATE feed"),
    ) == [
        "https://news.example/feed/",
        "https://news.example/feed.json",
        "https://news.example/x.xml",
        "https://news.example/comments/feed/",
        "https://news.example/a",
    ]


def test_what_is_no_feed_is_left_out() -> None:
    assert not found(
        link("/style.css", "text/css", "stylesheet"),
        link("/de/", "text/html"),
        link("/oembed?x", "application/json"),
        link("/wp-json/wp/v2/pages/1", "application/json"),
        link("/manifest.xml", "text/xml", "manifest"),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link(""),
        "<!-- " + link("/commented") + " -->",
        f"<script>document.write('{link('/written')}')</script>",
    )


def test_the_base_of_a_page_counts() -> None:
    assert found(link("feed"), head='<base href="https://other.example/x/">') == [
        "https://other.example/x/feed"
    ]


def test_odd_pages() -> None:
    assert feeds_of_page("", URL) == ()
    assert feeds_of_page("\x00<link rel=alternate type=application/rss+xml href=/f>", URL) == (
        "https://news.example/f",
    )
    assert len(feeds_of_page("".join(link(f"/{n}") for n in range(500)), URL)) == 20
    assert feeds_of_page("<b>" * 90_000 + "</i>" * 90_000 + link("/f"), URL) == ("https://news.example/f",)
    assert feeds_of_page("<script>" * 90_000 + link("/f"), URL) == ()
    assert feeds_of_page("<b>" * 50_000 + link("/f"), URL) == ("https://news.example/f",)


def test_where_to_look_when_a_page_names_none() -> None:
    addresses = common_feed_addresses("https://news.example/world/story?x=1")
    assert addresses[0] == "https://news.example/world/story/feed"
    assert "https://news.example/feed" in addresses
    assert "https://news.example/rss.xml" in common_feed_addresses("https://news.example")
    assert all(address.startswith("https://news.example/") for address in addresses)
