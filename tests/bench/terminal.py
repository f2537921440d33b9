"""A program in a real pseudo-terminal: what it writes, byte for byte, and when."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self


class Terminal:
    """Runs a program in a terminal that answers no queries. A context manager; leaving it ends the
    program. `seen` is all that it has written."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 120,
        lines: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.seen = bytearray()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})},
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def send(self, keys: str) -> None:
        """Type these characters."""
        os.write(self._master, keys.encode())

    def read_until(self, words: str, *, start: int = 0, timeout: float = 30.0) -> float:
        """Read until `words` are among what was written from byte `start` on; the moment they came,
        as of time.perf_counter()."""
        wanted = words.encode()
        end = time.perf_counter() + timeout
        while self.seen.find(wanted, start) < 0:
            if not self._read(end - time.perf_counter()):
                raise AssertionError(f"{words!r} did not appear; last seen: {bytes(self.seen[-2000:])!r}")
        return time.perf_counter()

    def read_something(self, timeout: float = 5.0) -> float:
        """Read the next bytes; the moment they came."""
        if not self._read(timeout):
            raise AssertionError("nothing was written")
        return time.perf_counter()

    def read_until_quiet(self, quiet: float = 0.15) -> None:
        """Read until nothing comes for `quiet` seconds."""
        while self._read(quiet):
            pass

    def read_for(self, seconds: float) -> None:
        """Read what comes within so many seconds, or until there is something."""
        self._read(seconds)

    def processor_time(self) -> float:
        """Seconds that the program's threads have computed so far (Linux; elsewhere 0)."""
        tasks = Path(f"/proc/{self._process.pid}/task")
        if not tasks.is_dir():
            return 0.0
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def memory(self) -> float:
        """Megabytes of the program itself, without its children (Linux; elsewhere 0)."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.is_file():
            return 0.0
        resident = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
        return int(resident.split()[1]) / 1024

    def quit(self, key: str = "q", timeout: float = 30.0) -> int:
        """Type `key`, again each second, until the program ends; its exit status. What still closes
        may have swallowed the first one."""
        end = time.perf_counter() + timeout
        while self._process.poll() is None and time.perf_counter() < end:
            with contextlib.suppress(OSError):  # it ended meanwhile
                self.send(key)
            again = time.perf_counter() + 1
            while self._process.poll() is None and time.perf_counter() < again:
                self._read(0.05)
        return self.wait(1.0)

    def wait(self, timeout: float = 30.0) -> int:
        """Read until the program ends; its exit status."""
        end = time.perf_counter() + timeout
        while self._read(end - time.perf_counter()):
            pass
        return self._process.wait(max(end - time.perf_counter(), 0.1))

    def _read(self, timeout: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(timeout, 0))
        if not ready:
            return False
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # Linux says EIO when the program has closed its end
            return False
        self.seen += data
        return bool(data)
