"""Cookies for the length of one call: some sites want theirs back before they redirect to the feed."""

from __future__ import annotations

from email.message import Message
from http.cookiejar import CookieJar
from typing import Any, cast
from urllib.request import Request


class Cookies:
    """What servers set on the way, by the rules of the standard library's jar."""

    def __init__(self) -> None:
        self._jar = CookieJar()

    def keep(self, url: str, headers: tuple[str, ...]) -> None:
        """Takes the values of the Set-Cookie headers of an answer from `url`."""
        message = Message()
        for value in headers:
            message["Set-Cookie"] = value
        self._jar.extract_cookies(cast("Any", _Answer(message)), Request(url))

    def header(self, url: str) -> str:
        """The value of a Cookie header for `url`, "" for none."""
        request = Request(url)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie") or ""


class _Answer:
    """As much of an answer as the jar asks for."""

    def __init__(self, headers: Message) -> None:
        self._headers = headers

    def info(self) -> Message:
        return self._headers
