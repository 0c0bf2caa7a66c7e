"""Start the chat, or an empty Textual application, and leave as soon as a key would be taken.

python -m benchmarks.chat_start WORKSPACE|empty
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Input


class Empty(App[None]):
    """Nothing but a prompt."""

    def compose(self) -> ComposeResult:
        """Lay out the prompt."""
        yield Input()


def main() -> None:
    """Run until the prompt has the focus and has been drawn."""
    app: App[None] = Empty()
    if sys.argv[1] != "empty":
        from assistant.settings import find_workspace
        from tui.app import ChatApp

        app = ChatApp(find_workspace(Path(sys.argv[1])))

    def leave() -> None:
        if isinstance(app.focused, Input):
            os._exit(0)  # without waiting for the worker threads
        app.call_after_refresh(leave)

    async def ready(_: object) -> None:
        app.call_after_refresh(leave)

    app.run(headless=True, auto_pilot=ready)


if __name__ == "__main__":
    main()
