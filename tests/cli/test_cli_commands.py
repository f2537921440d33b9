"""Which commands there are: only the one asked for is described, and help describes them all."""

from __future__ import annotations

import pytest

from reader.cli import ROOMS, main

COMMANDS = [name for names in ROOMS.values() for name in names]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("before", [[], ["--data-dir", "anywhere"], ["--config=any.toml"]])
def test_every_command_knows_its_help(
    name: str, before: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([*before, name, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: reader {name} ")


@pytest.mark.parametrize("arguments", [["--help"], ["-h", "import"], ["--data-dir", "import", "--help"]])
def test_help_lists_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)
    first_words = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.strip()]
    listed = first_words[first_words.index("COMMAND") + 1 :]
    assert [word for word in listed if word in COMMANDS] == COMMANDS


def test_a_command_that_does_not_exist_is_told_of_with_all_that_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["improt"])
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert all(repr(name) in told for name in COMMANDS)
