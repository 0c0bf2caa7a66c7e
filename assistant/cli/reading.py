"""The `assistant` command's subcommands that bring policies in: reading them, adding to them, saying what is there."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli import ANSWERED, Parser, console, print_json
from assistant.cli.desk import place
from assistant.datatypes import Force
from assistant.errors import EncoderMissing, UsageError
from assistant.settings import Workspace, find_workspace
from assistant.wording import counted, listed, moment, school_name

if TYPE_CHECKING:
    from assistant.build import Report
    from assistant.checks import Verdict
    from assistant.index import Index

REPORT_FIGURES = 60  # columns that the figures beside a policy's name take


def add_reading(commands: Any, command: Callable[..., Parser]) -> None:  # noqa: ANN401 -- argparse keeps its type to itself
    """Add `index` and `status`."""
    index = command(commands, "index", _index, "read the policies and build the index")
    index.add_argument("action", nargs="?", choices=["rollback"], help="go back to the version before this one")
    index.add_argument("--full", action="store_true", help="start over instead of reading only what changed")
    index.add_argument("--dry-run", action="store_true", help="say what would be read, and do nothing")
    index.add_argument("--json", action="store_true", help="print the report as JSON")
    status = command(commands, "status", _status, "show what is in the index and what is not")
    status.add_argument("--json", action="store_true", help="print as JSON")


def add_adding(commands: Any, command: Callable[..., Parser]) -> None:  # noqa: ANN401
    """Add `add`."""
    add = command(commands, "add", _add, "add documents to the policies and read them")
    add.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a policy as PDF, Word, Markdown, HTML or text"
    )
    add.add_argument("--organisation", required=True, metavar="NAME", help="the school the documents belong to")
    add.add_argument("--replace", action="store_true", help="put a file in the place of one with the same name")


def build_with_progress(workspace: Workspace, *, full: bool = False) -> Report:
    """Build the index with a progress bar on standard error, and name what had to be skipped.

    Raises EncoderMissing if this machine lacks the `build` extra.
    """
    try:
        from assistant.build import build
    except ModuleNotFoundError as error:
        raise EncoderMissing(
            f"Reading policies needs {error.name}. Run `pip install policy-assistant[build]`."
        ) from error
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def tell(step: str, done: float, total: int) -> None:
            if total and step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            if step in tasks:
                bars.update(tasks[step], completed=done)

        report = build(workspace, full=full, progress=tell)
    for skip in report.skipped:
        print(f"assistant: skipped {skip.name}: {skip.reason}", file=sys.stderr)
    return report


def _index(options: argparse.Namespace) -> int:
    workspace = find_workspace(options.workspace)
    if options.action == "rollback":
        from assistant.build import rollback
        from assistant.generations import read_manifest

        name = rollback(workspace)
        created = read_manifest(workspace.index / "generations" / name)["created"]
        print_json(generation=name) if options.json else print(f"Back to the version of {moment(created)}.")
        return ANSWERED
    if options.dry_run:
        return _dry_run(workspace, options)
    report = build_with_progress(workspace, full=options.full)
    if options.json:
        print_json(**_report_json(report))
    else:
        _print_report(report)
        _print_questions(workspace, report)
    return ANSWERED


def _print_questions(workspace: Workspace, report: Report) -> None:
    """Say which saved questions have another first clause or force than before this build."""
    from assistant import checks
    from assistant.answer import Answerer
    from assistant.index import Index

    questions = checks.load(workspace.corpus)
    now = Answerer.open(workspace)
    former = workspace.index / "generations" / str(now.index.manifest.get("previous"))
    if not questions or report.unchanged or not former.is_dir():
        return
    then = Answerer(Index(former), settings=workspace.settings)
    before, after = checks.run(then, questions), checks.run(now, questions)
    for old, new in checks.changed(before, after):
        told = f"“{new.question.ask}” is now answered by {_first(new, now.index)}, before by {_first(old, then.index)}."
        print(told if new.passed else f"{told} It now fails `assistant check`.")
    print(checks.tally(after))


def _first(verdict: Verdict, index: Index) -> str:
    """Return where the clause stands that answers a saved question first, with its badge."""
    from assistant.render import BADGES

    clause = index.clause(verdict.clause) if verdict.clause else None
    if clause is None or verdict.force is None:
        return "no policy"
    return f"{place(clause, index)} ({BADGES[Force(verdict.force)][0]})"


def _dry_run(workspace: Workspace, options: argparse.Namespace) -> int:
    from assistant.build import plan

    planned = plan(workspace, full=options.full)
    kinds = {"new": planned.new, "changed": planned.changed, "gone": planned.gone, "unchanged": planned.unchanged}
    skipped = [{"source": skip.name, "reason": skip.reason} for skip in planned.skipped]
    if options.json:
        print_json(**kinds, skipped=skipped)
        return ANSWERED
    for kind, names in kinds.items():
        print(f"{kind.capitalize()}: {', '.join(names) or 'none'}")
    for skip in planned.skipped:
        print(f"Skipped: {skip.name}: {skip.reason}")
    return ANSWERED


def _report_json(report: Report) -> dict[str, Any]:
    return {
        "generation": report.generation,
        "unchanged": report.unchanged,
        "clauses": report.clauses,
        "read": report.read,
        "embedded": report.embedded,
        "changes": report.changes,
        "documents": report.documents,
        "expired_pins": report.expired_pins,
        "skipped": [{"source": skip.name, "reason": skip.reason} for skip in report.skipped],
    }


def _print_report(report: Report) -> None:
    from rich.markup import escape
    from rich.table import Table

    from assistant.ingest import remarks

    screen = console()
    table = Table(box=None, pad_edge=False)
    table.add_column("Policy", overflow="fold")
    for heading in ("Pages", "Clauses", "Numbered", "Headings", "Approved", "Review due"):
        table.add_column(heading, no_wrap=True)
    for entry in report.documents:
        cells = [entry[key] for key in ("pages", "clauses", "numbered", "headings", "approved", "review_due")]
        name = _folded(entry["document"], max(20, screen.width - REPORT_FIGURES))
        table.add_row(escape(name), *("–" if cell is None else str(cell) for cell in cells))
    screen.print(table)
    for entry in report.documents:
        for remark in remarks(entry):
            screen.print(f"{entry['source']}: {remark}", highlight=False, markup=False)
    policies = counted(len(report.documents), "policy", "policies")
    done = "Nothing has changed" if report.unchanged else f"Read {report.read} of {policies}"
    skipped = f", skipped {counted(len(report.skipped), 'file')}" if report.skipped else ""
    screen.print(f"{done}{skipped}; the index has {clauses(report.documents)}.", highlight=False)
    for pin in report.expired_pins:
        told = f"The answer chosen for “{pin['ask'][0]}” ({school_name(pin['school'])}) has expired, since a clause "
        told += "has changed; choose again with `assistant pin`."
        screen.print(told, highlight=False, markup=False)
    if report.changes:
        screen.print(f"{counted(report.changes, 'clause')} changed. See `assistant changes`.", highlight=False)


def _folded(document: str, width: int) -> str:
    """Break the name of a document into lines where its words end."""
    return "\n".join(textwrap.wrap(document.replace("/", "/ "), width)).replace("/ ", "/")


def clauses(entries: Sequence[dict[str, Any]]) -> str:
    """Return how many clauses some documents have, without the lines that say something about the document itself."""
    return counted(sum(entry["clauses"] for entry in entries), "clause")


def _status(options: argparse.Namespace) -> int:
    from assistant.freshness import files, freshness, is_overdue
    from assistant.index import open_index

    workspace = find_workspace(options.workspace)
    index = open_index(workspace.index)
    fresh = freshness(index.manifest, workspace.corpus, index.organisations())
    skipped = index.manifest["skipped"]
    indexed = {entry["source"] for entry in [*index.manifest["sources"], *skipped]}
    overdue = [doc for doc in index.documents() if is_overdue(doc.review_due, date.today())]
    described = {
        "workspace": str(workspace.root),
        "generation": index.generation,
        "created": index.manifest["created"],
        "documents": len(index.manifest["sources"]),
        "clauses": index.clause_count(),
        "organisations": list(index.organisations()),
        "new": sorted(_policies(workspace) - indexed),
        "changed": sorted(fresh.changed),
        "gone": sorted(fresh.gone),
        "skipped": skipped,
        "overdue": [document.id for document in overdue],
    }
    if options.json:
        print_json(**described)
        return ANSWERED
    policies = counted(described["documents"], "policy", "policies")
    schools = ", ".join(map(school_name, index.organisations()))
    print(f"{policies} with {clauses(index.manifest['sources'])}, of {schools}.")
    print(f"Last read on {moment(described['created'])}.")
    for meaning, names in (
        ("Not read yet", described["new"]),
        ("Changed since", files(index.manifest, fresh.changed)),
        ("Deleted since", files(index.manifest, fresh.gone)),
        ("Cannot be used", [f"{skip['source']}: {skip['reason']}" for skip in skipped]),
        ("Overdue for review", [f"{each.title} ({school_name(each.organisation)})" for each in overdue]),
    ):
        for name in names:
            print(f"{meaning}: {name}")
    return ANSWERED


def _policies(workspace: Workspace) -> set[str]:
    """Return the files of the corpus that a build would look at; none where this machine cannot build."""
    try:
        from assistant.corpus import find_sources
    except ModuleNotFoundError:
        return set()
    sources, skipped = find_sources(workspace)
    return {source.name for source in sources} | {skip.name for skip in skipped}


def _add(options: argparse.Namespace) -> int:
    workspace = find_workspace(options.workspace)
    missing = [str(path) for path in options.files if not path.is_file()]
    if missing:
        raise UsageError(f"There is no file {listed(missing, 'or')}.")
    if len({path.name for path in options.files}) < len(options.files):
        raise UsageError("Two of the files have the same name; rename one.")
    if (
        not options.organisation
        or options.organisation != Path(options.organisation).name
        or options.organisation.startswith(".")
    ):
        raise UsageError("--organisation must be a plain name, such as hill-top-school.")
    from assistant.readers import SUFFIXES

    strange = [str(path) for path in options.files if path.suffix.lower() not in SUFFIXES]
    if strange:
        raise UsageError(f"{listed(strange)} cannot be read as a policy; save it as PDF or DOCX.")
    folder = workspace.corpus / options.organisation
    there = [path.name for path in options.files if (folder / path.name).exists()]
    if there and not options.replace:
        raise UsageError(
            f"Already in {folder}: {', '.join(there)}. Give the new file another name, or add --replace to put it in "
            "the place of the old one."
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path in options.files:
        shutil.copy2(path, folder / path.name)
    _print_report(build_with_progress(workspace))
    return ANSWERED
