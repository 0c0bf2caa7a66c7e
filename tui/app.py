"""The application: opens the workspace in the background, then shows the conversation.

The prompt takes input at once; whatever costs time (building an index, loading the encoder, answering) runs in worker
threads, so that keys are never waited for.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.theme import Theme

from assistant.settings import Workspace
from tui import keys
from tui.chat import ChatScreen

HIGH_CONTRAST = Theme(
    name="high-contrast", primary="#ffff00", secondary="#00ffff", warning="#ffff00", error="#ff6060", success="#00ff00",
    accent="#00ffff", foreground="#ffffff", background="#000000", surface="#000000", panel="#000000", dark=True,
)  # fmt: skip
THEMES = {"dark": "textual-dark", "light": "textual-light", "high-contrast": HIGH_CONTRAST.name}


class ChatApp(App[None]):
    """The chat over one workspace."""

    TITLE = "Policy Assistant"
    CSS_PATH = "chat.tcss"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [*keys.APP]

    def __init__(self, workspace: Workspace, scope: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.workspace = workspace
        self.chosen = scope or workspace.settings.scope
        self.register_theme(HIGH_CONTRAST)
        self.theme = THEMES[workspace.settings.theme]
        self.set_keymap(workspace.settings.keys)

    def on_mount(self) -> None:
        """Show the conversation."""
        self.push_screen(ChatScreen(self.workspace, self.chosen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Return what the command palette offers: the application's own and the conversation's."""
        yield SystemCommand("Theme", "choose the colours", self.action_change_theme)
        if isinstance(screen, ChatScreen):
            yield from screen.system_commands()


def run(workspace: Workspace, scope: tuple[str, ...], *, plain: bool = False) -> None:
    """Run the chat until it is left; `plain` is line by line."""
    if plain:
        from tui import plain as lines
        from tui.building import open_answerer

        answerer = open_answerer(workspace, lambda step, done, total: None)
        lines.run(workspace, scope or workspace.settings.scope, answerer)
    else:
        ChatApp(workspace, scope).run()
