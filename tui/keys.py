"""The keys of the chat: one table of what may be pressed, and their names as they are printed on a keyboard.

[keys] in the settings may give an action another key; whatever names a key in a text asks here.
"""

from __future__ import annotations

from textual.binding import Binding

from assistant.settings import Settings

# In place of Textual's own, which would stand before those of a screen: "Quit" is not shown by it, "palette" is jargon.
APP = (
    Binding("ctrl+p", "command_palette", "Commands", id="chat.commands", show=False, priority=True),
    Binding("ctrl+q", "quit", "Quit", id="chat.quit", priority=True, tooltip="Leave"),
)  # fmt: skip
CHAT = (
    Binding("f1", "help", "Help", id="chat.help", tooltip="What you can press and type"),
    Binding("f2", "next_school", "School", id="chat.school", tooltip="Ask the next school, or all of them"),
    Binding("f3", "policies", "Policies", id="chat.policies", tooltip="The policies, their dates, what changed"),
    Binding("f4", "compare", "Compare", id="chat.compare", tooltip="Answer the last question for every school"),
    Binding("ctrl+o", "open", "Open", id="chat.open", tooltip="Open the policy of the last quote at its clause"),
    Binding("ctrl+y", "copy", "Copy", id="chat.copy", show=False, tooltip="Copy the last quote with its citation"),
    Binding(
        "ctrl+t", "literal", "As typed", id="chat.literal", show=False,
        tooltip="Ask the last question as typed, without the ones before it",
    ),
    Binding("ctrl+l", "clear", "Clear", id="chat.clear", tooltip="Clear the conversation: nothing of it is kept"),
    Binding("escape", "prompt", "To the prompt", id="chat.prompt", show=False, tooltip="Go back to where you type"),
    Binding("pageup", "scroll(-1)", "Back", id="chat.back", show=False, tooltip="Look back a page"),
    Binding("pagedown", "scroll(1)", "Forward", id="chat.forward", show=False, tooltip="Go on a page"),
    Binding("up", "recall(-1)", "Earlier question", id="chat.earlier", show=False, tooltip="Your earlier question"),
    Binding("down", "recall(1)", "Later question", id="chat.later", show=False, tooltip="Your later question"),
)  # fmt: skip
QUOTE = (
    Binding("enter", "open", "Open the policy", id="quote.open", tooltip="Open the policy at this clause"),
    Binding("c", "copy", "Copy", id="quote.copy", tooltip="Copy this quote with its citation"),
)
HELP = (Binding("escape,f1,q", "dismiss", "Back", id="help.back"),)
_NAMES = {"ctrl": "Ctrl", "shift": "Shift", "alt": "Alt", "pageup": "Page Up", "pagedown": "Page Down", "escape": "Esc"}
_NAMES |= {"slash": "/", "up": "Up", "down": "Down"}


def key(settings: Settings, action: str) -> str:
    """Return the key of an action, by its name in the settings, as it is printed on a keyboard: "Ctrl+T"."""
    ours = {binding.id: binding.key for binding in (*APP, *CHAT, *QUOTE, *HELP)}
    first = settings.keys.get(action, ours[action]).split(",")[0].strip()
    return first if len(first) == 1 else "+".join(_NAMES.get(part, part.capitalize()) for part in first.split("+"))


def explained(settings: Settings) -> list[tuple[str, str]]:
    """Return each key of the conversation with a sentence on what it does."""
    told = [(key(settings, str(binding.id)), binding.tooltip) for binding in (*CHAT, *APP) if binding.tooltip]
    opens, copies = key(settings, "quote.open"), key(settings, "quote.copy")
    return [*told, ("Tab", f"Go to a quote; {opens} opens its policy there, {copies} copies it")]
