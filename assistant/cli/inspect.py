"""The subcommands that look and tell: changes, review, compare, doctor and watch."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli import ANSWERED, DAMAGED, Parser, console, print_json, shortened
from assistant.cli.reading import clauses
from assistant.errors import EncoderMissing, IndexMissing, UsageError
from assistant.settings import Workspace, find_workspace
from assistant.wording import counted, day, school_name

if TYPE_CHECKING:
    from assistant.index import Index
    from assistant.updates import Change

Maker = Callable[[Any, str, Callable[[argparse.Namespace], int], str], Parser]
_UNITS = {"d": 1, "w": 7, "m": 31, "y": 366}


def add_inspection(commands: Any, command: Maker) -> None:  # noqa: ANN401 -- argparse's own type is private
    """Add the subcommands to the parser of `assistant`."""
    changes = command(commands, "changes", _changes, "show which clauses changed between two versions of the index")
    changes.add_argument("old", nargs="?", help="an earlier version (default: the one before)")
    changes.add_argument("new", nargs="?", help="a later version (default: the one in use)")
    changes.add_argument("--json", action="store_true", help="print as JSON")
    changes.add_argument("--markdown", action="store_true", help="print as Markdown, for a staff bulletin")
    review = command(commands, "review", _review, "list the policies that are due for review")
    review.add_argument(
        "--due", default="90d", metavar="TIME", help="how far ahead to look: 30d, 6w, 3m, 1y (default: 90d)"
    )
    form = review.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print as JSON")
    form.add_argument("--csv", action="store_true", help="print as a table for a spreadsheet")
    form.add_argument("--ics", action="store_true", help="print as calendar events")
    compare = command(commands, "compare", _compare, "show what two schools say on a matter, side by side")
    compare.add_argument("one", metavar="ORG", help="a school")
    compare.add_argument("other", metavar="ORG", help="another school")
    compare.add_argument("topic", nargs="*", help="the matter, as a question or in a few words")
    compare.add_argument("--gaps", action="store_true", help="list what one of them rules and the other does not")
    compare.add_argument("--limit", type=int, default=1, metavar="N", help="quotes per school (default: 1)")
    compare.add_argument("--json", action="store_true", help="print as JSON")
    doctor = command(commands, "doctor", _doctor, "check everything and say what to do about it")
    doctor.add_argument("--json", action="store_true", help="print as JSON")
    command(commands, "watch", _watch, "read the policies again whenever one changes")


def _changes(options: argparse.Namespace) -> int:
    from assistant.render import change_lines
    from assistant.updates import compare

    workspace = find_workspace(options.workspace)
    old, new = _generations(workspace, options)
    with closing(old), closing(new):
        found = compare(old, new)
        if options.json:
            listed = [_change_json(change) for change in found]
            print_json(old=old.generation, new=new.generation, changes=listed)
        elif options.markdown:
            print("\n".join(change_lines(found, "**", "~~", markdown=True)))
        else:
            print("\n".join(change_lines(found, "", "", markdown=False)))
    return ANSWERED


def _generations(workspace: Workspace, options: argparse.Namespace) -> Any:  # noqa: ANN401 -- imported late
    from assistant.generations import current, read_manifest
    from assistant.index import Index

    folder = workspace.index / "generations"
    new = options.new or current(workspace.index)
    _expect(folder, new)
    old = options.old or read_manifest(folder / new).get("previous")
    if not old:
        raise IndexMissing("There is no earlier version of the index to compare with.")
    _expect(folder, old)
    return Index(folder / old), Index(folder / new)


def _expect(folder: Path, name: str) -> None:
    if not (folder / name).is_dir():
        kept = ", ".join(sorted(path.name for path in folder.iterdir()))
        raise UsageError(f"There is no version {name} of the index. Kept: {kept}.")


def _change_json(change: Change) -> dict[str, Any]:
    before, after = change.before, change.after
    section = after.section if after else before.section if before else ()
    return {
        "kind": change.kind,
        "document": change.document,
        "clause": after.id if after else None,
        "was": before.id if before else None,
        "section": list(section),
        "number": [before.number if before else None, after.number if after else None],
        "force": [force.value for force in change.force] if change.force else None,
        "words": change.words,
    }


def _review(options: argparse.Namespace) -> int:
    from assistant.index import open_index
    from assistant.reviews import coming, to_calendar, to_csv

    amount = re.fullmatch(r"(\d{1,3})([dwmy])", options.due)
    if not amount:
        raise UsageError("--due must be a number with d, w, m or y, such as 90d.")
    workspace = find_workspace(options.workspace)
    today = date.today()
    reviews = coming(open_index(workspace.index).documents(), timedelta(int(amount[1]) * _UNITS[amount[2]]), today)
    if options.json:
        print_json(reviews=[asdict(review) for review in reviews])
    elif options.csv:
        print(to_csv(reviews), end="")
    elif options.ics:
        sys.stdout.write(to_calendar(reviews, today))
    else:
        for review in reviews:
            due = (
                f"due {day(review.due)}{', overdue' if review.overdue else ''}"
                if review.due
                else "review date not found"
            )
            print(f"{due}: {review.title} ({school_name(review.organisation)})")
        if not reviews:
            print("No review is due in this time.")
    return ANSWERED


def _compare(options: argparse.Namespace) -> int:
    from assistant.cli import NOT_ANSWERED
    from assistant.cli.ask import open_answerer
    from assistant.render import side_by_side, to_json

    if options.limit < 1:
        raise UsageError("--limit must be at least 1.")
    answerer = open_answerer(find_workspace(options.workspace))
    schools = answerer.organisations([options.one, options.other])
    if len(schools) < 2:
        raise UsageError("Please name two different schools.")
    if options.gaps:
        return _only_in(answerer.index, schools, options)
    if not options.topic:
        raise UsageError("Please name the matter to compare, or add --gaps.")
    answer = answerer.ask(" ".join(options.topic), schools, (), options.limit)
    if options.json:
        print(json.dumps(to_json(answer, answerer.index), ensure_ascii=False, indent=2))
    else:
        console().print(side_by_side(answer, answerer.index, schools), highlight=False)
    return ANSWERED if answer.answered else NOT_ANSWERED


def _only_in(index: Index, schools: Sequence[str], options: argparse.Namespace) -> int:
    from assistant.coverage import only_in
    from assistant.render import clause_json

    found = {one: only_in(index, one, other) for one, other in (schools, tuple(reversed(schools)))}
    if options.json:
        listed = {
            school: [
                {"document": each.document, "section": each.section, "clauses": list(map(clause_json, each.clauses))}
                for each in missing
            ]
            for school, missing in found.items()
        }
        print_json(only_in=listed)
        return ANSWERED
    for school, missing in found.items():
        print(f"Only {school_name(school)} has rules on:")
        for each in missing:
            print(f"  {index.document(each.document).title}, {' › '.join(each.section)}")
            print(f"    {shortened(each.clauses[0].text)}")
    return ANSWERED


def _doctor(options: argparse.Namespace) -> int:
    from assistant.doctor import examine

    findings = examine(find_workspace(options.workspace))
    if options.json:
        print_json(findings=[asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print(f"{finding.verdict:7} {finding.check}: {finding.message}")
    return DAMAGED if any(finding.verdict == "fault" for finding in findings) else ANSWERED


def _watch(options: argparse.Namespace) -> int:
    try:
        from assistant.watch import watch
    except ModuleNotFoundError as error:
        raise EncoderMissing(f"Watching needs {error.name}. Run `pip install policy-assistant[build]`.") from error

    workspace = find_workspace(options.workspace)
    print(f"Watching {workspace.corpus}; stop with Ctrl+C.", file=sys.stderr)
    for outcome in watch(workspace):
        if isinstance(outcome, Exception):
            print(f"assistant: {outcome}", file=sys.stderr, flush=True)
        elif outcome.unchanged:
            print(f"Up to date: {clauses(outcome.documents)}.", flush=True)
        else:
            read = counted(outcome.read, "policy", "policies")
            print(f"Read {read}; {counted(outcome.changes, 'clause')} changed.", flush=True)
    return ANSWERED
