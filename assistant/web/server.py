"""One server for people and programs: the chat in a browser (textual-serve) and the API beside it."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import aiohttp_jinja2
import jinja2
import textual_serve
from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from assistant.errors import UsageError
from assistant.library import Assistant
from assistant.settings import Workspace
from assistant.web.api import MOST_BYTES, Api
from assistant.web.guard import Protection, admitting

PAGE = Path(__file__).parent / "page"
TERMINAL = Path(textual_serve.__file__).parent / "static"
LARGEST = 400  # columns or rows of a browser's terminal
GRACE = 5  # seconds for a chat's process to leave by itself
_CHAT = "import sys; from assistant.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much at once, and for how long."""

    sessions: int = 20
    """Chats open at the same time."""
    idle: float = 1800
    """Seconds without a key or click after which a chat is closed."""


class ChatServer(Server):
    """Serves the chat, one process for each open page, and the API."""

    def __init__(
        self, workspace: Workspace, host: str, port: int, protection: Protection, limits: Limits | None = None
    ) -> None:
        """Serve a workspace. Raises AssistantError where its index cannot be used."""
        command = [sys.executable, "-c", _CHAT, "chat", "--workspace", str(workspace.root)]
        joined = subprocess.list2cmdline(command) if sys.platform == "win32" else _joined(command)
        super().__init__(joined, host, port, "Policy Assistant")
        self._api = Api(Assistant(workspace))
        self._protection = protection
        self._limits = limits or Limits()
        self._open = 0

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[admitting(self._protection)], client_max_size=MOST_BYTES)
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(PAGE))
        app.add_routes(
            [
                web.get("/", self.handle_page),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/terminal", TERMINAL),
                web.static("/page", PAGE),
                *self._api.routes(),
            ]
        )
        return app

    async def handle_page(self, _: web.Request) -> web.StreamResponse:
        """Return the page with the terminal in it."""
        return web.FileResponse(PAGE / "index.html")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a chat for a page, if there is room for one more."""
        if self._open >= self._limits.sessions:
            raise web.HTTPServiceUnavailable  # a browser shows no text of a handshake; the page says why
        self._open += 1
        try:
            return await self._chat(request)
        finally:
            self._open -= 1

    async def _chat(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=MOST_BYTES)
        await socket.prepare(request)

        async def close() -> None:
            await socket.close()

        chat = AppService(
            self.command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=close,
            download_manager=self.download_manager,
        )
        await chat.start(_size(request.query.get("width"), 80), _size(request.query.get("height"), 24))
        try:
            await self._process_messages(socket, chat)
        finally:
            await _end(chat)
            await socket.close()
        return socket

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Pass on what the page sends, until it goes or nobody has touched it for too long."""
        touched = time.monotonic()
        while True:
            left = touched + self._limits.idle - time.monotonic()
            try:
                message = await websocket.receive(timeout=max(0.0, left))
            except TimeoutError:
                return
            if message.type is not WSMsgType.TEXT:
                return
            try:
                kind, *rest = message.json()
                if kind == "stdin":
                    touched = time.monotonic()
                    await app_service.send_bytes(rest[0].encode("utf-8", "replace"))
                elif kind == "resize":
                    await app_service.set_terminal_size(_size(rest[0]["width"], 80), _size(rest[0]["height"], 24))
                elif kind == "ping":
                    await websocket.send_json(["pong", rest[0]])
            except (ValueError, TypeError, KeyError, IndexError, AttributeError):
                return  # not our page

    async def serve_until_stopped(self) -> None:
        """Serve until the task is cancelled. Raises UsageError if the address cannot be used."""
        # What is asked must not end in anybody's log.
        logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
        logging.getLogger("textual-serve").setLevel(logging.CRITICAL)
        runner = web.AppRunner(await self._make_app(), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
        except OSError as error:
            await runner.cleanup()
            raise UsageError(
                f"{self.host}:{self.port} cannot be used: {error.strerror}. Try another --port."
            ) from error
        print(f"Open http://{self.host}:{runner.addresses[0][1]}/ in a browser; stop with Ctrl+C.", file=sys.stderr)
        try:
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


async def _end(chat: AppService) -> None:
    """Have the chat's process leave, and see that it did."""
    try:
        await asyncio.wait_for(chat.stop(), GRACE)
    except (TimeoutError, ConnectionError):
        pass
    finally:
        if chat._process is not None:
            if chat._process.returncode is None:
                chat._process.kill()
            await chat._process.wait()


def _size(given: object, default: int) -> int:
    try:
        return min(max(int(str(given)), 10), LARGEST)
    except ValueError:
        return default


def _joined(command: list[str]) -> str:
    import shlex

    return f"exec {shlex.join(command)}"  # the process itself, not a shell that would outlive it
