"""The answers over HTTP: POST /ask, GET /policies, /clauses/<id> and /health, described in openapi.json.

Everything is JSON of schema 1, errors too. Nothing that is asked is logged or kept.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from assistant import __version__
from assistant.errors import AssistantError, UsageError
from assistant.library import Assistant
from assistant.render import clause_json, error_json, policy_json

MOST_BYTES = 64 * 1024  # of a request
MOST_QUOTES = 50
_DESCRIPTION = Path(__file__).parent / "openapi.json"

T = TypeVar("T")


class Api:
    """The handlers over an open workspace."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._one_at_a_time = asyncio.Lock()  # a question keeps every core busy by itself

    def routes(self) -> list[web.RouteDef]:
        """Return what is answered."""
        return [
            web.post("/ask", self.ask),
            web.get("/policies", self.policies),
            web.get("/clauses/{clause:.+}", self.clause),
            web.get("/health", self.health),
            web.get("/openapi.json", self.description),
        ]

    async def ask(self, request: web.Request) -> web.Response:
        """Answer a question."""
        if request.content_type != "application/json":
            return _refused(415, UsageError("Please send JSON (Content-Type: application/json)."))
        try:
            asked = _asked(await request.json())
        except (ValueError, RecursionError) as error:
            return _refused(400, UsageError(f"The request is not JSON: {error}."))
        except UsageError as error:
            return _refused(400, error)
        return await self._answered(lambda: self._assistant.ask_json(**asked))

    async def policies(self, _: web.Request) -> web.Response:
        """List the policies."""
        return await self._answered(
            lambda: {"schema": 1, "policies": list(map(policy_json, self._assistant.policies()))}
        )

    async def clause(self, request: web.Request) -> web.Response:
        """Return one clause by its id."""
        name = request.match_info["clause"]
        found = await self._answered(lambda: self._clause(name))
        return found if found.status != 200 or found.text != "null" else _refused(404, UsageError("No such clause."))

    async def health(self, _: web.Request) -> web.Response:
        """Say whether questions can be answered."""
        return await self._answered(
            lambda: {"schema": 1, "version": __version__, "generation": self._assistant.answerer().index.generation}
        )

    async def description(self, _: web.Request) -> web.Response:
        """Return the OpenAPI description."""
        return web.json_response(text=_DESCRIPTION.read_text(encoding="utf-8"))

    def _clause(self, name: str) -> dict[str, Any] | None:
        clause = self._assistant.answerer().index.clause(name)
        return {"schema": 1, **clause_json(clause)} if clause else None

    async def _answered(self, reply: Callable[[], Any]) -> web.Response:
        try:
            async with self._one_at_a_time:
                return _json(await asyncio.to_thread(reply))
        except UsageError as error:
            return _refused(400, error)
        except AssistantError as error:
            return _refused(503, error)


def _asked(body: object) -> dict[str, Any]:
    """Return the arguments of a question. Raises UsageError for anything that is not in the description."""
    if not isinstance(body, dict) or not isinstance(body.get("question"), str):
        raise UsageError('Please send an object with a "question".')
    unknown = sorted(set(body) - {"question", "scope", "history", "limit"})
    if unknown:
        raise UsageError(f"The request does not know {', '.join(map(ascii, unknown))}.")
    limit = body.get("limit", 3)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_QUOTES:
        raise UsageError(f'"limit" must be a number from 1 to {MOST_QUOTES}.')
    lists = {key: body.get(key, []) for key in ("scope", "history")}
    for key, value in lists.items():
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UsageError(f'"{key}" must be a list of texts.')
    return {"question": body["question"], "limit": limit, **lists}


def _json(found: object, status: int = 200) -> web.Response:
    return web.json_response(text=json.dumps(found, ensure_ascii=False), status=status)


def _refused(status: int, error: AssistantError) -> web.Response:
    return _json(error_json(error), status)
