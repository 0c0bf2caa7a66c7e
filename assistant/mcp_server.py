"""The policies as tools for other assistants, over the Model Context Protocol (standard input and output).

Every tool returns words of the documents and where they stand; nothing is phrased here. An assistant that uses them can
quote a policy instead of inventing one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from assistant.answer import Answerer
from assistant.datatypes import Clause
from assistant.errors import AssistantError, UsageError
from assistant.library import Assistant
from assistant.question import understand
from assistant.render import clause_json, policy_json
from assistant.search import encode
from assistant.settings import Workspace

INSTRUCTIONS = (
    "Answers questions of school staff from the school's own policies. Quote the returned text verbatim, in quotation "
    "marks, with its citation and force. If `answered` is false, say that no policy covers it; do not fill in a rule. "
    "If `note` is set, say it first."
)


def serve(workspace: Workspace) -> None:
    """Serve until standard input ends. Raises AssistantError where the index cannot be used."""
    make(Assistant(workspace)).run("stdio")


def make(assistant: Assistant) -> MCPServer:
    """Return the server over an open workspace."""
    server = MCPServer("policy-assistant", instructions=INSTRUCTIONS)

    @server.tool()
    def ask(question: str, school: str = "", history: list[str] | None = None) -> dict[str, Any]:
        """Find the clauses that answer a question of school staff. Quote their `text` verbatim with the citation.

        `school` asks one school only (see list_policies for the names). `history` is the earlier questions of the
        conversation, oldest first. When `answered` is false, say that no policy covers the question.
        """
        with _told():
            return assistant.ask_json(question, school, history or [])

    @server.tool()
    def search_clauses(words: str, school: str = "", count: int = 10) -> list[dict[str, Any]]:
        """List the clauses nearest to some words, whether or not they answer anything. Quote their `text` verbatim."""
        with _told():
            return [
                clause_json(clause) for clause in _nearest(assistant.answerer(), words, school, min(max(count, 1), 50))
            ]

    @server.tool()
    def read_policy(policy: str) -> dict[str, Any]:
        """Return a whole policy, named by its `policy` from list_policies, clause by clause. Quote it verbatim."""
        with _told():
            clauses = assistant.clauses(policy)
            if not clauses:
                raise UsageError(f"There is no policy {policy}; list_policies names them.")
            return {"policy": policy, "clauses": [clause_json(clause) for clause in clauses]}

    @server.tool()
    def list_policies() -> list[dict[str, Any]]:
        """List the policies there are: school, title, when approved and when due for review."""
        return list(map(policy_json, assistant.policies()))

    return server


@contextmanager
def _told() -> Iterator[None]:
    """Tell the other assistant what is wrong in our words, as an error of the tool."""
    try:
        yield
    except AssistantError as error:
        raise ToolError(str(error)) from error


def _nearest(answerer: Answerer, words: str, school: str, count: int) -> list[Clause]:
    query = understand(words, answerer.index)
    scope = answerer.organisations([school] if school else [])
    found = answerer.retriever.find(query, encode(answerer.encoder, query), scope, count)
    return [candidate.clause for candidate in found]
