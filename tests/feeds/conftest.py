from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.feeds.rogue import Rogue


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    """A server on this machine that can do everything a server should not."""
    server = Rogue()
    yield server
    server.close()
