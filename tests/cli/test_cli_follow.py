"""`reader follow`, `mute`, `unfollow`, `watched`, and what `reader refresh` tells of them."""

from __future__ import annotations

import json
from typing import Any

FEED = '<rss version="2.0"><channel><title>The Wire</title>{}</channel></rss>'
ITEM = "<item><guid>{0}</guid><title>Item {0}</title><description>{1}</description></item>"
LUND = "Mayor Tove Lind opened the new quay in Hobart on Monday, and many people came to see it."
NOBODY = "The ferries ran late once more because of the fog, and nobody was surprised by that."


def test_refresh_says_how_many_new_articles_name_what_is_followed(reader: Any, site: Any) -> None:
    url = site.put("/a", FEED.format(ITEM.format(1, NOBODY)))
    assert reader("feeds", "add", url).returncode == 0
    assert "follow" not in reader("refresh").stderr
    assert reader("follow", "place", "Tasmania").returncode == 0
    assert reader("follow", "person", "tove lind").returncode == 0
    site.put("/a", FEED.format(ITEM.format(1, NOBODY) + ITEM.format(2, LUND) + ITEM.format(3, NOBODY)))
    done = reader("refresh", "--json")
    assert json.loads(done.stdout)["new"] == 2
    assert done.stderr == "reader: 1 new article names what you follow\n"
    assert "0 new articles name" in reader("refresh").stderr

    [row] = reader("list", "--followed", "--json").stdout.splitlines()
    assert json.loads(row)["title"] == "Item 2"
    watched = [json.loads(line) for line in reader("watched", "--json").stdout.splitlines()]
    assert watched == [
        {"kind": "place", "name": "Tasmania", "muted": False, "articles": 1},
        {"kind": "person", "name": "tove lind", "muted": False, "articles": 1},
    ]
    assert reader("mute", "person", "Tove Lind").returncode == 0
    assert reader("unfollow", "place", "tasmania").returncode == 0
    assert "Item 2" not in reader("list").stdout
    assert "Item 2" in reader("list", "--search", "is:muted").stdout
    assert "muted" in reader("watched").stdout
    assert reader("unfollow", "place", "Tasmania").returncode == 1
    assert reader("follow", "planet", "Mars").returncode == 2
    assert reader("follow", "person", " ").returncode == 1
