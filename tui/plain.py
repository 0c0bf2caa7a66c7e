"""The chat line by line, for screen readers and simple terminals: the same answers, no screen, no colour needed."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from rich.console import Console

from assistant.answer import Answerer
from assistant.datatypes import Answer, Document
from assistant.errors import AssistantError
from assistant.freshness import is_overdue
from assistant.render import print_answer, summary_text
from assistant.settings import Workspace
from assistant.summary import summarise
from assistant.wording import day, listed, school_name
from tui.commands import CLEARED, NO_ANSWER, NO_QUOTE, help_lines, parse
from tui.export import Said, last_quote, quoted, write
from tui.turns import Turns, privacy, told

WELCOME = "Ask what you are allowed to do, and press Enter. /help lists the commands, /quit leaves."


def run(workspace: Workspace, scope: tuple[str, ...], answerer: Answerer) -> None:
    """Answer line after line until the input ends or /quit is typed."""
    console = Console(soft_wrap=False, highlight=False)
    turns = Turns(workspace, answerer, scope)
    turns.settle()
    console.print(f"{WELCOME} {privacy(workspace.settings)}")
    settled = turns.scope or len(turns.choices()) == 1
    console.print(f"School: {turns.school()}" if settled else _choice(turns), markup=False)
    said: list[Said] = []
    while True:
        print("> ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            print()
            return
        if not line.strip():
            continue
        try:
            if line.startswith("/"):
                if _command(line.strip(), turns, said, console) == "quit":
                    return
                continue
            if news := turns.renewed():
                console.print(news, markup=False)
            answer = turns.ask(line.strip())
        except AssistantError as error:
            console.print(told(error), markup=False)
            continue
        _say(answer, turns, said, console)
        if restated := summarise(answer, workspace.settings.summary):
            console.print(summary_text(restated))


def _say(answer: Answer, turns: Turns, said: list[Said], console: Console) -> None:
    said.append(Said(answer, turns.answerer.index, turns.contact()))
    print_answer(console, answer, turns.answerer.index, turns.contact())


def _command(line: str, turns: Turns, said: list[Said], console: Console) -> str:
    command, rest = parse(line)
    name = command.name
    if name in ("compare", "literal"):
        _say(turns.again(everywhere=name == "compare"), turns, said, console)
    elif name != "quit":
        console.print("\n".join(_reply(name, rest, turns, said)), markup=False)
    return name


def _reply(name: str, rest: str, turns: Turns, said: list[Said]) -> list[str]:
    if name == "school":
        if not rest:
            return [_choice(turns)]
        turns.choose(rest)
        return [f"School: {turns.school()}"]
    if name == "policy":
        return [_policy(document) for document in turns.answerer.index.documents()]
    if name == "changes":
        return turns.changes()
    if name == "copy":
        last = last_quote(said)
        return [quoted(*last) if last else NO_QUOTE]
    if name == "flag":
        return [turns.flag(said[-1].answer) if said else NO_ANSWER]
    if name == "export":
        path = Path(rest).expanduser()
        write(path, said)
        return [f"Written to {path.resolve()}"]
    if name == "clear":
        turns.forget()
        said.clear()
        return [CLEARED]
    return [f"{typed}: {says}" for typed, says in help_lines()]


def _choice(turns: Turns) -> str:
    return f"School: {turns.school()}. /school NAME chooses one: {listed([*turns.choices(), 'all'], 'or')}."


def _policy(document: Document) -> str:
    due = "review date not stated"
    if document.review_due:
        overdue = ", overdue" if is_overdue(document.review_due, date.today()) else ""
        due = f"review due {day(document.review_due)}{overdue}"
    return f"{school_name(document.organisation)}: {document.title} ({due})"
