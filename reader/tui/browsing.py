"""Opening addresses outside the terminal, never through a shell."""

from __future__ import annotations

from collections.abc import Sequence


def browse(url: str, command: Sequence[str] = ()) -> bool:
    """Open an http, https or mailto address with a program and its arguments, which the address
    follows, else with the system's own; whether that could be started. Waits for the disk."""
    if not command:
        import webbrowser

        return webbrowser.open(url)
    from subprocess import DEVNULL, Popen

    try:
        Popen([*command, url], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
    except OSError:
        return False
    return True
