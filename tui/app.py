"""The application: opens the workspace in the background, then shows the conversation.

The prompt takes input at once; whatever costs time (building an index, loading the encoder, answering) runs in worker
threads, so that keys are never waited for.
"""

from __future__ import annotations

from textual.app import App

from assistant.settings import Workspace
from tui.chat import ChatScreen


class ChatApp(App[None]):
    """The chat over one workspace."""

    TITLE = "Policy Assistant"
    CSS_PATH = "chat.tcss"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, workspace: Workspace, scope: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.workspace = workspace
        self.chosen = scope or workspace.settings.scope

    def on_mount(self) -> None:
        """Show the conversation."""
        self.push_screen(ChatScreen(self.workspace, self.chosen))


def run(workspace: Workspace, scope: tuple[str, ...]) -> None:
    """Run the chat until it is left."""
    ChatApp(workspace, scope).run()
