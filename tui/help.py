"""Help over the conversation: what can be pressed and typed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from assistant.settings import Settings
from tui import keys
from tui.commands import help_lines


class HelpScreen(ModalScreen[None]):
    """A page of help; Escape or F1 goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.HELP]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._text = help_text(settings)

    def compose(self) -> ComposeResult:
        """Show the page."""
        with VerticalScroll(id="help"):
            yield Static(self._text, markup=False)


def help_text(settings: Settings) -> str:
    """Return the help, a line for each key as it is set and for each command."""
    return "\n".join(
        [
            "Ask in your own words: can I friend a parent? Every answer is quoted word for word.",
            f"{keys.key(settings, 'help.back')} closes this page.",
            *("", "Press", *(f"  {key:<14} {says}" for key, says in keys.explained(settings))),
            *("", "Type", *(f"  {name:<14} {says}" for name, says in help_lines())),
        ]
    )
