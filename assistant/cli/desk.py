"""The policy owner's desk: check, coverage, pin, gaps, log, lint and receipt."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli import ANSWERED, NOT_ANSWERED, Parser, print_json, shortened
from assistant.errors import UsageError
from assistant.settings import Workspace, find_workspace
from assistant.wording import counted, moment, school_name

if TYPE_CHECKING:
    from assistant.answer import Answerer
    from assistant.datatypes import Clause
    from assistant.index import Index

Maker = Callable[[Any, str, Callable[[argparse.Namespace], int], str], Parser]


def add_desk(commands: Any, command: Maker) -> None:  # noqa: ANN401 -- argparse's own type is private
    """Add the subcommands to the parser of `assistant`."""
    check = command(commands, "check", _check, "ask the saved questions and say which no longer have their answer")
    check.add_argument("--json", action="store_true", help="print as JSON")
    check.add_argument("--junit", metavar="FILE", help="also write JUnit XML, for a pipeline")
    check.add_argument("--propose", nargs="+", metavar="QUESTION", help="draft entries for these questions instead")
    check.add_argument("--school", default="", metavar="ORG", help="with --propose: the school to ask")
    coverage = command(commands, "coverage", _coverage, "list the rules that no saved question brings up")
    coverage.add_argument("--json", action="store_true", help="print as JSON")
    pin = command(commands, "pin", _pin, "choose the clauses that answer a question, or list what was chosen")
    pin.add_argument("question", nargs="*", help="the question; without one, the pins there are")
    pin.add_argument("--school", default="", metavar="ORG", help="the school whose answer it is")
    pin.add_argument(
        "--clause", action="append", default=[], metavar="ID", help="a clause, by its id (repeatable, in order)"
    )
    pin.add_argument("--json", action="store_true", help="print as JSON")
    gaps = command(commands, "gaps", _gaps, "show what staff asked that no policy answers, if that is kept")
    form = gaps.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print as JSON")
    form.add_argument("--csv", action="store_true", help="print as a table for a spreadsheet")
    form.add_argument("--markdown", action="store_true", help="print as Markdown")
    log = command(commands, "log", _log, "say where unanswered questions are kept; turn that on or off; delete them")
    what = "path: say where questions are kept; on, off: keep them or not; clear: delete them"
    log.add_argument("action", choices=["path", "on", "off", "clear"], help=what)
    log.add_argument("--json", action="store_true", help="print as JSON")
    lint = command(commands, "lint", _lint, "point out rules that are hard to follow or to find")
    lint.add_argument("--school", default="", metavar="ORG", help="the policies of this school only")
    lint.add_argument("--json", action="store_true", help="print as JSON")
    receipt = command(commands, "receipt", _receipt, "write down an answer as evidence, or see if it still holds")
    receipt.add_argument("question", nargs="*", help="the question to answer and write down")
    receipt.add_argument("--scope", action="append", default=[], metavar="ORG", help="ask this school only")
    receipt.add_argument("--output", type=Path, metavar="FILE", help="write FILE.md and FILE.json instead of printing")
    receipt.add_argument("--verify", type=Path, metavar="FILE", help="compare a receipt with the policies as they are")
    receipt.add_argument("--json", action="store_true", help="print as JSON")


def _open(workspace: Workspace) -> Answerer:
    from assistant.cli.ask import open_answerer  # kept off the way to the help: it brings numpy

    return open_answerer(workspace)


def _check(options: argparse.Namespace) -> int:
    from assistant import checks

    workspace = find_workspace(options.workspace)
    if options.propose:
        answerer = _open(workspace)
        scope = [options.school] if options.school else []
        print("\n\n".join(checks.propose(answerer.ask(question, scope)) for question in options.propose))
        return ANSWERED
    questions = checks.load(workspace.corpus)
    if not questions:
        raise UsageError(
            f"There are no saved questions. Write them into {workspace.corpus / checks.FILE}; "
            '`assistant check --propose "can I …?"` drafts one.'
        )
    verdicts = checks.run(_open(workspace), questions)
    failed = [verdict for verdict in verdicts if not verdict.passed]
    if options.junit:
        Path(options.junit).write_text(checks.to_junit(verdicts), encoding="utf-8")
    if options.json:
        print_json(questions=[asdict(verdict) | {"passed": verdict.passed} for verdict in verdicts])
    else:
        for verdict in failed:
            where = school_name(verdict.question.school) or "all schools"
            print(f"Fails: {verdict.question.ask} ({where}): {'; '.join(verdict.faults)}")
        print(checks.tally(verdicts))
    return NOT_ANSWERED if failed else ANSWERED


def _coverage(options: argparse.Namespace) -> int:
    from assistant import checks
    from assistant.coverage import unreached
    from assistant.render import clause_json

    workspace = find_workspace(options.workspace)
    questions = checks.load(workspace.corpus)
    answerer = _open(workspace)
    missing = unreached(answerer, questions)
    if options.json:
        print_json(saved_questions=len(questions), unreached=[clause_json(clause) for clause in missing])
        return ANSWERED
    for clause in missing:
        print(f"{place(clause, answerer.index)}: {shortened(clause.text)}")
    print(f"Saved questions: {len(questions)}. Rules that none of them brings up: {len(missing)}.")
    return ANSWERED


def _pin(options: argparse.Namespace) -> int:
    from assistant import pins
    from assistant.render import clause_json

    workspace = find_workspace(options.workspace)
    answerer = _open(workspace)
    if not options.question:
        return _list_pins(answerer.index, pins.read(workspace.corpus), options)
    question = " ".join(options.question)
    (school, *others) = answerer.organisations([options.school] if options.school else [])
    if others:
        raise UsageError(f"Please say whose answer it is: --school, one of {', '.join([school, *others])}.")
    if not options.clause:
        answer = answerer.ask(question, [school])
        quotes = [*(quote for part in answer.answers for quote in part.quotes), *answer.nearest]
        if options.json:
            print_json(candidates=[clause_json(quote.clause) for quote in quotes])
            return NOT_ANSWERED
        print("Choose with --clause ID, once for each clause. The nearest are:")
        for quote in quotes:
            print(f"{quote.clause.id}  {place(quote.clause, answerer.index)}: {shortened(quote.clause.text)}")
        return NOT_ANSWERED
    for name in options.clause:
        clause = answerer.index.clause(name)
        if clause is None or not clause.document.startswith(f"{school}/"):
            raise UsageError(
                f"There is no clause {name} of {school_name(school)}. Without --clause the nearest are listed."
            )
    pin = pins.Pin(ask=[question], school=school, clauses=options.clause, chosen=date.today().isoformat())
    pins.add(workspace.corpus, pin)
    if options.json:
        print_json(pin=pin)
    else:
        print(f"Written to {workspace.corpus / pins.FILE}. It takes effect at the next `assistant index`.")
    return ANSWERED


def _list_pins(index: Index, chosen: list[Any], options: argparse.Namespace) -> int:
    rows = [(pin, [name for name in pin["clauses"] if not index.clause(name)]) for pin in chosen]
    if options.json:
        print_json(pins=[pin | {"expired": bool(gone)} for pin, gone in rows])
        return ANSWERED
    for pin, gone in rows:
        state = f"expired, since a clause has changed: {', '.join(gone)}" if gone else "holds"
        print(f"{pin['chosen']} {school_name(pin['school'])}: {pin['ask'][0]} ({state})")
    if not rows:
        print("No answer has been chosen yet; `assistant pin QUESTION` begins.")
    return ANSWERED


def _gaps(options: argparse.Namespace) -> int:
    from assistant import gaps

    workspace = find_workspace(options.workspace)
    answerer = _open(workspace)
    kept = gaps.kept(workspace)
    found = gaps.groups(kept, answerer.encoder.encode([gap.question for gap in kept])) if kept else []
    words = gaps.unknown_words(kept, answerer.index)
    if options.json:
        listed = [
            {"count": len(group.gaps), "nearest": group.nearest or None, "questions": list(map(asdict, group.gaps))}
            for group in found
        ]
        print_json(kept=workspace.settings.keep_questions, groups=listed, unknown_words=dict(words))
    elif options.csv:
        print(gaps.to_csv(found), end="")
    else:
        print("\n".join(_gap_lines(found, words, answerer.index, "- " if options.markdown else "")))
        if not kept:
            told = "No unanswered question has been kept"
            print(f"{told}." if workspace.settings.keep_questions else f"{told}; `assistant log on` turns that on.")
    return ANSWERED


def _gap_lines(found: list[Any], words: list[tuple[str, int]], index: Index, mark: str) -> list[str]:
    lines = []
    for group in found:
        times = f"{len(group.gaps)} times" if len(group.gaps) > 1 else "once"
        lines.append(f"{mark}{group.gaps[0].question} ({times})")
        lines += [f"  {mark}{gap.question}" for gap in group.gaps[1:4]]
        clause = index.clause(group.nearest) if group.nearest else None
        lines += [f"  {mark}nearest: {place(clause, index)}"] if clause else []
    if words:
        listed = ", ".join(f"{word} ({count})" if count > 1 else word for word, count in words[:20])
        lines.append(f"{mark}Words that no policy uses; corpus/glossary.toml may say what they stand for: {listed}")
    return lines


def _log(options: argparse.Namespace) -> int:
    from assistant import gaps

    workspace = find_workspace(options.workspace)
    path = workspace.root / gaps.FILE
    kept = workspace.settings.keep_questions
    if options.action == "clear":
        gaps.clear(workspace)
        more = " New ones are still kept; `assistant log off` stops that." if kept else ""
        told = f"Every question kept so far has been deleted.{more}"
    elif options.action == "path":
        told = str(path)
    else:
        kept = options.action == "on"
        gaps.turn(workspace, on=kept)
        told = (
            f"Questions without an answer are kept in {path} for {workspace.settings.keep_days} days, without names, "
            "addresses and numbers. The chat says so."
            if kept
            else "Nothing that is asked is kept from now on. `assistant log clear` deletes what was."
        )
    if options.json:
        print_json(path=str(path), kept=kept, days=workspace.settings.keep_days)
    else:
        print(told)
    return ANSWERED


def _lint(options: argparse.Namespace) -> int:
    from assistant.lint import lint

    answerer = _open(find_workspace(options.workspace))
    school = answerer.organisations([options.school])[0] if options.school else None
    findings = lint(answerer.index, school)
    if options.json:
        print_json(findings=[asdict(finding) for finding in findings])
        return ANSWERED
    document = ""
    for finding in findings:
        if finding.document != document:
            document = finding.document
            print(document)
        clause = answerer.index.clause(finding.clause) if finding.clause else None
        where = f"{place(clause, None)}: " if clause else ""
        print(f"  {finding.rule}: {where}{finding.message}")
    print(f"{counted(len(findings), 'place')} to look at." if findings else "Nothing to point out.")
    return ANSWERED


def _receipt(options: argparse.Namespace) -> int:
    from assistant import receipts

    workspace = find_workspace(options.workspace)
    if options.verify:
        return _verify(options)
    if not options.question:
        raise UsageError('Please type a question, for example: assistant receipt "can I friend a parent?"')
    answerer = _open(workspace)
    answer = answerer.ask(" ".join(options.question), options.scope or workspace.settings.scope)
    receipt = receipts.make(answer, answerer.index)
    as_json = json.dumps(receipt, ensure_ascii=False, indent=2)
    if options.output:
        markdown, data = (options.output.with_name(f"{options.output.name}{end}") for end in (".md", ".json"))
        markdown.write_text(receipts.to_markdown(receipt), encoding="utf-8")
        data.write_text(f"{as_json}\n", encoding="utf-8")
        if not options.json:
            print(f"Written to {markdown} and {data}.")
    elif not options.json:
        print(receipts.to_markdown(receipt), end="")
    if options.json:
        print(as_json)
    return ANSWERED if answer.answered else NOT_ANSWERED


def _verify(options: argparse.Namespace) -> int:
    from assistant import receipts

    receipt = receipts.read(options.verify)
    states = receipts.verify(receipt, _open(find_workspace(options.workspace)).index)
    if options.json:
        print_json(question=receipt["question"], quotes=[asdict(state) for state in states])
    else:
        print(f"{receipt['question']} (asked on {moment(receipt['time'])})")
        for state in states:
            print(f"{state.clause}: {state.message}" + (f": “{state.now}”" if state.now else ""))
        if not states:
            print("It quotes nothing: no policy covered the question then.")
    return ANSWERED if all(state.state == "unchanged" for state in states) else NOT_ANSWERED


def place(clause: Clause, index: Index | None) -> str:
    """Return where a clause stands, with the title of its policy if the index is given."""
    title = [index.document(clause.document).title] if index else []
    return ", ".join([*title, *clause.section[-1:], *([f"clause {clause.number}"] if clause.number else [])])
