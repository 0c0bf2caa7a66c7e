"""The `ask` command: one question, a question a line, or JSON lines; text or JSON out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answer import Answerer
from assistant.cli import ANSWERED, NOT_ANSWERED, Parser, console, workspace_option
from assistant.datatypes import Answer
from assistant.errors import UsageError
from assistant.library import opened
from assistant.render import to_json
from assistant.settings import Workspace, find_workspace

DESCRIPTION = "Quote the policy clause that answers a question, word for word, or say that none does."
STATUSES = (
    "Exit status: 0 answered, 1 no policy answers, 2 usage, 3 no usable policies, 4 damaged index, 130 interrupted."
)


def parser(name: str) -> Parser:
    """Return the parser of `ask`, called `name` in its messages."""
    made = Parser(prog=name, description=DESCRIPTION, epilog=STATUSES)
    made.add_argument("question", nargs="*", help='the question; words need no quotes; "-" reads one a line')
    made.add_argument(
        "--jsonl", action="store_true", help="read JSON lines {question, id?, scope?, history?}, write JSON lines"
    )
    made.add_argument("--scope", action="append", default=[], metavar="ORG", help="ask this school only (repeatable)")
    made.add_argument("--limit", type=int, default=3, metavar="N", help="quotes per school (default: 3)")
    made.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    made.add_argument(
        "--history", action="append", default=[], metavar="QUESTION", help="an earlier question (repeatable)"
    )
    made.add_argument("--explain", action="store_true", help="show how each quote was found")
    workspace_option(made)
    return made


def run(options: argparse.Namespace) -> int:
    """Answer what was asked and return the exit status."""
    if options.limit < 1:
        raise UsageError("--limit must be at least 1.")
    if not options.question and not options.jsonl:
        raise UsageError('Please type a question, for example: ask "can I friend a parent?"')
    workspace = find_workspace(options.workspace)
    answerer = open_answerer(workspace)
    scope = options.scope or list(workspace.settings.scope)
    if options.jsonl:
        return _answer_json_lines(answerer, scope, options)
    if options.question == ["-"]:
        return _answer_lines(answerer, workspace, scope, options)
    answer = answerer.ask(" ".join(options.question), scope, options.history, options.limit)
    _keep(workspace, answerer, answer, scope)
    if options.json:
        print(json.dumps(to_json(answer, answerer.index), ensure_ascii=False, indent=2))
    else:
        _show(answer, answerer, workspace, options)
    return ANSWERED if answer.answered else NOT_ANSWERED


def open_answerer(workspace: Workspace) -> Answerer:
    """Open the index, building it first, with its progress shown, if there is none yet and this machine can.

    Raises IndexMissing, saying whom to ask, if it cannot.
    """

    def read(workspace: Workspace) -> None:
        from assistant.cli.reading import build_with_progress

        build_with_progress(workspace)

    return opened(workspace, read)


def _keep(workspace: Workspace, answerer: Answerer, answer: Answer, scope: Sequence[str]) -> None:
    if workspace.settings.keep_questions:
        from assistant import gaps

        gaps.keep(workspace, answerer.index, answer, scope)


def _answer_lines(answerer: Answerer, workspace: Workspace, scope: Sequence[str], options: argparse.Namespace) -> int:
    lines = [line for line in _lines() if line.strip()]
    if not lines:
        raise UsageError("There is no question on standard input.")
    answers = [answerer.ask(line, scope, options.history, options.limit) for line in lines]
    for answer in answers:
        _keep(workspace, answerer, answer, scope)
    if options.json:
        print(json.dumps([to_json(answer, answerer.index) for answer in answers], ensure_ascii=False, indent=2))
    else:
        for answer in answers:
            print(f"> {answer.question}")
            _show(answer, answerer, workspace, options)
            print()
    return ANSWERED if any(answer.answered for answer in answers) else NOT_ANSWERED


def _answer_json_lines(answerer: Answerer, scope: Sequence[str], options: argparse.Namespace) -> int:
    for line in sys.stdin.buffer:
        if line.strip():
            print(json.dumps(_json_line(line, answerer, scope, options), ensure_ascii=False), flush=True)
    return ANSWERED


def _json_line(line: bytes, answerer: Answerer, scope: Sequence[str], options: argparse.Namespace) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"The line is not JSON: {error}."}
    identifier = entry.get("id") if isinstance(entry, dict) else None
    try:
        if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
            raise UsageError('Each line must be an object with a "question".')
        asked = _names(entry.get("scope"), "scope") or list(scope)
        history = _names(entry.get("history"), "history") or options.history
        return to_json(answerer.ask(entry["question"], asked, history, options.limit), answerer.index, identifier)
    except UsageError as error:
        return {"id": identifier, "error": str(error)}


def _names(value: object, key: str) -> list[str]:
    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f'"{key}" must be a text or a list of texts.')
    return names


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        try:
            yield line.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UsageError("Standard input is not text in UTF-8.") from None


def _show(answer: Answer, answerer: Answerer, workspace: Workspace, options: argparse.Namespace) -> None:
    from assistant.render import print_answer

    scope = options.scope or list(workspace.settings.scope)
    contact = workspace.settings.contact(answerer.organisations(scope)[0] if scope else "")
    print_answer(console(), answer, answerer.index, contact, explain=options.explain)
    if workspace.settings.summary.url:
        from assistant.render import summary_text
        from assistant.summary import summarise

        if told := summarise(answer, workspace.settings.summary):
            console().print(summary_text(told))
