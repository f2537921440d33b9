"""The settings while the screen is open: read at the start, and again when the file changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.settings import DEFAULTS
from reader.settings_file import read_settings

if TYPE_CHECKING:
    from reader.settings import Settings

_Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Configured:
    """What the person chose; `keymap` are keys that differ from the registry's, as Textual spells them,
    by the name of the action. Of each of the `problems` the default holds."""

    settings: Settings = DEFAULTS
    keymap: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


class SettingsFile:
    """The file of the settings. Each call reads the disk: not on the interface's loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._signature: _Signature | None = None

    def read(self) -> Configured:
        """What the file says; the defaults when it is not there."""
        self._signature = self._on_disk()
        read = read_settings(self._path)
        if not read.settings.keys:
            return Configured(read.settings, {}, tuple(map(str, read.problems)))
        from reader.tui.keymap import keymap_of

        keymap, wrong = keymap_of(read)
        return Configured(read.settings, keymap, tuple(map(str, (*read.problems, *wrong))))

    def reread(self) -> Configured | None:
        """What the file says, None when it is the one read last."""
        return self.read() if self._on_disk() != self._signature else None

    def change(self, key: str, word: str) -> None:
        """Set one setting, keeping all else. Raises ReaderError."""
        from reader.services.configuring import change_setting

        change_setting(self._path, key, word)

    def _on_disk(self) -> _Signature | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino
