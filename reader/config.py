"""Where things are: the program's own data, the library, the settings."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(*parts: str) -> Path:
    """A file of the data that ships with the program, e.g. `data_path("model", "names.onnx")`.

    In a wheel the data lie inside the package, in a checkout beside it.
    """
    inside = _PACKAGE / "data"
    return (inside if inside.is_dir() else _PACKAGE.parent / "data").joinpath(*parts)


def library_path(given: str | None = None) -> Path:
    """The folder of the library: `--data-dir`, else READER_DATA_DIR, else the platform's own."""
    chosen = given or os.environ.get("READER_DATA_DIR")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("terminal-reader", appauthor=False)


def settings_path(given: str | None = None) -> Path:
    """The settings file: `--config`, else READER_CONFIG, else in the platform's own folder."""
    chosen = given or os.environ.get("READER_CONFIG")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_config_path

    return user_config_path("terminal-reader", appauthor=False) / "settings.toml"
