"""`reader list --search` and `--sort` as processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("query", "place"),
    [("rain titel:x", 5), ("(rain", 0), ("新聞 is:x", 5), ("a\x1b[31m\nb after:x", 9)],
)
def test_a_mistake_is_shown_with_its_place(reader: Any, query: str, place: int) -> None:
    done = reader("list", "--search", query)
    assert (done.returncode, done.stdout) == (2, "")
    said, shown, pointer = done.stderr.splitlines()
    assert said.startswith("reader: the search cannot be understood: ")
    assert pointer == " " * (place + 2) + "^"
    assert "\x1b" not in shown


def test_orders(reader: Any, tmp_path: Path) -> None:
    for name, day in (("Bridges", "2021-01-01"), ("Alleys", "2021-01-03"), ("Canals", "2021-01-02")):
        text = f"{name}\n\nUpdated: {day} Test Press\n\n{name} were opened. {'Alleys too.' if name == 'Canals' else ''}\n"
        (tmp_path / f"{name}.txt").write_text(text)
        assert reader("import", str(tmp_path / f"{name}.txt")).returncode == 0

    def listed(*arguments: str) -> list[str]:
        return [line.split()[2].lstrip("●★") or line.split()[3] for line in reader("list", *arguments).stdout.splitlines()]  # fmt: skip

    assert listed() == ["Alleys", "Canals", "Bridges"]
    assert listed("--sort", "oldest") == ["Bridges", "Canals", "Alleys"]
    assert listed("--sort", "title", "--limit", "2") == ["Alleys", "Bridges"]
    assert listed("--sort", "best", "--search", "alleys") == ["Alleys", "Canals"]
    assert reader("list", "--sort", "longest").returncode == 2
