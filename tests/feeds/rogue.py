"""A server on this machine that can do everything a server should not."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Request:
    """What a client asked for; header names in lower case."""

    path: str
    headers: dict[str, str]


@dataclass
class Wire:
    """The connection to a client, to be written to at will."""

    connection: socket.socket
    closing: threading.Event = field(default_factory=threading.Event)
    over: Callable[[], None] = lambda: None

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes = b"", status: str = "200 OK", *headers: str) -> None:
        """A whole and proper answer."""
        self.over()  # before the client has it: its next request may be here before this thread goes on
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
        self.send("\r\n".join(lines).encode("latin-1") + body)

    def wait(self, seconds: float) -> bool:
        """Sleeps, but not longer than the test lasts; True when that is over."""
        return self.closing.wait(seconds)


Behaviour = Callable[[Wire, Request], None]


class _Crowd:
    """How many requests are under way."""

    def __init__(self) -> None:
        self.now = 0
        self.most = 0
        self._changed = threading.Condition()

    def enter(self) -> Callable[[], None]:
        """One more; the function that takes it away again, once."""
        inside = True

        def leave() -> None:
            nonlocal inside
            with self._changed:
                if inside:
                    self.now -= 1
                inside = False

        with self._changed:
            self.now += 1
            self.most = max(self.most, self.now)
            self._changed.notify_all()
        return leave

    def wait_for(self, number: int, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self.most >= number, seconds)


class Rogue:
    """Each path behaves as the function it was given; every request is noted."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._crowd = _Crowd()
        self._behaviours: dict[str, Behaviour] = {}
        self._closing = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def most_at_once(self) -> int:
        """The most requests that were under way together; one is over when its answer is sent."""
        return self._crowd.most

    def crowded(self, body: bytes, number: int, *headers: str) -> Behaviour:
        """Answers when `number` requests have been under way together, and after a while for more."""

        def behaviour(wire: Wire, request: Request) -> None:
            self._crowd.wait_for(number, 10)
            wire.wait(0.05)
            wire.answer(body, "200 OK", *headers)

        return behaviour

    def on(self, path: str, behaviour: Behaviour) -> str:
        self._behaviours[path] = behaviour
        return self.url(path)

    def sends(self, path: str, body: bytes = b"", status: str = "200 OK", *headers: str) -> str:
        return self.on(path, lambda wire, _: wire.answer(body, status, *headers))

    def close(self) -> None:
        self._closing.set()
        self._socket.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            request = _read(connection)
            if request is None:
                return
            self.requests.append(request)
            over = self._crowd.enter()
            try:
                behaviour = self._behaviours.get(request.path, _not_found)
                behaviour(Wire(connection, self._closing, over), request)
            finally:
                over()


def _not_found(wire: Wire, request: Request) -> None:
    wire.answer(b"", "404 Not Found")


def _read(connection: socket.socket) -> Request | None:
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return None
        head += part
    first, *lines = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(first.split(" ")[1], headers)
