"""The web server of `reader serve`: textual-serve's, with a lock on its door and nothing from outside.

The address holds a secret, which becomes a cookie: other people of this machine cannot open the screen,
and pages of other sites can neither load it nor reach its socket (which browsers let any page open).
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import html
import secrets
import shlex
import signal
import sys
from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256

from aiohttp import web
from textual_serve.server import Server

FOCUS = """
addEventListener("load", () => new MutationObserver((_, watch) => {
  if (document.body.classList.contains("-loaded")) {
    watch.disconnect();
    document.querySelector("textarea").focus();
  }
}).observe(document.body, {attributes: true}));
"""
"""The keys go to the terminal as soon as its socket is open, which is told of the focus."""
HEADERS = {
    # The terminal of the page writes style elements; all else comes from here or not at all.
    "Content-Security-Policy": "default-src 'none'; "
    f"script-src 'self' 'sha256-{b64encode(sha256(FOCUS.encode()).digest()).decode()}'; "
    "style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LOCKED = "Open the address that `reader serve` printed: the part after the ? is the key.\n"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Reader</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/css/xterm.css">
<style>
@font-face {{ font-family: "Roboto Mono"; font-weight: 100 700;
  src: url("/static/fonts/RobotoMono-VariableFont_wght.ttf"); }}
@font-face {{ font-family: "Roboto Mono"; font-weight: 100 700; font-style: italic;
  src: url("/static/fonts/RobotoMono-Italic-VariableFont_wght.ttf"); }}
html, body, #terminal {{ margin: 0; height: 100%; background: #15181d; overflow: hidden; }}
#closed {{ display: none; color: #d9d6cf; font: 16px "Roboto Mono", monospace; padding: 2em; }}
.-closed #closed {{ display: block; }}
.-closed #terminal {{ display: none; }}
a {{ color: #82b6ee; }}
</style>
<script src="/static/js/textual.js"></script>
<script>{focus}</script>
</head>
<body>
<div id="terminal" class="textual-terminal" data-session-websocket-url="{socket}" data-font-size="16"></div>
<p id="closed">Reader has ended. <a href="/">Open it again</a></p>
</body>
</html>
"""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer(Server):
    """Serves the screen, a process for each page. `tell` is called with the address, once it is open."""

    def __init__(self, host: str, port: int, tell: Callable[[str], object]) -> None:
        command = shlex.join([sys.executable, "-P", "-m", "reader"])
        super().__init__(command, host=host, port=port, title="Reader")
        self._tell = tell
        self._key = secrets.token_urlsafe(24)

    async def run(self) -> None:
        """Serve until the process is asked to end. Raises OSError when the port cannot be had."""
        ended = asyncio.Event()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):  # Windows interrupts the loop instead
                asyncio.get_running_loop().add_signal_handler(signal_number, ended.set)
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            self.port = runner.addresses[0][1]
            self._tell(self._address())
            await ended.wait()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        app.on_response_prepare.append(_add_headers)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Says nothing yet: the port is not open."""

    async def handle_index(self, request: web.Request) -> web.Response:
        socket = html.escape(f"ws://{request.host}/ws")
        return web.Response(text=PAGE.format(socket=socket, focus=FOCUS), content_type="text/html")

    def _address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/?key={self._key}"

    @property
    def _cookie(self) -> str:
        return f"reader-{self.port}"  # cookies are shared by all ports of a host

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == "/" and self._fits(request.query.get("key")):
            opened = web.HTTPFound("/")
            opened.set_cookie(self._cookie, self._key, httponly=True, samesite="Strict")
            return opened
        if not self._fits(request.cookies.get(self._cookie)):
            return web.Response(text=LOCKED, status=403)
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.host}":
            return web.Response(text="Another site asks for this.\n", status=403)
        return await handler(request)

    def _fits(self, key: str | None) -> bool:
        return key is not None and hmac.compare_digest(key.encode(errors="replace"), self._key.encode())


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
