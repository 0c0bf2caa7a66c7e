"""The slash commands of the chat: one table of what may be typed, what it does and how it is explained."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import UsageError
from assistant.wording import listed

NOTHING_ASKED = "Nothing has been asked yet."
NO_QUOTE = "There is no quote to copy yet."
NO_ANSWER = "There is no answer to flag yet."
CLEARED = "The conversation has been cleared."


@dataclass(frozen=True, slots=True)
class Command:
    """Something typed after a slash."""

    name: str
    action: str
    """The action of the conversation it runs; what follows the name is its argument where `takes` is set."""
    says: str
    takes: str = ""


COMMANDS = (
    Command("help", "help", "what can be typed and pressed"),
    Command("school", "school", "ask one school, or all of them", "NAME"),
    Command("compare", "compare", "answer the last question for every school"),
    Command("literal", "literal", "ask the last question as typed, without the conversation"),
    Command("policy", "policies", "the policies, and what changed in them"),
    Command("changes", "changes", "what changed when the policies were last updated"),
    Command("copy", "copy", "copy the last quote with its citation"),
    Command("flag", "flag", "tell the policy owner that the last answer is wrong"),
    Command("export", "export", "write the conversation to a file, .md or .html", "FILE"),
    Command("clear", "clear", "forget the conversation"),
    Command("quit", "quit", "leave"),
)


def parse(line: str) -> tuple[Command, str]:
    """Return the command a line names, help for a slash alone, and what follows it.

    Raises UsageError, with the commands it may be, for anything else.
    """
    name, _, rest = line.removeprefix("/").strip().partition(" ")
    found = [command for command in COMMANDS if command.name.startswith(name.lower())]
    exact = [command for command in found if command.name == name.lower()]
    chosen = exact or (found if len(found) == 1 or not name else [])
    if chosen:
        return chosen[0], rest.strip()
    if found:
        choices = listed([f"/{command.name}" for command in found], "or")
        raise UsageError(f"/{name} may be {choices}; please type more of it.")
    raise UsageError(f"There is no command /{name}. /help lists them.")


def help_lines() -> list[tuple[str, str]]:
    """Return what may be typed, each with what it does."""
    return [(f"/{command.name} {command.takes}".rstrip(), command.says) for command in COMMANDS]
