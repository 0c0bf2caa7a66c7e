"""The slash commands of the chat: one table of what may be typed, what it does and how it is explained."""

from __future__ import annotations

from dataclasses import dataclass


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
    Command("changes", "changes", "what the last reading of the policies changed"),
    Command("copy", "copy", "copy the last quote with its citation"),
    Command("flag", "flag", "tell the policy owner that the last answer is wrong"),
    Command("export", "export", "write the conversation to a file, .md or .html", "FILE"),
    Command("clear", "clear", "forget the conversation"),
    Command("quit", "quit", "leave"),
)


def parse(line: str) -> tuple[Command | None, str]:
    """Return the command a line names, None if there is no such one, and what follows it."""
    name, _, rest = line.removeprefix("/").strip().partition(" ")
    found = [command for command in COMMANDS if command.name == name.lower()]
    found = found or [command for command in COMMANDS if name and command.name.startswith(name.lower())]
    return (found[0] if len(found) == 1 else None), rest.strip()


def help_text(keys: list[tuple[str, str]]) -> str:
    """Return the help, a line for each key as it is set and for each command."""
    typed = [(f"/{command.name} {command.takes}".rstrip(), command.says) for command in COMMANDS]
    lines = ["Ask in your own words: can I friend a parent? Every answer is quoted word for word.", "", "Press"]
    lines += [f"  {key:<14} {says}" for key, says in keys]
    lines += ["  enter          On a quote: open its policy there; c copies it", "", "Type"]
    return "\n".join(lines + [f"  {name:<14} {says}" for name, says in typed])
