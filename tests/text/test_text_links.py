"""Which addresses may be kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.links import safe_url, web_url


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("  https://a.example/b\n", "https://a.example/b"),
        ("/b", "https://base.example/b"),
        ("?q=1", "https://base.example/x/?q=1"),
        ("//a.example/b", "https://a.example/b"),
        ("https://a.example/b c<d>", "https://a.example/b%20c%3Cd%3E"),
        ("https://a.example/é", "https://a.example/%C3%A9"),
        ("https://a.example/100%25", "https://a.example/100%25"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("HTTPS://A.example/", "HTTPS://A.example/"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("vbscript:x", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("feed://a.example/", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("", ""),
        ("https://a.example/" + "x" * 5000, ""),
    ],
)
def test_only_addresses_a_browser_may_be_given(address: str, expected: str) -> None:
    assert safe_url(address, "https://base.example/x/") == expected


def test_a_relative_address_without_a_base_is_none() -> None:
    assert safe_url("/b") == ""
    assert web_url("mailto:a@b.example") == ""


@given(st.text(max_size=80), st.sampled_from(["", "https://base.example/"]))
def test_any_text_gives_printable_ascii_of_a_known_scheme(address: str, base: str) -> None:
    url = safe_url(address, base)
    assert url == "" or url.lower().startswith(("http://", "https://", "mailto:"))
    assert url.isascii()
    assert url == "" or (url.isprintable() and " " not in url)
    assert safe_url(url, base) == url
