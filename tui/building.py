"""Open the policies, reading them first where nobody has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.settings import Workspace

if TYPE_CHECKING:
    from assistant.answer import Answerer


class Cancelled(Exception):
    """The reading was stopped by the person at the screen; what was in force before still is."""


def open_answerer(workspace: Workspace, tell: Callable[[str, float, int], None]) -> Answerer:
    """Open the index of a workspace, building it first if there is none that can be used.

    `tell` hears the step, how much of it is done and how much there is. Raises AssistantError where it cannot be done.
    """
    from assistant.library import opened

    def read(workspace: Workspace) -> None:
        from assistant.build import build

        build(workspace, progress=tell)

    return opened(workspace, read)
