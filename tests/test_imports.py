"""What a process really imports: deferred imports, which the import contracts cannot see."""

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
    done = subprocess.run(
        [sys.executable, "-c", code + report],
        capture_output=True,
        text=True,
        check=True,
        env={"READER_DATA_DIR": str(folder), "PATH": ""},
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("command", [["list"], ["list", "--json", "--search", "words"]])
def test_a_command_that_opens_no_screen_imports_neither_screen_nor_model(
    command: list[str], tmp_path: Path
) -> None:
    names = imported_by(f"from reader.cli import main; main({command!r})", tmp_path)
    assert "reader" in names
    assert not names & (SCREEN | HEAVY)


@pytest.mark.parametrize(
    "room", ["feeds.parse", "feeds.fetch", "library.library", "entities.annotate", "services.importing"]
)
def test_nothing_below_the_screen_imports_the_screen(room: str, tmp_path: Path) -> None:
    assert not imported_by(f"import reader.{room}", tmp_path) & SCREEN


@pytest.mark.parametrize("room", ["entities.annotate", "entities.names", "services.annotating"])
def test_the_model_is_loaded_on_first_use_only(room: str, tmp_path: Path) -> None:
    assert not imported_by(f"import reader.{room}", tmp_path) & {"onnxruntime", "numpy"}
