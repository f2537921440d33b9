"""What `reader refresh` shows at a terminal while it works, in a real one."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

FEED = "<rss version='2.0'><channel><title>{0}</title><item><guid>{0}</guid><title>News</title></item></channel></rss>"


def test_progress_is_shown_on_standard_error_and_taken_away(
    reader: Callable[..., Any], site: Any, tmp_path: Path
) -> None:
    urls = [site.put(f"/{name}", FEED.format(name)) for name in "abc"]
    assert "done" not in reader("import", *urls).stderr
    ours, theirs = pty.openpty()
    environment = {**os.environ, "READER_DATA_DIR": str(tmp_path / "library"), "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "refresh"], env=environment, stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how a terminal ends on Linux
                break
            if not part:
                break
            shown += part
        assert process.stdout is not None
        data = process.stdout.read().decode()
    os.close(ours)
    assert process.returncode == 0
    assert data.count("0 new, 0 updated") == 3
    assert b"3 of 3 done, 0 new" in shown
    assert b"\x1b" not in data.encode()
    assert shown.endswith(b"\r\x1b[K")
