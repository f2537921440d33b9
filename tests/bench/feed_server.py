"""A quiet server of feed files, with ETag and 304: python -m tests.bench.feed_server FOLDER

Prints its address, then serves until it is ended.
"""

from __future__ import annotations

import sys
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def handler(files: dict[str, bytes]) -> type[BaseHTTPRequestHandler]:
    tags = {path: f'"{zlib.crc32(body):x}"' for path, body in files.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # head and body in one write

        def do_GET(self) -> None:
            body = files.get(self.path)
            if body is None:
                self.send_error(404)
                return
            same = self.headers.get("If-None-Match") == tags[self.path]
            self.send_response(304 if same else 200)
            self.send_header("ETag", tags[self.path])
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", "0" if same else str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it overrides
            pass

    return Handler


def main(folder: Path) -> None:
    files = {f"/{path.name}": path.read_bytes() for path in folder.iterdir()}
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(files))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
