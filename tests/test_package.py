"""The wheel, installed into an empty environment, is the whole program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LIMIT_OF_MODEL_AND_DATA = 26_000_000
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    return next(folder.glob("terminal_reader-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the installed `reader`. The dependencies are those of this environment: only the
    program itself is installed, so that nothing of the checkout can help it."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True, text=True)
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    (next(folder.glob("lib/*/site-packages")) / "dependencies.pth").write_text(dependencies)
    environment = {
        "READER_DATA_DIR": str(folder / "library"),
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(folder / "bin" / "reader"), *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=folder, check=False
        )

    where = subprocess.run(
        [str(python), "-c", "import reader; print(reader.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    assert where.stdout.startswith(str(folder)), "the checkout shadows the installed package"
    return run


def test_an_installed_copy_imports_lists_and_shows(installed: Run, tmp_path: Path) -> None:
    text = tmp_path / "harbour.txt"
    text.write_text(
        "Harbour plan approved\n\nUpdated: 2021-03-04 Coast Daily\n\n"
        "Mayor Ada Byron opened the harbour in Oslo, Norway.\n"
    )

    assert installed("list", "--json").stdout == ""
    imported = installed("import", str(text), "--json")
    assert json.loads(imported.stdout)["new"] == 1, imported.stderr
    listed = json.loads(installed("list", "--json").stdout)
    shown = installed("show", listed["id"], "--json")
    assert [place["name"] for place in json.loads(shown.stdout)["places"]] == ["Oslo"], shown.stderr
    assert "Ada Byron" in [person["name"] for person in json.loads(shown.stdout)["officials"]]


def test_the_wheel_holds_the_data_but_not_the_scripts_that_make_them(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist()}
    assert any(name.startswith("reader/data/articles/") for name in sizes)
    assert not any("/build/" in name or name.startswith("tests/") for name in sizes)
    assert (
        sum(size for name, size in sizes.items() if name.startswith("reader/data/"))
        <= LIMIT_OF_MODEL_AND_DATA
    )
