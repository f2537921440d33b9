"""Credentials that a person keeps outside the library: tokens in the environment, passwords in netrc.

Neither is ever stored or shown; each is sent to its own host only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.feeds.address import Address, basic

if TYPE_CHECKING:
    from netrc import netrc

TOKEN_PREFIX = "READER_TOKEN_"
"""READER_TOKEN_NEWS_EXAMPLE holds the bearer token (RFC 6750) for news.example."""

_NOT_IN_NAMES = re.compile(r"[^A-Z0-9]+")


class Credentials:
    """What is known at the start of a run; the netrc file is read at first need."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment

    def header(self, address: Address) -> str:
        """The value of an Authorization header: those in the address, a token, a netrc entry; else ""."""
        if address.credentials:
            return address.credentials
        host = address.host.partition(":")[0]
        token = self._environment.get(TOKEN_PREFIX + _NOT_IN_NAMES.sub("_", host.upper()), "").strip()
        if token.isascii() and token.isprintable() and token:
            return f"Bearer {token}"
        known = self._netrc.authenticators(host) if self._netrc else None
        return basic(f"{known[0]}:{known[2]}") if known else ""

    @cached_property
    def _netrc(self) -> netrc | None:
        """None without such a file, and with one that is broken or that everybody may read."""
        named = self._environment.get("NETRC", "")
        path = Path(named) if named else Path(self._environment.get("HOME", "~")).expanduser() / ".netrc"
        if not path.is_file():
            return None
        from netrc import NetrcParseError, netrc

        try:
            return netrc(path)
        except (NetrcParseError, OSError, UnicodeDecodeError):
            return None
