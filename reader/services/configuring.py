"""Settings changed by the program for the person: one line of the file, the rest left as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import SettingsError
from reader.services.writing import write_file
from reader.settings_file import read_settings, with_setting

if TYPE_CHECKING:
    from reader.settings import Settings


def change_setting(path: Path, key: str, word: str, new_file: str = "") -> Settings:
    """Set one setting in the file, replaced whole, and give what it says then. `new_file` is what a file
    that is not there yet is made from. Raises SettingsError for an unknown setting, a wrong value and a
    file that cannot be understood, ReaderError when it cannot be written."""
    read = read_settings(path)
    if read.problems and not read.text:
        raise SettingsError(f"{path}: {read.problems[0]}; mend it first")
    text = with_setting(read.text or new_file, key, word)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"{path.parent}: cannot be made: {error.strerror or error}") from None
    write_file(path, text.encode(), overwrite=True)
    return read_settings(path).settings
