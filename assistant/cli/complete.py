"""Completion in a shell: what `assistant completion SHELL` prints, and what the shell then asks us."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

import argcomplete
from argcomplete.shell_integration import shellcode

from assistant.cli.ask import parser as ask_parser
from assistant.cli.manage import parser as manage_parser
from assistant.errors import AssistantError
from assistant.settings import find_workspace

SHELLS = ("bash", "zsh", "fish", "powershell")
COMMANDS = ("assistant", "ask")


def script(shell: str) -> str:
    """Return what a shell has to read so that it completes our commands."""
    return shellcode(COMMANDS, shell=shell)


def complete(name: str) -> None:
    """Answer a shell that completes the command `name`, and leave the process."""
    parser = full_parser() if name == "assistant" else ask_parser("ask")
    for action in _actions(parser):
        if action.metavar == "ORG":
            action.completer = _schools  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser)


def full_parser() -> argparse.ArgumentParser:
    """Return the parser of `assistant` with the options of `assistant ask`, which it leaves to that otherwise."""
    made = manage_parser()
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            action.choices["ask"] = ask_parser("assistant ask")
    return made


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _actions(each)


def _schools(parsed_args: argparse.Namespace, **_: object) -> Sequence[str]:
    from assistant.index import open_index

    try:
        return open_index(find_workspace(getattr(parsed_args, "workspace", None)).index).organisations()
    except AssistantError:
        return ()
