"""The child process that annotates, and its client."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from reader.entities.worker import AnnotationError, AnnotationWorker, answers, serve
from reader.model import Title

FAKE = """
import json, os, sys
for line in sys.stdin:
    request = json.loads(line)
    if request["text"] == "die":
        os._exit(3)
    if request["text"] == "die once" and not os.path.exists(sys.argv[1]):
        open(sys.argv[1], "w").close()
        os._exit(3)
    if request["text"] == "babble":
        print("[1]", flush=True)
        continue
    answer = {"id": request["id"], "officials": [], "people": [], "places": [], "engine": str(os.getpid())}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def fake(tmp_path: Path) -> tuple[str, ...]:
    """A child that answers at once with its process id as the engine, and dies when told to."""
    script = tmp_path / "fake.py"
    script.write_text(textwrap.dedent(FAKE), encoding="utf-8")
    return (sys.executable, str(script), str(tmp_path / "died"))


async def test_the_real_child_gives_what_the_engine_gives() -> None:
    async with AnnotationWorker() as worker:
        found = await worker.annotate(
            "k", "Finance Minister Ana Lima left Nairobi.", country="KE", urgent=True
        )
    assert found.officials[0].titles == (Title("Finance Minister"),)
    assert [place.country for place in found.places] == ["KE"]


async def test_one_child_serves_many_texts(fake: tuple[str, ...]) -> None:
    async with AnnotationWorker(fake) as worker:
        found = await asyncio.gather(*(worker.annotate(str(n), "text") for n in range(5)))
    assert len({annotations.engine for annotations in found}) == 1


async def test_urgent_texts_go_first(fake: tuple[str, ...]) -> None:
    done: list[str] = []

    async def ask(worker: AnnotationWorker, key: str, urgent: bool) -> None:
        await worker.annotate(key, "text", urgent=urgent)
        done.append(key)

    async with AnnotationWorker(fake) as worker:
        tasks = [asyncio.create_task(ask(worker, key, key == "now")) for key in ("a", "b", "c", "now")]
        await asyncio.gather(*tasks)
    assert done.index("now") < done.index("b")


async def test_a_child_that_dies_is_replaced(fake: tuple[str, ...]) -> None:
    async with AnnotationWorker(fake) as worker:
        first = await worker.annotate("1", "text")
        second = await worker.annotate("2", "die once")
    assert first.engine != second.engine


async def test_a_text_that_kills_is_given_up_and_the_next_one_served(fake: tuple[str, ...]) -> None:
    async with AnnotationWorker(fake) as worker:
        with pytest.raises(AnnotationError):
            await worker.annotate("1", "die")
        assert (await worker.annotate("2", "text")).engine


async def test_a_child_that_babbles_fails_its_text_and_no_other(fake: tuple[str, ...]) -> None:
    async with AnnotationWorker(fake) as worker:
        with pytest.raises(AnnotationError):
            await worker.annotate("1", "babble")
        assert (await worker.annotate("2", "text")).engine


async def test_modules_in_the_current_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("numpy", "json", "reader"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run by mistake')")
    monkeypatch.chdir(tmp_path)
    async with AnnotationWorker() as worker:
        found = await worker.annotate("k", "Finance Minister Ana Lima left Nairobi.")
    assert [person.name for person in found.officials] == ["Ana Lima"]


async def test_a_cancelled_wait_disturbs_no_other(fake: tuple[str, ...]) -> None:
    async with AnnotationWorker(fake) as worker:
        waits = [asyncio.create_task(worker.annotate(str(n), "text")) for n in range(4)]
        await asyncio.sleep(0)
        waits[0].cancel()
        waits[2].cancel()
        results = await asyncio.gather(*waits, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [True, False, True, False]


async def test_closing_answers_everyone_who_waits(fake: tuple[str, ...]) -> None:
    worker = AnnotationWorker(fake)
    waits = [asyncio.create_task(worker.annotate(str(n), "text")) for n in range(3)]
    await asyncio.sleep(0)
    await worker.close()
    results = await asyncio.gather(*waits, return_exceptions=True)
    assert all(isinstance(result, AnnotationError) for result in results)
    with pytest.raises(AnnotationError):
        await worker.annotate("x", "text")


async def test_a_child_that_cannot_be_started_is_one_clear_error() -> None:
    async with AnnotationWorker(("/nowhere/python",)) as worker:
        with pytest.raises(AnnotationError, match="cannot be started"):
            await worker.annotate("1", "text")


def test_a_line_that_holds_no_text_is_answered_with_an_error() -> None:
    lines = ["{", "[]", '{"id": 1}', '{"id": 1, "text": 2}', ""]
    assert [set(answer) for answer in answers(lines)] == [{"id", "error"}] * 4


def test_the_child_writes_a_line_for_each_line() -> None:
    request = json.dumps({"id": 7, "text": "Judge Ana Lima \ud83d left."})
    done = subprocess.run(
        [sys.executable, "-m", "reader.entities.worker"],
        input=request + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["id"] == 7
    assert done.stderr == ""


def test_serving_ends_when_nobody_reads() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    serve(io.StringIO("{}\n"), Closed())
