"""Take the pictures of the chat for the README, over the sample policies.

python -m samples.make_pictures
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from assistant.build import build
from assistant.settings import Settings, Workspace
from tui.app import ChatApp

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (100, 32)


def main() -> None:
    """Write docs/pictures/*.svg."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus")
        workspace = Workspace(Path(folder), Settings())
        build(workspace)
        asyncio.run(_take(workspace))


async def _take(workspace: Workspace) -> None:
    PICTURES.mkdir(exist_ok=True)
    app = ChatApp(workspace, ("merrowdale-primary",))
    async with app.run_test(size=SIZE) as pilot:
        await _rest(pilot)
        for question in ("can I friend a parent?", "what if she's my sister?"):
            app.screen.query_one("#prompt", Input).value = question
            await pilot.press("enter")
            await _rest(pilot)
        app.save_screenshot("chat.svg", str(PICTURES))
        await pilot.press("ctrl+o")
        await _rest(pilot)
        app.save_screenshot("policy.svg", str(PICTURES))
        await pilot.press("escape")


async def _rest(pilot: Pilot[None]) -> None:
    before = ""
    while (now := pilot.app.export_screenshot()) != before:
        before = now
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


if __name__ == "__main__":
    main()
