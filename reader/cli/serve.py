"""`reader serve`: the screen in a browser of this machine."""

from __future__ import annotations

import argparse
import os
import sys

from reader.cli.terminal import CONFIG, DONE, FAILED, Commands, failed, print_text, say

PORT = 8642
LOCAL = ("127.0.0.1", "localhost", "::1")


def add_commands(commands: Commands) -> None:
    parser = commands.add_parser(
        "serve",
        help="open the screen in a browser",
        description="Serve the screen to browsers of this machine, until Ctrl+C. Needs the extra `web`.",
    )
    parser.add_argument("--port", type=_port, default=PORT, metavar="N", help=f"the port ({PORT}; 0 is any)")
    parser.add_argument("--host", default=LOCAL[0], help="the address to listen on (127.0.0.1)")
    parser.add_argument(
        "--public", action="store_true", help="allow a --host that other machines can reach; not encrypted"
    )
    parser.add_argument("--config", metavar="FILE", default=argparse.SUPPRESS, help=CONFIG)
    parser.set_defaults(command=_serve)


def _serve(given: argparse.Namespace) -> int:
    import asyncio
    from importlib.util import find_spec

    from reader.config import library_path, settings_path

    if find_spec("textual_serve") is None:
        return failed(
            "the browser needs the package textual-serve (the extra `web`); this installs it: "
            f"{sys.executable} -m pip install 'textual-serve>=1.1.3,<1.2'"
        )
    if given.host not in LOCAL:
        if not given.public:
            return failed(
                f"{given.host} may be reached from other machines, which could then read and change "
                "everything; --public allows it"
            )
        say("whoever learns the address below can read and change everything; nothing is encrypted")
    from reader.cli.web_server import WebServer

    # The screens are processes of a shell, so no text of ours goes into the command.
    os.environ["READER_DATA_DIR"] = str(library_path(given.data_dir).absolute())
    os.environ["READER_CONFIG"] = str(settings_path(given.config).absolute())
    server = WebServer(given.host, given.port, tell=_tell)
    try:
        asyncio.run(server.run())
    except OSError as error:
        say(f"{given.host} port {given.port}: {error.strerror or error}; --port takes another one")
        return FAILED
    return DONE


def _tell(address: str) -> None:
    print_text(address)
    sys.stdout.flush()
    say("Ctrl+C ends it")


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number, not {text!r}") from None
    if not 0 <= port < 65536:
        raise argparse.ArgumentTypeError("must be from 0 to 65535")
    return port
