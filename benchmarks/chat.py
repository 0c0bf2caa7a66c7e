"""How long the chat's interface is held up, and how soon its prompt takes a key.

A probe on the event loop sleeps five milliseconds over and over and notes how much later than that it wakes.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from assistant.build import build
from assistant.settings import Workspace
from tui.app import ChatApp
from tui.document import DocumentScreen, PolicyText

QUESTIONS = (
    "can I friend a parent?",
    "can I vape on site?",
    "what about on a trip?",
    "can i use my fone in lesons",
    "can I tutor?",
)
PROBE = 0.005


def lag(workspace: Workspace, long_policy: str) -> dict[str, float]:
    """Return the longest hold-up in milliseconds while asking, opening a long policy and going over to a new index."""
    return asyncio.run(_lag(workspace, long_policy))


async def _lag(workspace: Workspace, long_policy: str) -> dict[str, float]:
    found: dict[str, float] = {}
    app = ChatApp(workspace)
    async with app.run_test(size=(120, 40)) as pilot:
        async with _probe(found, "opening the policies"):
            await _rest(pilot)
        await pilot.press("escape")
        await _ask(pilot, QUESTIONS[0])  # the first answer pays for what is loaded once
        async with _probe(found, "asking"):
            for question in QUESTIONS:
                await _ask(pilot, question)
        async with _probe(found, "opening a policy of 500 pages"):
            app.push_screen(DocumentScreen(app.screen._turns.answerer.index, long_policy))
            await _rest(pilot)
            while not app.screen.query_one(PolicyText).virtual_size.height:
                await pilot.pause()
            await pilot.press("end", "home")
            await _rest(pilot)
        await pilot.press("escape")
        policy = workspace.corpus / "harbour" / "kites.txt"
        policy.parent.mkdir(exist_ok=True)
        policy.write_text("Kite Policy\n\n1 Rules\n1.1 Staff must not fly kites.\n", encoding="utf-8")
        index = [sys.executable, "-m", "assistant", "index", "--workspace", str(workspace.root)]
        await asyncio.to_thread(subprocess.run, index, check=True, capture_output=True)
        async with _probe(found, "going over to a new index"):
            await _ask(pilot, "can I fly a kite?")
    return found


@asynccontextmanager
async def _probe(found: dict[str, float], name: str) -> AsyncIterator[None]:
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            started = time.perf_counter()
            await asyncio.sleep(PROBE)
            worst = max(worst, time.perf_counter() - started - PROBE)

    probe = asyncio.create_task(watch())
    try:
        yield
    finally:
        probe.cancel()
        found[name] = worst * 1000


async def _ask(pilot: Pilot[None], question: str) -> None:
    pilot.app.screen.query_one("#prompt", Input).value = question
    await pilot.press("enter")
    await _rest(pilot)


async def _rest(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def start(workspace: Workspace, runs: int) -> tuple[float, float]:
    """Return the median seconds until a key is taken: of the chat, and of an empty Textual application."""
    times: dict[str, list[float]] = {str(workspace.root): [], "empty": []}
    for run in range(runs + 1):
        for target, taken in times.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-m", "benchmarks.chat_start", target], check=True, capture_output=True)
            if run:
                taken.append(time.perf_counter() - started)
    chat, empty = (statistics.median(taken) for taken in times.values())
    return chat, empty


def long_policy(folder: Path, pages: int) -> None:
    """Write a policy of so many pages of 45 lines, as text."""
    lines = ["Staff Handbook", ""]
    for page in range(1, pages + 1):
        lines += [f"{page} Chapter {page}", ""]
        for rule in range(1, 23):
            lines += [f"{page}.{rule} Staff in room {page}{rule} should leave it as they would wish to find it.", ""]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "handbook.txt").write_text("\n".join(lines), encoding="utf-8")


def prepare(workspace: Workspace, pages: int) -> str:
    """Add a long policy to a workspace, build it and return the policy's id."""
    long_policy(workspace.corpus / "harbour", pages)
    build(workspace)
    return "harbour/handbook"
