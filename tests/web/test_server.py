"""The chat in a real browser, and the limits of the server that shows it."""

import asyncio
import re
import shutil

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import async_playwright

from assistant.web.guard import Protection
from assistant.web.server import ChatServer, Limits
from tests.web.serving import served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}  # fmt: skip


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
async def test_browser_asks_follows_up_opens_the_source_and_saves_the_conversation(sample):
    strange = []
    with served(sample) as address:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = await browser.new_page(viewport={"width": 1200, "height": 800})
            page.on("request", lambda request: strange.append(request.url) if address not in request.url else None)
            page.on("console", lambda message: strange.append(message.text) if message.type == "error" else None)
            received = []
            page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(data)))
            await page.goto(address)

            async def sees(words):
                for _ in range(400):
                    shown = b"".join(each if isinstance(each, bytes) else each.encode() for each in received)
                    # Letters alone: the terminal's own codes stand between them.
                    plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown).decode("utf-8", "replace")
                    if words in plain:
                        received.clear()
                        return
                    await asyncio.wait_for(page.wait_for_timeout(50), 10)
                pytest.fail(f"{words!r} was not shown")

            async def types(text):
                await page.keyboard.type(text)
                await page.keyboard.press("Enter")

            await sees("Which school do you work at?")
            await page.keyboard.press("Enter")
            await sees("Ask a question")
            await page.keyboard.press("Escape")
            await types("can I be friends with a pupil online?")
            await sees("clause")
            await types("and once they've left?")
            await sees("Understood as")
            async with page.expect_download() as saved:
                await types("/export answers.md")
            assert "and once they've left?" in (await (await saved.value).path()).read_text("utf-8")
            await page.keyboard.press("Control+o")
            await sees("Previous")
            assert len(await page.screenshot()) > 20_000
            await browser.close()
    assert not strange, strange


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
async def test_page_says_why_there_is_no_chat_and_nothing_else_over_it(sample):
    server = ChatServer(sample, "127.0.0.1", 0, Protection(), Limits(sessions=0))
    async with TestServer(await server._make_app()) as made, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(str(made.make_url("/")))
        await page.wait_for_selector("#closed", state="visible")
        assert "too many people are using it at once" in " ".join((await page.inner_text("#closed")).split())
        assert not await page.is_visible("#opening")
        await browser.close()


@pytest.fixture
async def client(sample):
    server = ChatServer(sample, "127.0.0.1", 0, Protection(), Limits(sessions=1, idle=0.5))
    async with TestClient(TestServer(await server._make_app())) as made:
        yield made


async def test_no_more_chats_are_opened_than_allowed_and_an_idle_one_is_closed(client):
    async with client.ws_connect("/ws?width=80&height=24") as first:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect("/ws")
        assert refused.value.status == 503
        async for _ in first:
            pass  # what the chat paints, until it is closed
    for _ in range(1000):  # the place is free once the chat's process has ended
        response = await client.get("/ws", headers=UPGRADE)
        response.close()
        if response.status == 101:
            return
    pytest.fail("no chat can be opened after another was closed")


@pytest.mark.parametrize("message", ["[]", "{}", '["stdin"]', '["resize", {"width": "x"}]', '["stdin", 3]', "no json"])
async def test_what_our_page_never_sends_ends_the_chat(client, message):
    async with client.ws_connect("/ws?width=-5&height=999999999999") as socket:
        await socket.send_str(message)
        async for _ in socket:
            pass
        assert socket.closed


async def test_page_loads_nothing_from_elsewhere(client):
    page = await (await client.get("/")).text()
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    for path in set(re.findall(r'(?:src|href)="(/[^"]+)"', page)):
        assert (await client.get(path)).status == 200, path
