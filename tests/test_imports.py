"""What a process really imports, which the import contracts, who only read, cannot see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCREEN = {"textual", "rich"}
HEAVY = {"onnxruntime", "numpy", "feedparser", "httpx", "httpcore", "lxml"}


def imported_by(code: str, folder: Path) -> set[str]:
    """The top-level packages in sys.modules after running code in a new process."""
    report = "\nimport sys; print('\\n' + ' '.join(sorted({name.split('.')[0] for name in sys.modules})))"
    return set(run(code + report, folder).splitlines()[-1].split())


def run(code: str, folder: Path) -> str:
    """What code prints in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"READER_DATA_DIR": str(folder), "PATH": ""},
    )
    return done.stdout


@pytest.mark.parametrize("command", [["list"], ["list", "--json", "--search", "words"]])
def test_a_command_that_opens_no_screen_imports_neither_screen_nor_model(
    command: list[str], tmp_path: Path
) -> None:
    names = imported_by(f"from reader.cli import main; main({command!r})", tmp_path)
    assert "reader" in names
    assert not names & (SCREEN | HEAVY)


ALL_OF = """
import importlib, pkgutil, sys
import reader.{room} as room
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(*sorted(name for name in sys.modules if name.startswith("reader.")))
"""


@pytest.mark.parametrize("room", ["feeds", "entities", "library", "services"])
def test_nothing_below_the_screen_imports_the_screen(room: str, tmp_path: Path) -> None:
    names = imported_by(ALL_OF.format(room=room), tmp_path)
    assert not names & SCREEN
    assert room in ("library", "services") or not names & {"sqlite3", "tinydb"}


@pytest.mark.parametrize("room", ["feeds", "entities", "library"])
def test_rooms_side_by_side_do_not_know_one_another(room: str, tmp_path: Path) -> None:
    done = run(ALL_OF.format(room=room), tmp_path)
    rooms = {name.split(".")[1] for name in done.splitlines()[-1].split()}
    assert room in rooms
    assert not rooms & {"feeds", "entities", "library", "services", "cli", "tui"} - {room}


@pytest.mark.parametrize("room", ["entities.annotate", "entities.names", "services.annotating"])
def test_the_model_is_loaded_on_first_use_only(room: str, tmp_path: Path) -> None:
    assert not imported_by(f"import reader.{room}", tmp_path) & {"onnxruntime", "numpy"}
