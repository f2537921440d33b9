"""Where the output of a command goes may be gone, full or closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SUGGEST = [sys.executable, "-m", "reader", "feeds", "suggest"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_clear_line() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(SUGGEST, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "reader: the output cannot be written: No space left on device"
    assert "internal error" not in done.stderr


def test_output_that_is_closed_is_one_clear_line() -> None:
    code = f"import os; os.close(1); os.execv({sys.executable!r}, {SUGGEST!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "reader: there is no output to write to\n")


def test_a_reader_of_the_output_that_goes_away_is_no_error() -> None:
    with subprocess.Popen(SUGGEST, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        errors = child.stderr.read().decode()
    assert child.returncode == 0
    assert "Error" not in errors
