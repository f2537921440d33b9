"""`reader serve`: who may open it, and the screen in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.chromium import PROGRAMS, Chromium
from tests.conftest import Command

ENTER = "\ue007"
needs_browser = pytest.mark.skipif(None in PROGRAMS, reason="chromium and chromedriver are not installed")


@dataclass
class Served:
    address: str
    folder: Path

    @property
    def place(self) -> str:
        return self.address.partition("/?")[0]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    pytest.importorskip("textual_serve")
    folder = tmp_path / "a library $(touch made) ; touch made"
    command = [sys.executable, "-m", "reader", "serve", "--port", "0", "--data-dir", folder.name]
    with subprocess.Popen(
        [*command, "--config", "settings.toml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as server:
        assert server.stdout
        yield Served(server.stdout.readline().strip(), folder)
        server.terminate()
        assert server.wait(20) == 0


def answer(
    opener: urllib.request.OpenerDirector, url: str, **headers: str
) -> HTTPResponse | urllib.error.HTTPError:
    try:
        found = opener.open(urllib.request.Request(url, headers=headers), timeout=20)
    except urllib.error.HTTPError as error:
        return error
    assert isinstance(found, HTTPResponse)
    return found


def test_only_who_has_the_key_comes_in(served: Served) -> None:
    jar = CookieJar()
    stranger = urllib.request.build_opener()
    guest = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    assert urlsplit(served.place).hostname == "127.0.0.1"
    for path in ("/", "/?key=", "/?key=%ff%e2%82%ac", "/ws", "/static/js/textual.js", "/download/x"):
        assert answer(stranger, served.place + path).status == 403
    page = answer(guest, served.address)
    assert (page.status, urlsplit(page.url).query) == (200, "")
    [cookie] = jar
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "Strict"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert b"key=" not in page.read()
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    upgrade["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
    assert answer(guest, f"{served.place}/ws", Origin="http://127.0.0.1:1", **upgrade).status == 403
    assert answer(guest, f"{served.place}/ws", Origin="null", **upgrade).status == 403


@needs_browser
def test_the_screen_opens_lists_and_reads_in_a_browser(served: Served, tmp_path: Path) -> None:
    with Chromium(tmp_path / "profile") as browser:
        browser.open(served.address)
        browser.until(lambda: "Starter edition" in browser.received, "the screen did not open")
        browser.until(lambda: "of 12" in browser.received, "the articles were not listed")
        before, first = browser.picture(), len(browser.received)
        browser.press("j" + ENTER)
        browser.until(lambda: "2 of 12" in browser.received[first:], "a key did nothing")
        browser.until(lambda: browser.picture() != before, "nothing was drawn")
        place = served.place.removeprefix("http")
        asked = {url for url in browser.asked_for() if not url.startswith(("chrome:", "data:"))}
        assert any(url.startswith("ws:") for url in asked)
        assert [url for url in asked if not url.startswith((f"http{place}/", f"ws{place}/"))] == []
        assert [words for words in browser.complaints() if "WebGL" not in words] == []
        browser.press("q")
        browser.until(lambda: "-closed" in browser.run("return document.body.className"), "it did not end")
    assert served.folder.is_dir()
    assert not (tmp_path / "made").exists()


def test_other_machines_are_kept_out_unless_asked_for(reader: Command) -> None:
    done = reader("serve", "--host", "0.0.0.0", "--port", "0")
    assert done.returncode == 1
    assert "--public allows it" in done.stderr


def test_a_port_that_is_taken_is_said(reader: Command, served: Served) -> None:
    done = reader("serve", "--port", str(urlsplit(served.place).port))
    assert done.returncode == 1
    assert "--port takes another one" in done.stderr


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['textual_serve'] = None; from reader.cli import main; sys.exit(main(['serve']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "HOME": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 1
    assert "-m pip install 'textual-serve" in done.stderr
