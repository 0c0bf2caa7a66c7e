"""The chat line by line, for screen readers and simple terminals: the same answers, no screen, no colour needed."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from assistant.answer import Answerer
from assistant.datatypes import Answer
from assistant.errors import AssistantError
from assistant.index import Index
from assistant.render import organisation_name, print_answer, summary_text
from assistant.settings import Workspace
from assistant.summary import summarise
from tui.commands import COMMANDS, parse
from tui.export import quoted, write
from tui.turns import Turns, privacy

WELCOME = "Ask what you are allowed to do, and press Enter. /help lists the commands, /quit leaves."


def run(workspace: Workspace, scope: tuple[str, ...], answerer: Answerer) -> None:
    """Answer line after line until the input ends or /quit is typed."""
    console = Console(soft_wrap=False, highlight=False)
    turns = Turns(workspace, answerer, scope)
    turns.settle()
    console.print(f"{WELCOME} {privacy(workspace.settings)}")
    known = answerer.index.organisations()
    choose = f" (/school NAME chooses one: {', '.join(known)})" if not turns.scope and len(known) > 1 else ""
    console.print(f"School: {_schools(turns)}{choose}", markup=False)
    said: list[tuple[Answer, Index]] = []
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
            console.print(str(error), markup=False)
            continue
        said.append((answer, turns.answerer.index))
        print_answer(console, answer, turns.answerer.index, turns.contact())
        if told := summarise(answer, workspace.settings.summary):
            console.print(summary_text(told))


def _command(line: str, turns: Turns, said: list[tuple[Answer, Index]], console: Console) -> str:
    command, rest = parse(line)
    name = command.name if command else ""
    if name == "school":
        turns.choose(rest)
        console.print(f"School: {_schools(turns)}", markup=False)
    elif name in ("compare", "literal") and said:
        answer = turns.again(everywhere=name == "compare")
        said.append((answer, turns.answerer.index))
        print_answer(console, answer, turns.answerer.index, turns.contact())
    elif name == "policy":
        for document in turns.answerer.index.documents():
            due = document.review_due or "review date not stated"
            console.print(f"{organisation_name(document.organisation)}: {document.title} ({due})", markup=False)
    elif name == "changes":
        console.print("\n".join(turns.changes()), markup=False)
    elif name == "copy" and said and said[-1][0].answered:
        answer, index = said[-1]
        quote = answer.answers[0].quotes[0]
        console.print(quoted(quote, index.document(quote.clause.document)), markup=False)
    elif name == "flag" and said:
        console.print(turns.flag(said[-1][0]), markup=False)
    elif name == "export":
        write(Path(rest).expanduser(), said)
        console.print(f"Written to {Path(rest).expanduser().resolve()}", markup=False)
    elif name == "clear":
        turns.forget()
        said.clear()
        console.print("Forgotten.")
    elif name != "quit":
        for each in COMMANDS:
            console.print(f"/{each.name} {each.takes}".rstrip() + f": {each.says}", markup=False)
    return name


def _schools(turns: Turns) -> str:
    return ", ".join(map(organisation_name, turns.scope)) or "all schools"
