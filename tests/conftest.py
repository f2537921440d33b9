"""What tests of several rooms share: a site on this machine and the command line as a process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)  # a busy machine is no fault of the program
settings.load_profile("unhurried")

Command = Callable[..., subprocess.CompletedProcess[str]]


@dataclass
class Answer:
    """What the site says for one path."""

    body: bytes
    type: str = "application/rss+xml"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Site:
    """A web server on 127.0.0.1 with changeable answers; an ETag that is sent back gives 304."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.append(self.path)
                answer = site.answers.get(self.path, Answer(b"nothing here", "text/plain", 404))
                etag = answer.headers.get("ETag")
                unchanged = etag is not None and self.headers.get("If-None-Match") == etag
                self.send_response(304 if unchanged else answer.status)
                for name, value in {"Content-Type": answer.type, **answer.headers}.items():
                    self.send_header(name, value)
                if unchanged:
                    self.end_headers()
                    return
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def put(self, path: str, body: str | bytes, **rest: object) -> str:
        data = body.encode() if isinstance(body, str) else body
        self.answers[path] = Answer(data, **rest)  # type: ignore[arg-type]
        return self.url(path)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session", autouse=True)
def no_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the person at this machine has set is not to change any test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("READER_CONFIG", str(tmp_path_factory.mktemp("settings") / "settings.toml"))
        yield


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def reader(tmp_path: Path) -> Command:
    """Runs `reader ARGUMENTS` as a process on an empty library of its own."""
    environment = {**os.environ, "READER_DATA_DIR": str(tmp_path / "library")}

    def run(*arguments: str, input: str | None = None) -> subprocess.CompletedProcess[str]:  # noqa: A002
        command = [sys.executable, "-m", "reader", *arguments]
        return subprocess.run(
            command,
            capture_output=True,
            env=environment,
            input=input,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    return run
