"""The assistant as a library: open a workspace, ask, look at the policies.

See docs/library.md for examples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.answer import Answerer
from assistant.datatypes import Answer, Clause, Document
from assistant.errors import IndexMismatch, IndexMissing
from assistant.render import to_json
from assistant.settings import Workspace, find_workspace
from assistant.stores import in_force
from assistant.wording import NO_POLICIES


class Assistant:
    """Answers from a workspace, always from the generation of its index that is in force."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._answerer = Answerer.open(workspace)

    @classmethod
    def open(cls, folder: str | Path | None = None) -> Assistant:
        """Open the workspace in `folder`; without one, that of the environment or the nearest (see `find_workspace`).

        Raises UsageError if there is no such folder, IndexMissing, IndexMismatch or DamagedIndex if its index cannot be
        used.
        """
        return cls(find_workspace(Path(folder).expanduser() if folder is not None else None))

    def ask(
        self, question: str, scope: str | Sequence[str] = (), history: Sequence[str] = (), limit: int = 3
    ) -> Answer:
        """Answer a question; `scope` names the organisations to ask (default: the workspace's own setting, else all).

        `history` is the earlier questions of the conversation, oldest first; `limit` the quotes per organisation.
        Raises UsageError for an unusable question or an unknown organisation.
        """
        named = tuple(filter(None, (scope,) if isinstance(scope, str) else scope))
        return self.answerer().ask(question, named or self._workspace.settings.scope, history, limit)

    def ask_json(
        self, question: str, scope: str | Sequence[str] = (), history: Sequence[str] = (), limit: int = 3
    ) -> dict[str, Any]:
        """Answer a question as the schema-1 object that `ask --json` prints."""
        answer = self.ask(question, scope, history, limit)
        return to_json(answer, self._answerer.index)

    def policies(self) -> list[Document]:
        """Return the policies there are, without their text."""
        return self.answerer().index.documents()

    def clauses(self, policy: str) -> list[Clause]:
        """Return the clauses of a policy, named by its id ("hill-top-school/conduct"), in reading order."""
        return self.answerer().index.document_clauses(policy)

    def answerer(self) -> Answerer:
        """Return what answers from the generation in force, opened anew if there is a newer one."""
        if in_force(self._workspace) != self._answerer.index.generation:
            self._answerer = Answerer.open(self._workspace)
        return self._answerer


def opened(workspace: Workspace, read: Callable[[Workspace], object]) -> Answerer:
    """Open what answers from a workspace, having `read` read the policies first where nobody has.

    Raises IndexMissing, saying whom to ask, where this computer cannot read them.
    """
    try:
        return Answerer.open(workspace)
    except (IndexMissing, IndexMismatch):
        if find_spec("pypdf") is None:
            raise IndexMissing(NO_POLICIES.format(workspace.root)) from None
    read(workspace)
    return Answerer.open(workspace)
