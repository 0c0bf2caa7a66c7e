"""Take the pictures of the chat for the README, over the sample policies.

python -m samples.make_pictures
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.build import build
from assistant.settings import Settings, Workspace
from tests.web.serving import served
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
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium:
            with served(workspace) as address:
                asyncio.run(_take_in_browser(address, chromium))


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


async def _take_in_browser(address: str, chromium: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1000, "height": 600})
        await page.goto(address)
        await page.wait_for_selector("body.-first-byte")
        for keys in (["Enter"], ["Escape"], [*"can I friend a parent?", "Enter"]):
            await page.wait_for_timeout(2_500)
            for key in keys:
                await page.keyboard.press(key)
        await page.wait_for_timeout(2_500)
        await page.screenshot(path=PICTURES / "browser.png")
        await browser.close()


async def _rest(pilot: Pilot[None]) -> None:
    before = ""
    while (now := pilot.app.export_screenshot()) != before:
        before = now
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


if __name__ == "__main__":
    main()
